import { access } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import type { PlannedCase } from "../cohort/case-record.js";
import type { RecordedCase } from "../runner/case-failure.js";
import { CasePool, type CasePoolOptions } from "../runner/case-pool.js";
import { failedCase } from "../runner/failed-case.js";
import { answerOf } from "../runner/pool-answer.js";
import { decodeJob } from "./case-job.js";
import { connect } from "./connect.js";
import { reasonOf } from "./connection-errors.js";
import { checkInside, checkNamedRoot } from "./job-files.js";
import { type QueuedCase, REFUSED } from "./queue-server.js";
import { Notices } from "./worker-messages.js";

export interface ServeQueueOptions extends CasePoolOptions {
  /** `redis://…`, `rediss://…` or `postgres://…` */
  readonly queue: string;
  /** Where the cases' files lie on this machine, if elsewhere than on the submitting machine. Nothing outside of it is read. */
  readonly root?: string;
  /** Read files outside of the root, too: absolute paths, and links that lead out of it. False by default. */
  readonly allowOutsideRoot?: boolean;
  /** A worker that is silent for so long is taken for dead, and its cases are given to others; 30,000 by default. */
  readonly lostAfterMs?: number;
  /** Once aborted no further case is begun, and those under way are finished. */
  readonly drain?: AbortSignal;
  /** Once aborted those under way are given back to the queue. */
  readonly signal?: AbortSignal;
  readonly onReady?: (server: string, threads: number) => void;
  readonly onCase?: (finished: RecordedCase) => void;
  readonly onNotice?: (message: string) => void;
}

const LOST_AFTER_MS = 30_000;
/** Milliseconds that a worker which stops at once has to give its cases back. */
const FAREWELL_MS = 5000;

/**
 * Evaluates cases of a queue, in a pool of threads, until it is stopped. The queue's server keeps each result until the
 * submitter has collected it. If this process crashes, other workers take its cases.
 *
 * @throws VoxmatchError `INVALID_OPTION`, `MISSING_PACKAGE`; `QUEUE_ACCESS` if the server does not answer at the beginning;
 *   `FILE_ACCESS` if the folder of a case's files is not there on this machine
 */
export async function serveQueue(options: ServeQueueOptions): Promise<void> {
  const { drain, signal, lostAfterMs = LOST_AFTER_MS, onCase = () => {} } = options;
  if (options.root !== undefined) await checkRoot(options.root);
  const server = await connect(options.queue);
  const notices = new Notices(options.onNotice, server.conceal);
  const pool = new CasePool(options);
  let stop: (error: unknown) => void = () => {};
  const stopped = new Promise<unknown>((resolve) => {
    stop = resolve;
  });

  const evaluate = async (job: QueuedCase, token?: string): Promise<string> => {
    let taken: ReturnType<typeof decodeJob>;
    try {
      taken = decodeJob(job.data);
    } catch (error) {
      const reason = isVoxmatchError(error, "INVALID_JOB") ? error.details.reason : reasonOf(error);
      notices.tell(`refused: job ${job.id}: ${reason}`);
      throw server.unrecoverable(`${REFUSED}${reason}`);
    }
    const { planned, work: submitted } = taken;
    try {
      if (options.root !== undefined) await checkRoot(options.root);
      const work = { ...submitted, root: options.root ?? submitted.root };
      const refusal = await refusalOf(planned, work.root, options);
      const { line, failure } =
        refusal === null ? await pool.run(planned, work) : answerOf(failedCase(planned, refusal));
      onCase({ case: planned.case, model: planned.model, failure });
      return line;
    } catch (error) {
      // Faults of the case became its record. This is a fault of this worker: another one shall have the case.
      stop(error);
      await job.moveToWait(token);
      throw server.movedToWait();
    }
  };
  const worker = server.openWorker(evaluate, { concurrency: pool.appetite, lostAfterMs });
  worker.on("error", (error) => notices.trouble(server.name, error));
  worker.on("stalled", () => notices.tell("A worker was lost; its cases are evaluated again."));
  options.onReady?.(server.name, pool.threads);

  const onDrain = () => stop(null);
  drain?.addEventListener("abort", onDrain);
  const onSignal = () => {
    stop(null);
    void pool.close();
  };
  signal?.addEventListener("abort", onSignal);
  if (signal?.aborted) onSignal();
  else if (drain?.aborted) onDrain();
  try {
    const error = await stopped;
    const isAborted = signal === undefined ? new Promise<never>(() => {}) : aborted(signal);
    const closing = worker.close();
    closing.catch(() => {});
    await Promise.race([closing, isAborted.then(() => sleep(FAREWELL_MS, null, { ref: false }))]);
    if (error !== null && !signal?.aborted) throw error;
  } finally {
    drain?.removeEventListener("abort", onDrain);
    signal?.removeEventListener("abort", onSignal);
    await worker.disconnect().catch(() => {});
    await pool.close();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Why a job that can be read must not be done here; null if it may. */
async function refusalOf(
  planned: PlannedCase,
  root: string,
  { root: own, allowOutsideRoot = false }: ServeQueueOptions,
): Promise<VoxmatchError | null> {
  try {
    if (own === undefined) await checkNamedRoot(root);
    if (!allowOutsideRoot) await checkInside(planned, root);
    return null;
  } catch (error) {
    if (isVoxmatchError(error, "INVALID_JOB")) return error;
    throw error;
  }
}

/** Without it a machine that lacks the files would turn every case of the queue into a failure. */
async function checkRoot(root: string): Promise<void> {
  await access(root).catch((cause) => {
    throw new VoxmatchError(
      "FILE_ACCESS",
      `The cases' files lie in ${root}, which is not there on this machine. Mount it, or say where it is here (--root). The ` +
        "cases went back to the queue.",
      { path: root },
      { cause },
    );
  });
}
