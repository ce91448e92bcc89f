import { once } from "node:events";
import { type Command, Option } from "commander";
import { VoxmatchError } from "../../base/errors.js";
import { evaluate } from "../evaluation/evaluate.js";
import type { FileChoices } from "../io/voxel-source.js";
import { printConfig } from "../options/config/print-config.js";
import type { EvaluateOptions } from "../options/registry.js";
import { resolveOptions } from "../options/resolve.js";
import { toJsonChunks } from "../reports/case/json.js";
import { toTable } from "../reports/case/table.js";
import { toTsv } from "../reports/case/tsv.js";
import type { EvaluationResult } from "../results/evaluation-result.js";
import { chosenOptions } from "./chosen-options.js";
import { fileChoices, fileFlags } from "./file-flags.js";
import { EVALUATE_EXAMPLES, registryTables } from "./help-text.js";

import { optionFlags } from "./option-flags.js";
import { onOneLine, printable, printableData, say } from "./printable.js";
import { type Format, formatOf, type ResultFlags, resultFlags } from "./result-format.js";
import { parseMemory } from "./run-values.js";
import { standardInput } from "./standard-input.js";
import { Progress, styleFor } from "./terminal.js";
import { checkOutput, type OutputContent, writeOutput } from "./write-output.js";

interface Files {
  readonly reference: string;
  readonly prediction: string;
}

/** Parsed flags, without the options of the evaluation. */
interface Flags extends Files, ResultFlags {
  readonly config?: string;
  readonly printConfig?: boolean;
  readonly writeMatched?: string;
  readonly memory?: number;
}

/** Adds `voxmatch evaluate`. */
export function addEvaluateCommand(program: Command): void {
  const command = program
    .command("evaluate")
    .description("Evaluates a prediction against a reference: two label volumes (voxmatch formats lists what is read).")
    .helpOption("-h, --help", "print this help")
    .optionsGroup("Files:")
    .option("-r, --reference <file>", "the annotation; - for standard input")
    .option("-p, --prediction <file>", "the label volume to evaluate; - for standard input")
    .option("-c, --config <file>", "options in YAML or JSON, or a configuration of panoptica; flags override it")
    .option(
      "--write-matched <folder>",
      "write volumes in which matched instances share a number, and their outcomes, with colours for ITK-SNAP and Slicer",
    )
    .option("--print-config", "print all options as they were resolved, as a configuration, and evaluate nothing");
  for (const option of fileFlags()) command.addOption(option);
  for (const option of optionFlags()) command.addOption(option);
  for (const option of resultFlags()) command.addOption(option);
  command.addOption(
    new Option("--memory <size>", "read files slab by slab within about this much memory, such as 512MB")
      .helpGroup("Work:")
      .argParser(parseMemory),
  );
  // Files without flags are answered, not counted.
  command.allowExcessArguments(true);
  command.addHelpText("after", () => registryTables() + EVALUATE_EXAMPLES).action(act);
}

async function act(parsed: Readonly<Record<string, unknown>>, command: Command): Promise<void> {
  // Safe: the files are checked before they are needed, and the parsers of the options gave the rest their types.
  const flags = parsed as unknown as Flags;
  refusePositionals(flags, command);
  const options = await chosenOptions(parsed, flags.config);
  if (flags.printConfig) {
    process.stdout.write(await printConfig(resolveOptions(options)));
    return;
  }
  requireFiles(parsed, command);
  if (!flags.quiet) tellNotes(options.notes ?? []);
  const format = formatOf(flags);
  if (flags.output !== undefined) await checkOutput(flags.output);

  const progress = new Progress(process.stderr, flags.quiet ?? false);
  try {
    // Only JSON tells the files' hashes.
    const hash = flags.hash && format === "json";
    const result = await evaluateFiles({ ...flags, hash }, fileChoices(parsed), options, progress);
    progress.end();
    if (!flags.quiet) tellNotes(result.notes.filter((note) => !options.notes?.includes(note)));
    if (flags.output !== undefined) await writeOutput(flags.output, write(result, format, flags));
    if (flags.output === undefined) await print(result, format, flags);
    else if (!flags.quiet) await print(result, "table", flags);
  } finally {
    progress.end();
  }
}

function tellNotes(notes: readonly string[]): void {
  for (const note of notes) say(process.stderr, `note: ${note}\n`);
}

/** Says which flags files without any were meant for. */
function refusePositionals({ reference, prediction }: Partial<Files>, command: Command): void {
  const given = [...command.args];
  if (given.length === 0) return;
  const quoted = (path: string) => (/^[\w./\\:@%+=,-]+$/.test(path) ? path : JSON.stringify(path));
  const files = [reference ?? given.shift() ?? "<file>", prediction ?? given.shift() ?? "<file>"].map(quoted);
  throw new VoxmatchError(
    "INVALID_OPTION",
    `Name each file by its flag, so that the two cannot be swapped: voxmatch evaluate -r ${files[0]} -p ${files[1]}` +
      (given.length > 0 ? `. Unexpected arguments: ${given.map(quoted).join(" ")}.` : ""),
    { positionals: command.args },
  );
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

async function evaluateFiles(
  flags: Flags,
  chosen: FileChoices,
  options: EvaluateOptions,
  progress: Progress,
): Promise<EvaluationResult> {
  const input = await standardInput([flags.reference, flags.prediction]);
  const [reference, prediction] = [flags.reference, flags.prediction].map((file) =>
    file === "-"
      ? { file: input, name: "standard input", hash: flags.hash, ...chosen }
      : { file, hash: flags.hash, ...chosen },
  );
  progress.stage(`Evaluating ${flags.prediction} against ${flags.reference}`);
  const { threads, memory, writeMatched } = flags;
  const work = { threads };
  if (writeMatched === undefined) {
    return evaluate({ reference, prediction }, options, { ...work, ...(memory !== undefined && { memory }) });
  }
  if (memory !== undefined) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      "Matched volumes are written from voxels in memory: leave out --memory, or --write-matched.",
      { option: "memory" },
    );
  }
  const { evaluateAndWrite } = await import("./write-matched.js");
  return evaluateAndWrite({ reference, prediction }, options, work, writeMatched);
}

/** In chunks, each once the reader has taken the one before. */
async function print(result: EvaluationResult, format: Format, flags: Flags): Promise<void> {
  const { stdout } = process;
  const content =
    format === "table"
      ? toTable(printableResult(result), { width: stdout.columns || 80, style: styleFor(stdout) })
      : write(result, format, flags);
  for (const chunk of typeof content === "string" ? [content] : content) {
    if (!stdout.write(format === "table" || !stdout.isTTY ? chunk : printable(chunk))) await once(stdout, "drain");
  }
}

/** The result with printable texts. Within groups there are numbers and the engine's own words, many of them. */
function printableResult({ groups, ...others }: EvaluationResult): EvaluationResult {
  const named = Object.entries(groups).map(([name, group]) => [onOneLine(name), group] as const);
  return { ...printableData(others), groups: Object.fromEntries(named) };
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
