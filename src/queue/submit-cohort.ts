import { setTimeout as sleep } from "node:timers/promises";
import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import { compareKeys, type PlannedCase } from "../cohort/case-record.js";
import { failuresIn } from "../runner/case-failure.js";
import type { CaseLog } from "../runner/case-log.js";
import { describeRun, type RunPlan } from "../runner/describe-run.js";
import type { RunProgress, RunSummary } from "../runner/run-cohort.js";
import { inRunFolder } from "../runner/run-folder.js";
import { encodeJob, jobIdOf, nameOf } from "./case-job.js";
import { connect } from "./connect.js";
import { isOutage, reasonOf } from "./connection-errors.js";
import { leavesRoot } from "./job-files.js";
import { resultOf } from "./job-result.js";
import type { CaseQueue, QueueServer } from "./queue-server.js";
import { Notices } from "./worker-messages.js";

export interface SubmitCohortOptions extends Omit<RunPlan, "shard"> {
  /** `redis://…`, `rediss://…` or `postgres://…` */
  readonly queue: string;
  /** Where the results go; made if it is not there. */
  readonly folder: string;
  /** Wait until every case has its record in the folder; else only those that are finished are collected. */
  readonly wait?: boolean;
  /** Evaluate again what failed before. */
  readonly retryFailed?: boolean;
  /** Refuse a folder that holds results already, instead of continuing them. */
  readonly fresh?: boolean;
  /** Once aborted it no longer waits; the cases stay in the queue. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
  readonly onNotice?: (message: string) => void;
}

/** Cases that are added at once, or whose results are fetched at once. */
const BATCH = 200;
const POLL_MS = 200;
/** How often the queue is searched for cases that it lost, and asked for its workers. */
const CHECK_MS = 30_000;
/** Age at which uncollected results, and other remains of cases, are deleted. */
const KEEP_S = 30 * 24 * 3600;

/**
 * Gives cases to the workers of a queue, and brings their records into a folder: the same folder, to the byte, that
 * `runCohort` makes of the same plan. Called again it goes on: what is finished is collected, what is in the queue is not
 * submitted twice, and what the queue has lost is submitted anew.
 *
 * A record leaves the queue once it has reached the folder's disk, so that it is always in one of them.
 *
 * @throws VoxmatchError as `runCohort`; `MISSING_PACKAGE`; `QUEUE_ACCESS` if the server does not answer at the beginning, or
 *   refuses a request
 */
export async function submitCohort(options: SubmitCohortOptions): Promise<RunSummary> {
  const description = describeRun(options);
  if (description.maps !== undefined) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      "A queue evaluates labels alone, and some cases have a map. Score maps with voxmatch run, on several machines by --shard.",
      { option: "maps" },
    );
  }
  const server = await connect(options.queue);
  return inRunFolder({ ...options, description }, async (log, lock) => {
    const queue = server.openQueue();
    const submission = new Submission(options, log, queue, server, () => lock.check());
    try {
      return await submission.go(description.configHash);
    } finally {
      await queue.disconnect().catch(() => {});
    }
  });
}

class Submission {
  readonly #notices: Notices;
  /** All cases, by the ids of their jobs. */
  readonly #cases = new Map<string, PlannedCase>();
  /** The ids of jobs whose records are still to come. */
  readonly #pending = new Set<string>();
  #before = 0;

  constructor(
    readonly options: SubmitCohortOptions,
    readonly log: CaseLog,
    readonly queue: CaseQueue,
    readonly server: QueueServer,
    readonly checkLock: () => void,
  ) {
    this.#notices = new Notices(options.onNotice, server.conceal);
    queue.on("error", (error) => this.#notices.trouble(server.name, error));
  }

  async go(configHash: string): Promise<RunSummary> {
    try {
      await this.#transfer(configHash);
    } catch (error) {
      if (error !== STOPPED) throw error;
    }
    const isComplete = this.#pending.size === 0 && this.#progress().finished === this.options.cases.length;
    if (isComplete) await this.log.finish();
    return { ...this.#progress(), isComplete, failures: failuresIn(this.log.cases).sort(compareKeys) };
  }

  async #transfer(configHash: string): Promise<void> {
    const { cases, root, wait = false, retryFailed = false } = this.options;
    this.#before = [...this.log.cases].length;
    for (let at = 0; at < cases.length; at += BATCH) {
      const batch = cases.slice(at, at + BATCH);
      const ids = await Promise.all(batch.map((planned) => jobIdOf(planned, root, configHash)));
      for (const [i, id] of ids.entries()) this.#cases.set(id, batch[i]);
    }
    this.#warn(cases);
    await this.#ask(() => this.#collect());
    for (const id of await this.#ask(() => this.#present())) this.#pending.add(id);
    for (const [id, planned] of this.#cases) {
      const found = this.log.find(planned);
      if (found === null || (retryFailed && found.failure !== null)) this.#pending.add(id);
    }
    this.#tell();
    await this.#ask(() => this.#add([...this.#pending]));
    if (wait) await this.#wait();
    else await this.#ask(() => this.#collect());
  }

  #warn(cases: readonly PlannedCase[]): void {
    const outside = cases.filter(({ reference, prediction }) => leavesRoot(reference) || leavesRoot(prediction));
    if (outside.length === 0) return;
    this.#notices.tell(
      `${outside.length} cases name files outside of ${this.options.root}, such as ${nameOf(outside[0])}: only workers with ` +
        "--allow-outside-root read those.",
    );
  }

  async #wait(): Promise<void> {
    let checked = performance.now();
    while (this.#pending.size > 0) {
      await this.#ask(() => this.#collect());
      // Many at once cost the server, the disk and the workers' cores less than each on its own.
      if (this.#pending.size > 0) await this.#unlessAborted(sleep(POLL_MS));
      if (performance.now() - checked < CHECK_MS) continue;
      checked = performance.now();
      await this.#ask(() => this.#check());
    }
  }

  /** Adds what a server forgot that lost its memory, or that another submission of the same cases has collected. */
  async #check(): Promise<void> {
    const present = new Set(await this.#present());
    const lost = [...this.#pending].filter((id) => !present.has(id));
    await this.#add(lost);
    if (present.size > 0 && (await this.queue.getWorkersCount()) === 0) {
      this.#notices.tell("No worker serves the queue. Start one with the same version: voxmatch worker --queue …");
    }
  }

  /** The ids of own jobs that the queue holds. */
  async #present(): Promise<string[]> {
    const ids = await this.queue.getRanges(["waiting", "active", "completed", "failed"], 0, -1);
    return ids.filter((id) => this.#cases.has(id));
  }

  async #add(ids: readonly string[]): Promise<void> {
    const { root, hash = true, explore = false, options = {} } = this.options;
    for (let at = 0; at < ids.length; at += BATCH) {
      const jobs = ids.slice(at, at + BATCH).flatMap((jobId) => {
        const planned = this.#cases.get(jobId);
        if (planned === undefined) return [];
        const opts = { jobId, removeOnComplete: { age: KEEP_S }, removeOnFail: { age: KEEP_S } };
        return [{ name: nameOf(planned), data: encodeJob(planned, { root, hash, explore, options }), opts }];
      });
      await this.queue.addBulk(jobs);
    }
  }

  /** Brings finished records into the folder. */
  async #collect(): Promise<void> {
    const finished = await this.queue.getRanges(["completed", "failed"], 0, -1);
    const own = finished.filter((id) => this.#cases.has(id));
    for (let at = 0; at < own.length; at += BATCH) {
      await Promise.all(own.slice(at, at + BATCH).map((id) => this.#collectOne(id)));
      this.#tell();
    }
  }

  async #collectOne(id: string): Promise<void> {
    const planned = this.#cases.get(id);
    const job = await this.queue.getJob(id);
    if (planned === undefined || job === undefined) return;
    const { line, failure } = resultOf(job, planned);
    // A worker that failed later does not undo a finished case.
    if (failure === null || this.log.find(planned)?.failure !== null) {
      this.checkLock();
      await this.log.append(planned, line, failure);
    }
    await this.queue.remove(id);
    this.#pending.delete(id);
  }

  /** Asks the server, again and again while it cannot be reached. */
  async #ask<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await this.#unlessAborted(work());
      } catch (error) {
        if (error === STOPPED || isVoxmatchError(error)) throw error;
        if (!isOutage(error)) {
          throw new VoxmatchError(
            "QUEUE_ACCESS",
            `The queue at ${this.server.name} refuses a request: ${this.server.conceal(reasonOf(error))}. Finished cases are kept: start the ` +
              "command again to go on.",
            { queue: this.server.name },
          );
        }
        this.#notices.trouble(this.server.name, error);
        await this.#unlessAborted(sleep(1000));
      }
    }
  }

  /** Waits for `work`, or until the submitter aborts: a server that is away never answers. */
  #unlessAborted<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.options;
    if (signal === undefined) return work;
    return new Promise((resolve, reject) => {
      const stop = () => reject(STOPPED);
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
      work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
    });
  }

  #progress(): RunProgress {
    const cases = [...this.log.cases];
    return {
      planned: this.options.cases.length,
      before: this.#before,
      finished: cases.length,
      failed: cases.filter(({ failure }) => failure !== null).length,
    };
  }

  #tell(): void {
    this.options.onProgress?.(this.#progress());
  }
}

/** Thrown where waiting was given up. */
const STOPPED = Symbol("stopped");
