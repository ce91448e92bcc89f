import { once } from "node:events";
import { extname } from "node:path";
import { type Command, Option } from "commander";
import { VoxmatchError } from "../../base/errors.js";
import { evaluate } from "../evaluation/evaluate.js";
import { printConfig } from "../options/config/print-config.js";
import type { EvaluateOptions } from "../options/registry.js";
import { resolveOptions } from "../options/resolve.js";
import { toJsonChunks } from "../reports/case/json.js";
import { toTable } from "../reports/case/table.js";
import { toTsv } from "../reports/case/tsv.js";
import type { EvaluationResult } from "../results/evaluation-result.js";
import { choice } from "./choice.js";
import { chosenOptions } from "./chosen-options.js";
import { EVALUATE_EXAMPLES, registryTables } from "./help-text.js";
import { optionFlags } from "./option-flags.js";
import { standardInput } from "./standard-input.js";
import { Progress, styleFor } from "./terminal.js";
import { checkOutput, type OutputContent, writeOutput } from "./write-output.js";

const FORMATS = ["table", "json", "tsv"] as const;
type Format = (typeof FORMATS)[number];
const FORMAT_OF_EXTENSION: Readonly<Record<string, Format>> = { ".json": "json", ".tsv": "tsv", ".txt": "table" };
const JSON_NUMBERS = ["reason", "string"] as const;

interface Files {
  readonly reference: string;
  readonly prediction: string;
}

/** What Commander parses beside the options of the evaluation. */
interface Flags extends Files {
  readonly config?: string;
  readonly printConfig?: boolean;
  readonly format?: Format;
  readonly output?: string;
  readonly jsonNumbers?: (typeof JSON_NUMBERS)[number];
  readonly hash: boolean;
  readonly threads?: number | "auto";
  readonly quiet?: boolean;
}

/** Adds `voxmatch evaluate`. */
export function addEvaluateCommand(program: Command): void {
  const command = program
    .command("evaluate")
    .description("Evaluates a prediction against a reference: two label volumes in NIfTI (.nii, .nii.gz).")
    .helpOption("-h, --help", "print this help")
    .optionsGroup("Files:")
    .option("-r, --reference <file>", "the annotation; - for standard input")
    .option("-p, --prediction <file>", "what is to be judged; - for standard input")
    .option("-c, --config <file>", "options in YAML or JSON, or a configuration of panoptica; flags override it")
    .option("--print-config", "print all options as they were resolved, as a configuration, and evaluate nothing");
  for (const option of optionFlags()) command.addOption(option);
  const report: Option[] = [
    choice("-f, --format <name>", "how the result is written", FORMATS, "table, or what the name of --output ends in"),
    new Option("-o, --output <file>", "write the result to a file, whole or not at all; the table is still printed"),
    choice("--json-numbers <name>", "NaN and Infinity in JSON: null and a reason, or a string", JSON_NUMBERS, "reason"),
    new Option("-q, --quiet", "print no progress, and no table beside --output"),
  ];
  const work: Option[] = [
    new Option("--no-hash", "do not compute the SHA-256 of the files"),
    new Option(
      "--threads <number>",
      "on how many threads to read and evaluate; auto: as many as the size is worth (default auto)",
    ).argParser(parseThreads),
  ];
  for (const option of report) command.addOption(option.helpGroup("Report:"));
  for (const option of work) command.addOption(option.helpGroup("Work:"));
  command.addHelpText("after", registryTables() + EVALUATE_EXAMPLES).action(act);
}

async function act(parsed: Readonly<Record<string, unknown>>, command: Command): Promise<void> {
  // Safe: the files are checked before they are needed, and the parsers of the options gave the rest their types.
  const flags = parsed as unknown as Flags;
  const options = await chosenOptions(parsed, flags.config);
  if (flags.printConfig) {
    process.stdout.write(await printConfig(resolveOptions(options)));
    return;
  }
  requireFiles(parsed, command);
  if (!flags.quiet) for (const note of options.notes ?? []) process.stderr.write(`note: ${note}\n`);
  const format = flags.format ?? formatOf(flags.output);
  if (flags.output !== undefined) await checkOutput(flags.output);

  const progress = new Progress(process.stderr, flags.quiet ?? false);
  try {
    const result = await evaluateFiles(flags, options, progress);
    if (flags.output !== undefined) await writeOutput(flags.output, write(result, format, flags));
    if (flags.output === undefined) await print(result, format, flags);
    else if (!flags.quiet) await print(result, "table", flags);
  } finally {
    progress.end();
  }
}

/** The volumes are only needed where something is evaluated, so Commander does not require them. */
function requireFiles(parsed: Readonly<Record<string, unknown>>, command: Command): void {
  for (const option of command.options) {
    if (!["reference", "prediction"].includes(option.attributeName())) continue;
    if (parsed[option.attributeName()] !== undefined) continue;
    command.error(`error: required option '${option.flags}' not specified`, {
      code: "commander.missingMandatoryOptionValue",
    });
  }
}

async function evaluateFiles(flags: Flags, options: EvaluateOptions, progress: Progress): Promise<EvaluationResult> {
  const input = await standardInput([flags.reference, flags.prediction]);
  const [reference, prediction] = [flags.reference, flags.prediction].map((file) =>
    file === "-" ? { file: input, name: "standard input", hash: flags.hash } : { file, hash: flags.hash },
  );
  progress.stage(`Evaluating ${flags.prediction} against ${flags.reference}`);
  return evaluate({ reference, prediction }, options, { threads: flags.threads });
}

/** In chunks, each once the reader has taken the one before. */
async function print(result: EvaluationResult, format: Format, flags: Flags): Promise<void> {
  const { stdout } = process;
  const content =
    format === "table"
      ? toTable(result, { width: stdout.columns || 80, style: styleFor(stdout) })
      : write(result, format, flags);
  for (const chunk of typeof content === "string" ? [content] : content) {
    if (!stdout.write(chunk)) await once(stdout, "drain");
  }
}

function write(result: EvaluationResult, format: Format, { jsonNumbers }: Flags): Exclude<OutputContent, Uint8Array> {
  switch (format) {
    case "json":
      return toJsonChunks(result, { numbers: jsonNumbers });
    case "tsv":
      return toTsv(result);
    case "table":
      return toTable(result);
  }
}

function formatOf(output: string | undefined): Format {
  if (output === undefined) return "table";
  const format = FORMAT_OF_EXTENSION[extname(output).toLowerCase()];
  if (format !== undefined) return format;
  throw new VoxmatchError(
    "INVALID_OPTION",
    `The name ${output} does not tell the format of the report. Say it with --format ${FORMATS.join(", --format ")}, ` +
      `or let the name end in ${Object.keys(FORMAT_OF_EXTENSION).join(", ")}.`,
    { option: "output", value: output },
  );
}

function parseThreads(text: string): number | "auto" {
  if (text === "auto") return text;
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1) return threads;
  throw new VoxmatchError("INVALID_OPTION", `Option --threads is "${text}", but must be auto, 1, 2 or more.`, {
    option: "threads",
    value: text,
  });
}
