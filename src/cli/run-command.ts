import { type Command, Option } from "commander";
import type { Shard } from "../cohort/run-description.js";
import { VoxmatchError } from "../errors.js";
import type { EvaluateOptions } from "../options/registry.js";
import type { Manifest } from "../runner/manifest.js";
import type { FolderPlan, PredictionFolder } from "../runner/plan-folders.js";
import { chosenOptions } from "./chosen-options.js";
import { optionFlags } from "./option-flags.js";
import { RunProgressLine } from "./run-progress.js";
import { exitZeroOption, runStatus, runSummaryText } from "./run-summary.js";
import { parseMemory, parseShard, parseThreads } from "./run-values.js";
import { StopSignals } from "./stop-signals.js";

const EXAMPLES = `

Examples:
  voxmatch run cohort.csv --config study.yaml --out results
  voxmatch run --references labels --predictions predictions --input semantic --out results
  voxmatch run --references labels --predictions ours=a --predictions theirs=b --out results
  voxmatch run cohort.csv --out results            (again, after it was stopped: goes on where it was)
  voxmatch run cohort.csv --shard 0/8 --out shard-0   (one of eight machines; voxmatch merge joins them)

A manifest is CSV, TSV or JSONL with the columns case, reference, prediction, perhaps model, and others, which are kept.
Its paths are relative to where it lies.

Exit status: 0 every case was evaluated, 1 cases failed, 2 wrong input or usage, 130 or 143 stopped by a signal.`;

/** What Commander parses beside the options of the evaluation. */
interface Flags {
  readonly config?: string;
  readonly references?: string;
  readonly predictions?: readonly PredictionFolder[];
  readonly out: string;
  readonly shard?: Shard;
  readonly resume?: boolean;
  readonly retryFailed?: boolean;
  readonly hash: boolean;
  readonly threads?: number;
  readonly memory?: number;
  readonly exitZero?: boolean;
  readonly quiet?: boolean;
}

/** Adds `voxmatch run`. */
export function addRunCommand(program: Command, end: (status: number) => void): void {
  const command = program
    .command("run")
    .description("Evaluates many cases, never losing what is finished: stopped or killed, it goes on where it was.")
    .helpOption("-h, --help", "print this help")
    .argument("[manifest]", "the list of cases (.csv, .tsv, .jsonl)")
    .optionsGroup("Files:")
    .option("--references <folder>", "instead of a manifest: the annotations, whose predictions are found by name")
    .addOption(
      new Option(
        "--predictions <[name=]folder>",
        "their predictions; repeated for several models, with names",
      ).argParser(addPredictions),
    )
    .option("-c, --config <file>", "options in YAML or JSON, or a configuration of panoptica; flags override it")
    .requiredOption("-o, --out <folder>", "where the results go; made if it is not there");
  for (const option of optionFlags()) command.addOption(option);
  const work: Option[] = [
    new Option("--threads <number|auto>", "cases at once (default auto: as many as there are cores)").argParser(
      parseThreads,
    ),
    new Option(
      "--memory <size>",
      "what cases under way may need together, such as 8G (default: 60 % of what is there)",
    ).argParser(parseMemory),
    new Option("--shard <i/n>", "evaluate only shard i, from 0, of n; models of one case stay together").argParser(
      parseShard,
    ),
    new Option("--retry-failed", "evaluate again what failed before"),
    new Option("--no-resume", "refuse a folder that holds results already, instead of continuing them"),
    new Option("--resume", "").hideHelp(),
    new Option("--no-hash", "do not compute the SHA-256 of the files"),
    exitZeroOption(),
    new Option("-q, --quiet", "print no progress and no summary"),
  ];
  for (const option of work) command.addOption(option.helpGroup("Work:"));
  command
    .addHelpText("after", EXAMPLES)
    .action(async (manifest: string | undefined, parsed: Readonly<Record<string, unknown>>) => {
      // Safe: Commander has checked what is required, and the parsers of the options gave the rest their types.
      const flags = parsed as unknown as Flags;
      const options = await chosenOptions(parsed, flags.config);
      end(await act(manifest, flags, options));
    });
}

async function act(manifest: string | undefined, flags: Flags, options: EvaluateOptions): Promise<number> {
  const { quiet = false } = flags;
  const progress = new RunProgressLine(process.stderr, quiet);
  const { cases, root } = await plan(manifest, flags, (message) => progress.tell(message));
  for (const note of options.notes ?? []) progress.tell(`note: ${note}`);
  // The pool takes a while to load, and no other command needs it.
  const { runCohort } = await import("../runner/run-cohort.js");
  const stop = new StopSignals((message) => progress.tell(message));
  try {
    const summary = await runCohort({
      cases,
      root,
      options,
      folder: flags.out,
      hash: flags.hash,
      ...(flags.threads !== undefined && { threads: flags.threads }),
      ...(flags.memory !== undefined && { memoryBytes: flags.memory }),
      ...(flags.shard !== undefined && { shard: flags.shard }),
      retryFailed: flags.retryFailed ?? false,
      fresh: flags.resume === false,
      drain: stop.drain,
      signal: stop.now,
      onProgress: (now) => progress.update(now),
      onNotice: (message) => progress.tell(message),
    });
    progress.end();
    if (!quiet) process.stdout.write(runSummaryText(summary, flags.out));
    if (!summary.isComplete) return stop.status;
    return runStatus(summary.failures, flags.exitZero);
  } finally {
    progress.end();
    stop.end();
  }
}

async function plan(
  manifest: string | undefined,
  { references, predictions }: Flags,
  tell: (message: string) => void,
): Promise<Manifest> {
  if (manifest !== undefined && references === undefined && predictions === undefined) {
    const { readManifest } = await import("../runner/manifest.js");
    return readManifest(manifest);
  }
  if (manifest !== undefined || references === undefined || predictions === undefined) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      "Name the cases either by a manifest (voxmatch run cohort.csv --out results) or by folders (voxmatch run --references " +
        "labels --predictions predictions --out results).",
    );
  }
  const { planFolders } = await import("../runner/plan-folders.js");
  const found = await planFolders(references, predictions);
  reportUnpaired(found, tell);
  return found;
}

/** As many names as a line of a report of unpaired files holds. */
const SHOWN = 10;

function reportUnpaired({ missing, stray }: FolderPlan, tell: (message: string) => void): void {
  const list = (names: readonly string[]) =>
    names.slice(0, SHOWN).join(", ") + (names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "");
  if (missing.length > 0) {
    const names = missing.map(({ case: id, model }) => (model === null ? id : `${id} (${model})`));
    tell(`No prediction was found for ${missing.length} of the references, which count as failed: ${list(names)}.`);
  }
  if (stray.length > 0) tell(`${stray.length} predictions belong to no reference and are left out: ${list(stray)}.`);
}

function addPredictions(text: string, before: readonly PredictionFolder[] = []): readonly PredictionFolder[] {
  const at = text.indexOf("=");
  const model = at > 0 ? text.slice(0, at) : null;
  const all = [...before, { model, folder: text.slice(at > 0 ? at + 1 : 0) }];
  if (all.length > 1 && new Set(all.map((each) => each.model)).size < all.length) {
    throw refused("Several --predictions need names that differ, as in --predictions ours=a --predictions theirs=b.");
  }
  if (all.length > 1 && all.some((each) => each.model === null)) {
    throw refused("Of several --predictions each needs a name, as in --predictions ours=a --predictions theirs=b.");
  }
  return all;
}

function refused(message: string): VoxmatchError {
  return new VoxmatchError("INVALID_OPTION", message, { option: "--predictions" });
}
