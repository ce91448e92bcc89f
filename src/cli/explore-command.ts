import { extname } from "node:path";
import { type Command, Option } from "commander";
import { explore } from "../evaluation/explore.js";
import { DESCRIBED_OPTIONS } from "../options/described-options.js";
import {
  EXPLORATION_OPTIONS,
  type ExploreOptions,
  explorable,
  NOT_EXPLORED,
  resolveExploration,
} from "../options/exploration.js";
import { withKnownNames } from "../options/other-names.js";
import {
  EXPLORATION_VALUES,
  type ExplorationValue,
  toExplorationCsv,
  toExplorationJson,
  toExplorationTable,
} from "../reports/case/exploration.js";
import type { ExplorationRow } from "../results/exploration-row.js";
import { choice } from "./choice.js";
import { readConfigFile } from "./config-file.js";
import { fileChoices, fileFlags } from "./file-flags.js";
import { optionFlags, optionsAmong, parseValue } from "./option-flags.js";
import { print, say } from "./printable.js";
import { located, readStructures } from "./structure-file.js";
import { Progress } from "./terminal.js";
import { checkOutput, writeOutput } from "./write-output.js";

const FORMATS = ["table", "json", "csv"] as const;
type Format = (typeof FORMATS)[number];

const EXAMPLES = `

Examples:
  voxmatch explore -r ref.nii.gz -p pred.nii.gz
  voxmatch explore -r ref.nii.gz -p pred.nii.gz --strategies one-to-one,union --thresholds 0.1:0.9:0.2 --value rq
  voxmatch explore -r ref.nii.gz -p pred.nii.gz --matching-metrics iou,dice --output grid.csv
  voxmatch explore -r ref.nii.gz -p pred.nii.gz --config study.yaml   (its groups, sizes, …; all strategies)`;

/** Parsed flags, without the options of the exploration. */
interface Flags {
  readonly reference: string;
  readonly prediction: string;
  readonly config?: string;
  readonly value?: ExplorationValue;
  readonly format?: Format;
  readonly output?: string;
  readonly quiet?: boolean;
}

/** Adds `voxmatch explore`. */
export function addExploreCommand(program: Command): void {
  const command = program
    .command("explore")
    .description("Shows how much a result owes to strategy, score and threshold: one pair, evaluated by all of them.")
    .helpOption("-h, --help", "print this help")
    .optionsGroup("Files:")
    .requiredOption("-r, --reference <file>", "the annotation")
    .requiredOption("-p, --prediction <file>", "the label volume to evaluate")
    .option("-c, --config <file>", "options in YAML or JSON, or a configuration of panoptica; flags override it");
  for (const option of fileFlags()) command.addOption(option);
  const skipped: readonly string[] = NOT_EXPLORED;
  for (const option of optionFlags(EXPLORATION_OPTIONS, "Grid:")) {
    if (option.attributeName() === "thresholds") {
      option.description += ", or FROM:TO:STEP";
      option.argParser(parseThresholds);
    }
    command.addOption(option);
  }
  for (const option of optionFlags(DESCRIBED_OPTIONS.filter(({ key }) => !skipped.includes(key))))
    command.addOption(option);
  const report: Option[] = [
    choice("--value <name>", "value that the table shows", EXPLORATION_VALUES, "pq"),
    choice("-f, --format <name>", "format of the result", FORMATS, "table, or the ending of --output"),
    new Option("-o, --output <file>", "write the result to a file, whole or not at all; the table is still printed"),
    new Option("-q, --quiet", "print no progress, and no table with --output"),
  ];
  for (const option of report) command.addOption(option.helpGroup("Report:"));
  command.addHelpText("after", EXAMPLES).action(act);
}

async function act(parsed: Readonly<Record<string, unknown>>): Promise<void> {
  // Safe: Commander has checked what is required, and the parsers of the options gave the rest their types.
  const flags = parsed as unknown as Flags;
  const configured = flags.config === undefined ? {} : explorable(await readConfigFile(flags.config));
  const options = await settle(parsed, configured);
  const format = flags.format ?? formatOf(flags.output);
  if (flags.output !== undefined) await checkOutput(flags.output);

  const progress = new Progress(process.stderr, flags.quiet ?? false);
  try {
    progress.stage(`Exploring ${flags.prediction} against ${flags.reference}`);
    const [reference, prediction] = [flags.reference, flags.prediction].map((file) => ({
      file,
      hash: false,
      ...fileChoices(parsed),
    }));
    const onNotes = (notes: readonly string[]) => {
      progress.end();
      for (const note of flags.quiet ? [] : notes) say(process.stderr, `note: ${note}\n`);
    };
    const rows = await explore({ reference, prediction }, options, { onNotes });
    if (flags.output !== undefined) await writeOutput(flags.output, write(rows, format, flags));
    if (flags.output === undefined) print(write(rows, format, flags));
    else if (!flags.quiet) say(process.stdout, write(rows, "table", flags));
  } finally {
    progress.end();
  }
}

/** Reads the files of structures and checks everything, so that a typing error costs no time. */
async function settle(parsed: Readonly<Record<string, unknown>>, configured: ExploreOptions): Promise<ExploreOptions> {
  const lists = EXPLORATION_OPTIONS.filter(({ key }) => parsed[key] !== undefined).map(({ key }) => [key, parsed[key]]);
  const asked: ExploreOptions = { ...optionsAmong(parsed), ...Object.fromEntries(lists) };
  const { options: given, notes } = withKnownNames(asked, [...DESCRIBED_OPTIONS, ...EXPLORATION_OPTIONS]);
  const files = await readStructures(given as Readonly<Record<string, unknown>>);
  const options: ExploreOptions = {
    ...configured,
    ...Object.assign({}, ...files.map(({ also }) => also)),
    ...given,
    ...Object.fromEntries(files.map(({ key, value }) => [key, value])),
    ...(notes.length > 0 && { notes: [...(configured.notes ?? []), ...notes] }),
  };
  try {
    resolveExploration(options);
  } catch (error) {
    throw located(error, files);
  }
  return options;
}

function write(rows: readonly ExplorationRow[], format: Format, { value = "pq" }: Flags): string {
  switch (format) {
    case "json":
      return toExplorationJson(rows);
    case "csv":
      return toExplorationCsv(rows);
    case "table":
      return toExplorationTable(rows, value);
  }
}

function formatOf(output: string | undefined): Format {
  const extension = extname(output ?? "")
    .slice(1)
    .toLowerCase();
  return FORMATS.find((format) => format === extension) ?? "table";
}

/** `0.1:0.9:0.2` → 0.1, 0.3, … 0.9; else a list. The library refuses other text. */
function parseThresholds(text: string): unknown {
  const range = text.split(":").map(Number);
  if (range.length !== 3) return parseValue({ kind: { type: "numbers", minimum: 0 } }, text);
  const [from, to, step] = range;
  if (!(step > 0) || !(to >= from) || !Number.isFinite(to)) return text;
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => Number((from + i * step).toPrecision(15)));
}
