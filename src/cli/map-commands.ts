import { type Command, Option } from "commander";
import { evaluateMap } from "../maps/evaluate-map.js";
import { MAP_OPTIONS, type MapOptionRow } from "../maps/options/registry.js";
import type { MapKind, MapOptions } from "../maps/options/types.js";
import type { MapResult } from "../maps/results/map-result.js";
import { mapToJson } from "../reports/case/map-json.js";
import { mapToTable } from "../reports/case/map-table.js";
import { mapToTsv } from "../reports/case/map-tsv.js";
import { mapScoreTable } from "./map-help.js";
import { readNames } from "./names-file.js";
import { optionFlags } from "./option-flags.js";
import { printableData } from "./printable.js";
import { type Format, formatOf, type ResultFlags, resultFlags } from "./result-format.js";
import { located, readStructures } from "./structure-file.js";
import { Progress, styleFor } from "./terminal.js";
import { checkOutput, writeOutput } from "./write-output.js";

/** Parsed flags, without the options of maps. */
interface Flags extends ResultFlags {
  readonly map: string;
  readonly reference?: string;
  readonly mask?: string;
  readonly atlas?: string;
  readonly atlasNames?: string;
  readonly baseline?: readonly string[];
}

const EXAMPLES: Readonly<Record<MapKind, string>> = {
  relevance: `

Examples:
  voxmatch heatmap -m relevance.nii.gz -r lesions.nii.gz
  voxmatch heatmap -m relevance.nii.gz --atlas aal.nii.gz --atlas-names aal.xml
  voxmatch heatmap -m gradients.nii.gz -r lesions.nii.gz --sign absolute --mask brain.nii.gz --format json`,
  probability: `

Examples:
  voxmatch probability -m prob.nii.gz -r lesions.nii.gz --thresholds 0.3,0.5
  voxmatch probability -m bytes.nii.gz -r lesions.nii.gz --scale 255 --mask prostate.nii.gz`,
};

/** Adds `voxmatch heatmap`. */
export function addHeatmapCommand(program: Command): void {
  addMapCommand(
    program,
    "heatmap",
    "relevance",
    "Scores a map of relevance (a heatmap, an attribution) against a reference.",
  );
}

/** Adds `voxmatch probability`. */
export function addProbabilityCommand(program: Command): void {
  addMapCommand(program, "probability", "probability", "Scores a map of probabilities against a reference.");
}

function addMapCommand(program: Command, name: string, kind: MapKind, description: string): void {
  const command = program
    .command(name)
    .description(description)
    .helpOption("-h, --help", "print this help")
    .optionsGroup("Files:")
    .requiredOption("-m, --map <file>", "the map, of any number type (voxmatch formats lists what is read)")
    .option("-r, --reference <file>", "labels that the map should find")
    .option("--atlas <file>", "labels of regions, in each of which the map is measured")
    .option("--atlas-names <file>", "their names: FSL XML, FreeSurfer, Slicer, ITK-SNAP, TSV or CSV")
    .option("--mask <file>", "only voxels that this volume labels count")
    .addOption(
      new Option(
        "--baseline <file>",
        "another map, scored alike for comparison (the scan itself); may be repeated",
      ).argParser((path: string, before: readonly string[] = []) => [...before, path]),
    );
  for (const option of optionFlags(rowsOf(kind))) command.addOption(option);
  for (const option of resultFlags()) command.addOption(option);
  command.addHelpText("after", mapScoreTable(kind) + EXAMPLES[kind]);
  command.action((parsed: Readonly<Record<string, unknown>>) => act(parsed, kind));
}

/** The options of a command, whose name says the kind. */
function rowsOf(kind: MapKind): readonly MapOptionRow[] {
  return MAP_OPTIONS.filter(({ key }) => key !== "kind" && (kind === "probability" || key !== "calibrationBins"));
}

async function act(parsed: Readonly<Record<string, unknown>>, kind: MapKind): Promise<void> {
  // Safe: Commander requires the map, and the parsers of the options gave the rest their types.
  const flags = parsed as unknown as Flags;
  const format = formatOf(flags);
  if (flags.output !== undefined) await checkOutput(flags.output);
  const progress = new Progress(process.stderr, flags.quiet ?? false);
  try {
    progress.stage(`Scoring ${flags.map}`);
    const result = await evaluateFiles(flags, await optionsOf(parsed, kind));
    if (flags.output !== undefined) await writeOutput(flags.output, write(result, format, flags));
    if (flags.output === undefined) print(result, format, flags);
    else if (!flags.quiet) print(result, "table", flags);
  } finally {
    progress.end();
  }
}

async function optionsOf(parsed: Readonly<Record<string, unknown>>, kind: MapKind): Promise<MapOptions> {
  const files = await readStructures(parsed, MAP_OPTIONS);
  const given = MAP_OPTIONS.filter(({ key }) => parsed[key] !== undefined).map(({ key }) => {
    return [key, files.find((file) => file.key === key)?.value ?? parsed[key]] as const;
  });
  const options = { ...Object.fromEntries(given), kind };
  try {
    const { resolveMapOptions } = await import("../maps/options/resolve.js");
    resolveMapOptions(options);
  } catch (error) {
    throw located(error, files);
  }
  return options;
}

async function evaluateFiles(flags: Flags, options: MapOptions): Promise<MapResult> {
  const { map, reference, mask, atlas, atlasNames, baseline, hash, threads } = flags;
  const inputs = {
    map: { file: map, hash },
    ...(reference !== undefined && { reference: { file: reference, hash } }),
    ...(mask !== undefined && { mask: { file: mask, hash } }),
    ...(atlas !== undefined && { atlas: { file: atlas, hash } }),
    ...(baseline !== undefined && { baselines: baseline.map((file) => ({ file, hash })) }),
    ...(atlasNames !== undefined && { atlasNames: await readNames(atlasNames) }),
  };
  return evaluateMap(inputs, options, { threads });
}

function print(result: MapResult, format: Format, flags: Flags): void {
  const { stdout } = process;
  stdout.write(
    format === "table"
      ? mapToTable(printableData(result), { width: stdout.columns || 80, style: styleFor(stdout) })
      : write(result, format, flags),
  );
}

function write(result: MapResult, format: Format, { jsonNumbers }: Flags): string {
  if (format === "json") return mapToJson(result, { numbers: jsonNumbers });
  return format === "tsv" ? mapToTsv(result) : mapToTable(result);
}
