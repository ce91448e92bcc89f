import { type Command, Option } from "commander";
import type { EvaluateOptions } from "../options/registry.js";
import { holdsSecret } from "../queue/address.js";
import type { RecordedCase } from "../runner/case-failure.js";
import { chosenOptions } from "./chosen-options.js";
import { addCohortFlags, type CohortFlags, poolFlags, resultFlags } from "./cohort-flags.js";
import { manifestText, outOf, planCases } from "./plan-cases.js";
import { onOneLine, print, say } from "./printable.js";
import { EXIT_CODES } from "./report-error.js";
import { RunProgressLine } from "./run-progress.js";
import { runStatus, runSummaryText } from "./run-summary.js";
import { parseSeconds } from "./run-values.js";
import { StopSignals } from "./stop-signals.js";

const QUEUE_EXAMPLES = `
  redis://localhost:6379          npm install bullmq ioredis
  postgres://user@host/database   npm install bullmq pg`;

const SUBMIT_EXAMPLES = `

Examples:
  voxmatch submit cohort.csv --queue redis://localhost:6379 --config study.yaml --out results --wait
  voxmatch submit cohort.csv --queue redis://localhost:6379 --config study.yaml --out results
      (submits and ends; again, it collects what is finished; with --wait it waits for the rest)

Queues, and the packages that they need:${QUEUE_EXAMPLES}

The results are those of voxmatch run, to the byte. Paths must be the same for the workers, or see voxmatch worker --root.

Exit status: 0 submitted, or every case was evaluated; 1 cases failed; 2 wrong input or usage, or no queue; 130 or 143
stopped by a signal.`;

const WORKER_EXAMPLES = `

Examples:
  voxmatch worker --queue redis://localhost:6379
  voxmatch worker --queue postgres://user@host/database --threads 8 --root /mnt/study

Queues, and the packages that they need:${QUEUE_EXAMPLES}

SIGINT or SIGTERM: it takes no further case, finishes those under way and ends with status 0; the second one gives them
back. A worker that is killed loses nothing either: others take its cases.`;

interface SubmitFlags extends CohortFlags {
  readonly queue: string;
  readonly wait?: boolean;
}

interface WorkerFlags {
  readonly queue: string;
  readonly root?: string;
  readonly allowOutsideRoot?: boolean;
  readonly threads?: number;
  readonly memory?: number;
  readonly caseTimeout?: number;
  readonly lostAfter?: number;
  readonly quiet?: boolean;
}

function queueOption(): Option {
  return new Option("--queue <address>", "redis://…, rediss://… or postgres://… (or VOXMATCH_QUEUE)")
    .env("VOXMATCH_QUEUE")
    .makeOptionMandatory();
}

/** Adds `voxmatch submit`. */
export function addSubmitCommand(program: Command, end: (status: number) => void): void {
  const submit = program
    .command("submit")
    .description("Gives many cases to the workers of a queue, and collects their results into a folder.")
    .helpOption("-h, --help", "print this help");
  addCohortFlags(submit);
  const work = [
    queueOption(),
    new Option("--wait", "wait until every case is finished, instead of collecting only the finished ones"),
    ...resultFlags(),
  ];
  for (const option of work) submit.addOption(option.helpGroup("Work:"));
  submit
    .addHelpText("after", SUBMIT_EXAMPLES)
    .action(async (manifest: string | undefined, parsed: Readonly<Record<string, unknown>>) => {
      // Safe: Commander has checked what is required, and the parsers of the options gave the rest their types.
      const flags = parsed as unknown as SubmitFlags;
      end(await actSubmit(manifest, flags, await chosenOptions(parsed, flags.config)));
    });
}

/** Adds `voxmatch worker`. */
export function addWorkerCommand(program: Command, end: (status: number) => void): void {
  const worker = program
    .command("worker")
    .description("Evaluates the cases of a queue, until it is stopped.")
    .helpOption("-h, --help", "print this help");
  const own = [
    queueOption(),
    ...poolFlags(),
    new Option(
      "--root <folder>",
      "where the cases' relative paths begin on this machine (default: where they were submitted); nothing else is read",
    ),
    new Option(
      "--allow-outside-root",
      "read files outside of the root, too: absolute paths, .., links that lead out of it",
    ),
    new Option(
      "--lost-after <seconds>",
      "silence after which a worker counts as lost, and other workers take its cases (default 30)",
    ).argParser(parseSeconds("--lost-after")),
    new Option("-q, --quiet", "print nothing about cases"),
  ];
  for (const option of own) worker.addOption(option);
  worker.addHelpText("after", WORKER_EXAMPLES).action(async (flags: WorkerFlags) => end(await actWorker(flags)));
}

async function actSubmit(manifest: string | undefined, flags: SubmitFlags, options: EvaluateOptions): Promise<number> {
  const { quiet = false, wait = false } = flags;
  const progress = new RunProgressLine(process.stderr, quiet);
  const plan = await planCases(manifest, flags, (message) => progress.tell(message));
  if (flags.dryRun) {
    print(manifestText(plan));
    return EXIT_CODES.ok;
  }
  const { cases, root } = plan;
  const out = outOf(flags);
  for (const note of options.notes ?? []) progress.tell(`note: ${note}`);
  hideAddress(flags.queue, "voxmatch submit", (message) => progress.tell(message));
  const { submitCohort } = await import("../queue/submit-cohort.js");
  const stop = new StopSignals(() => progress.tell("Stopped waiting; the cases stay in the queue."));
  try {
    const summary = await submitCohort({
      cases,
      root,
      options,
      hash: flags.hash,
      explore: flags.explore ?? false,
      queue: flags.queue,
      folder: out,
      wait,
      retryFailed: flags.retryFailed ?? false,
      fresh: flags.resume === false,
      signal: stop.drain,
      onProgress: (now) => progress.update(now),
      onNotice: (message) => progress.tell(message),
    });
    progress.end();
    if (!quiet) say(process.stdout, runSummaryText(summary, out));
    if (stop.drain.aborted && !summary.isComplete) return stop.status;
    return summary.isComplete ? runStatus(summary.failures, flags.exitZero) : EXIT_CODES.ok;
  } finally {
    progress.end();
    stop.end();
  }
}

async function actWorker({
  queue,
  root,
  allowOutsideRoot = false,
  threads,
  memory,
  caseTimeout,
  lostAfter,
  quiet = false,
}: WorkerFlags): Promise<number> {
  const tell = (message: string) => say(process.stderr, `${message}\n`);
  hideAddress(queue, "voxmatch worker", tell);
  const { serveQueue } = await import("../queue/serve-queue.js");
  const stop = new StopSignals(tell);
  try {
    await serveQueue({
      queue,
      ...(root !== undefined && { root }),
      allowOutsideRoot,
      ...(threads !== undefined && { threads }),
      ...(memory !== undefined && { memoryBytes: memory }),
      ...(caseTimeout !== undefined && { caseTimeoutMs: 1000 * caseTimeout }),
      ...(lostAfter !== undefined && { lostAfterMs: 1000 * lostAfter }),
      drain: stop.drain,
      signal: stop.now,
      onReady: (server, count) => tell(`Serving ${server} with ${count} threads.`),
      onCase: (finished) => {
        if (!quiet) tell(caseText(finished));
      },
      onNotice: tell,
    });
    return EXIT_CODES.ok;
  } finally {
    stop.end();
  }
}

function caseText({ case: id, model, failure }: RecordedCase): string {
  const name = onOneLine(model === null ? id : `${id} (${model})`);
  return failure === null ? `evaluated: ${name}` : `failed: ${name}: ${onOneLine(failure)}`;
}

/** Takes an address with a password out of the list of processes, and says that it was there. */
function hideAddress(queue: string, title: string, tell: (message: string) => void): void {
  if (!process.argv.some((word) => word.includes(queue)) || !holdsSecret(queue)) return;
  process.title = title;
  tell(
    "The address of the queue was on the command line, where others can read it (ps): put it into VOXMATCH_QUEUE instead.",
  );
}
