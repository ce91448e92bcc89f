import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { type Command, Option } from "commander";
import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import { type DoneCase, keyOf } from "../cohort/case-record.js";
import { mapRecordOf } from "../cohort/maps/map-record.js";
import type { SummarizeOptions } from "../cohort/summary/summary-options.js";
import { readVolume } from "../io/read-volume.js";
import type { ResolvedMapOptions } from "../maps/options/types.js";
import type { MapResult } from "../maps/results/map-result.js";
import { fromJson, parseResult } from "../reports/case/json.js";
import { mapFromJson } from "../reports/case/map-json.js";
import type { CaseSlices, ReportInput } from "../reports/cohort/report-input.js";
import type { EvaluationResult } from "../results/evaluation-result.js";
import { casePath } from "../runner/case-path.js";
import { readRun } from "../runner/read-run.js";
import { list, policyFlags, rankFlags } from "./summary-flags.js";
import { Progress } from "./terminal.js";
import { checkFolder, writeFolder } from "./write-folder.js";
import { checkOutput, writeOutput } from "./write-output.js";

const EXAMPLES = `

Examples:
  voxmatch report results --output report.html
  voxmatch report results --output report.html --figures figures
  voxmatch evaluate -r ref.nii.gz -p pred.nii.gz --autc exact --output case.json
  voxmatch report case.json --output case.html
  voxmatch probability -m prob.nii.gz -r lesions.nii.gz --output map.json
  voxmatch report map.json --anatomy t1.nii.gz --output map.html`;

/** Flags as Commander parses them. */
interface Flags {
  readonly output: string;
  readonly title?: string;
  readonly slices: boolean;
  readonly figures?: string;
  readonly anatomy?: string;
  readonly quiet?: boolean;
}

type AllFlags = Flags & SummarizeOptions;

/** Adds `voxmatch report`. */
export function addReportCommand(program: Command): void {
  const command = program
    .command("report")
    .description("Writes the results of a cohort, or of one case, as one HTML file that opens from disk.")
    .argument("<results>", "the folder of a run, or the JSON of one evaluation or map")
    .helpOption("-h, --help", "print this help")
    .requiredOption("-o, --output <file>", "where the HTML file is written, whole or not at all");
  const options: Option[] = [
    new Option("--title <text>", "the heading (default: the name of the results)"),
    new Option("--no-slices", "do not read the volumes of the worst cases again to draw slices of them"),
    new Option("--anatomy <file|column>", "the scan below slices of maps: a file, or the manifest's column of files"),
    new Option("--figures <folder>", "write each figure there as an SVG file as well, and what each is (figures.json)"),
    new Option("--by <column>", "a table by the values of a column, and their gaps"),
    new Option("--cluster <column>", "draw cases with the same value together (patients with several cases)"),
    list("--compare <keys>", "metrics by which models are compared and ranked (default pq)"),
    ...rankFlags(),
    ...policyFlags(),
    new Option("-q, --quiet", "print no progress"),
  ];
  for (const option of options) command.addOption(option);
  command.addHelpText("after", EXAMPLES).action(act);
}

async function act(
  results: string,
  { output, title: named, slices: wanted, figures, anatomy, quiet, ...summarize }: AllFlags,
): Promise<void> {
  await checkOutput(output);
  if (figures !== undefined) await checkFolder(figures);
  const progress = new Progress(process.stderr, quiet ?? false);
  try {
    progress.stage(`Reading ${results}`);
    const content = { ...(await readResults(results)), summarize };
    // Plot and linkedom take a while to load, and no other command needs them.
    const [{ cohortReport, settleRecords }, { figureFiles }, { worstCases }, { WORST_CASES }, maps, { parseHTML }] =
      await Promise.all([
        import("../reports/cohort/cohort-report.js"),
        import("../reports/cohort/figure-files.js"),
        import("../reports/cohort/cohort-values.js"),
        import("../reports/cohort/case-section.js"),
        import("../reports/cohort/map-case-section.js"),
        import("linkedom"),
      ]);
    const { records } = content;
    const cohort = settleRecords(content);
    const worst = wanted ? worstCases(cohort, records, WORST_CASES) : [];
    const tell = (name: string) => progress.stage(`Drawing slices of ${name}`);
    const slices = await drawSlices(worst, content.root, tell);
    const mapSlices = wanted ? await slicesOfMaps(maps.worstMaps(records), content, anatomy ?? null, tell) : undefined;
    progress.stage("Drawing figures");
    const title = named ?? `Evaluation: ${basename(resolve(results))}`;
    const { document } = parseHTML("<!doctype html><html><body></body></html>");
    const page = cohortReport({ ...content, title, slices, mapSlices }, document, cohort);
    if (figures !== undefined) await writeFolder(figures, figureFiles(page.figures, title));
    await writeOutput(output, page.text);
  } finally {
    progress.end();
  }
}

interface Content extends Omit<ReportInput, "title" | "slices" | "mapSlices"> {
  /** The folder that the records' paths are relative to. */
  readonly root: string;
  /** Null where no case has a map. */
  readonly maps: ResolvedMapOptions | null;
}

async function readResults(path: string): Promise<Content> {
  const found = await stat(path).catch(() => null);
  if (found === null) {
    throw new VoxmatchError(
      "FILE_ACCESS",
      `There is nothing at ${path}. Name the folder of a run, or the JSON that voxmatch evaluate wrote.`,
      { path },
    );
  }
  if (found.isDirectory()) return contentOfRun(path);
  const text = await readFile(path, "utf8");
  const document = parseResult(text);
  return document.kind === "map" ? contentOfMap(mapFromJson(document), path) : contentOfResult(fromJson(text), path);
}

async function contentOfRun(folder: string): Promise<Content> {
  const { description, records, isComplete } = await readRun(folder);
  const isFinished = isComplete !== false;
  if (description === null)
    return { records, isFinished, options: null, definitions: {}, notes: [], engine: null, root: ".", maps: null };
  const { options, definitions, engine, root, maps } = description;
  return {
    records,
    isFinished,
    options,
    definitions,
    notes: options.notes,
    engine: `${engine.name} ${engine.version}`,
    root: root ?? ".",
    maps: maps?.options ?? null,
  };
}

function contentOfResult(result: EvaluationResult, path: string): Content {
  const { inputs, groups, options, definitions, notes, engine } = result;
  const record: DoneCase = {
    case: basename(inputs.prediction.path ?? path),
    model: null,
    columns: {},
    status: "done",
    inputs,
    groups,
  };
  return {
    records: [record],
    options,
    definitions,
    notes,
    engine: `${engine.name} ${engine.version} (${engine.build})`,
    root: ".",
    maps: null,
  };
}

function contentOfMap(result: MapResult, path: string): Content {
  const { inputs, options, notes, engine } = result;
  const record: DoneCase = {
    case: basename(inputs.map.path ?? path),
    model: null,
    columns: {},
    status: "done",
    inputs: { reference: inputs.reference ?? inputs.map, prediction: inputs.map },
    groups: {},
    map: mapRecordOf(result),
  };
  return {
    records: [record],
    options,
    definitions: {},
    notes,
    engine: `${engine.name} ${engine.version} (${engine.build})`,
    root: ".",
    maps: options,
  };
}

/** Slices of maps; the reader of maps is loaded for these only. */
async function slicesOfMaps(
  worst: readonly DoneCase[],
  { root, maps, records }: Content,
  anatomy: string | null,
  tell: (name: string) => void,
): Promise<ReportInput["mapSlices"]> {
  if (worst.length === 0 || maps === null) return undefined;
  const { checkAnatomy, drawMapSlices } = await import("./draw-map-slices.js");
  const columns = [...new Set(records.flatMap((record) => Object.keys(record.columns)))];
  if (anatomy !== null) await checkAnatomy(anatomy, columns);
  return drawMapSlices(worst, { root, options: maps, anatomy }, tell);
}

async function drawSlices(
  worst: readonly DoneCase[],
  root: string,
  tell: (name: string) => void,
): Promise<Map<string, CaseSlices>> {
  const { worstSlices } = await import("../reports/figures/slices.js");
  const slices = new Map<string, CaseSlices>();
  for (const record of worst) {
    tell(record.case);
    slices.set(keyOf(record), await slicesOf(record, root, worstSlices));
  }
  return slices;
}

async function slicesOf(
  { case: id, inputs }: DoneCase,
  root: string,
  draw: typeof import("../reports/figures/slices.js").worstSlices,
): Promise<CaseSlices> {
  const { reference, prediction } = inputs;
  if (reference.path === null || prediction.path === null) {
    return { problem: "the volumes were arrays, which are not kept." };
  }
  try {
    // A file that has changed since would show something else than the numbers are of: the hash tells.
    const volumes = await Promise.all(
      [reference, prediction].map(({ path, sha256 }) =>
        readVolume(casePath(root, path ?? ""), { name: path ?? undefined, hash: sha256 !== null }),
      ),
    );
    for (const [i, { path, sha256, shape }] of [reference, prediction].entries()) {
      const changed = sha256 !== null ? volumes[i].source?.sha256 !== sha256 : volumes[i].shape.join() !== shape.join();
      if (changed) return { problem: `${path} is not the file that was evaluated: its contents have changed.` };
    }
    return { slices: draw(volumes[0], volumes[1], { title: id }) };
  } catch (error) {
    if (isVoxmatchError(error)) return { problem: error.message };
    throw error;
  }
}
