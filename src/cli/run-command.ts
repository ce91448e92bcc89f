import { type Command, Option } from "commander";
import { SHARD_RULES, type Shard, type ShardRule } from "../cohort/run-description.js";
import type { EvaluateOptions } from "../options/registry.js";
import { choice } from "./choice.js";
import { chosenOptions } from "./chosen-options.js";
import { addCohortFlags, type CohortFlags, poolFlags, resultFlags } from "./cohort-flags.js";
import { addCohortMapFlags, type CohortMapFlags, mapChoices } from "./cohort-map-flags.js";
import { manifestText, outOf, planCases } from "./plan-cases.js";
import { print, say } from "./printable.js";
import { EXIT_CODES } from "./report-error.js";
import { RunProgressLine } from "./run-progress.js";
import { runStatus, runSummaryText } from "./run-summary.js";
import { parseShard } from "./run-values.js";
import { StopSignals } from "./stop-signals.js";

const EXAMPLES = `

Examples:
  voxmatch run cohort.csv --config study.yaml --out results
  voxmatch run --references labels --predictions predictions --input semantic --out results
  voxmatch run --references brats --predictions out --pattern "{case}/{case}-seg.nii.gz" --out results
  voxmatch run --references lesions --maps probabilities --map-options "{kind: probability, preset: picai}" --out results
  voxmatch run --references labels --predictions ours=a --predictions theirs=b --out results
  voxmatch run cohort.csv --out results            (again, after it was stopped: goes on where it was)
  voxmatch run cohort.csv --shard 0/8 --out shard-0   (one of eight machines; voxmatch merge joins them)

A manifest is CSV, TSV or JSONL with the columns case, reference, prediction, perhaps model, and others, which are kept; or
the summary.json of nnU-Net. With a column map (and perhaps mask, atlas and repeat), in which case prediction may be absent, continuous
maps are scored; rows of a case that differ in map and repeat are compared with each other. Its paths are relative to where it lies. Files of folders are paired by their names, also in
the layouts of BraTS, KiTS, LiTS, nnU-Net, BIDS derivatives and TotalSegmentator.

Exit status: 0 every case was evaluated, 1 cases failed, 2 wrong input or usage, 130 or 143 stopped by a signal.`;

/** Parsed flags, without the options of the evaluation. */
interface Flags extends CohortFlags, CohortMapFlags {
  readonly shard?: Shard;
  readonly shardBy?: ShardRule;
  readonly threads?: number;
  readonly memory?: number;
  readonly caseTimeout?: number;
}

/** Adds `voxmatch run`. */
export function addRunCommand(program: Command, end: (status: number) => void): void {
  const command = program
    .command("run")
    .description("Evaluates many cases and keeps every finished one: after a stop or a kill, the same command goes on.")
    .helpOption("-h, --help", "print this help");
  addCohortFlags(command);
  addCohortMapFlags(command);
  const work = [
    ...poolFlags(),
    new Option("--shard <i/n>", "evaluate only shard i, from 0, of n; models of one case stay together").argParser(
      parseShard,
    ),
    choice(
      "--shard-by <what>",
      "what shards have alike: bytes of files, or (as before) numbers of ids",
      SHARD_RULES,
      "bytes",
    ),
    ...resultFlags(),
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
  const plan = await planCases(manifest, flags, (message) => progress.tell(message));
  if (flags.dryRun) {
    print(manifestText(plan));
    return EXIT_CODES.ok;
  }
  const { atlas, ...choices } = await mapChoices(flags);
  const { root } = plan;
  const cases = atlas === undefined ? plan.cases : plan.cases.map((one) => (one.map ? { atlas, ...one } : one));
  const out = outOf(flags);
  for (const note of options.notes ?? []) progress.tell(`note: ${note}`);
  // The pool takes a while to load, and no other command needs it.
  const { runCohort } = await import("../runner/run-cohort.js");
  const stop = new StopSignals((message) => progress.tell(message));
  try {
    const summary = await runCohort({
      cases,
      root,
      options,
      folder: out,
      hash: flags.hash,
      explore: flags.explore ?? false,
      ...choices,
      ...(flags.threads !== undefined && { threads: flags.threads }),
      ...(flags.memory !== undefined && { memoryBytes: flags.memory }),
      ...(flags.caseTimeout !== undefined && { caseTimeoutMs: 1000 * flags.caseTimeout }),
      ...(flags.shard !== undefined && { shard: { ...flags.shard, by: flags.shardBy ?? "bytes" } }),
      retryFailed: flags.retryFailed ?? false,
      fresh: flags.resume === false,
      drain: stop.drain,
      signal: stop.now,
      onProgress: (now) => progress.update(now),
      onNotice: (message) => progress.tell(message),
    });
    progress.end();
    if (!quiet) say(process.stdout, runSummaryText(summary, out));
    if (!summary.isComplete) return stop.status;
    return runStatus(summary.failures, flags.exitZero);
  } finally {
    progress.end();
    stop.end();
  }
}
