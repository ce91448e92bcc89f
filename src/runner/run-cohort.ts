import { compareKeys, type PlannedCase } from "../cohort/case-record.js";
import { type CaseFailure, failuresIn } from "./case-failure.js";
import type { CaseLog } from "./case-log.js";
import { CasePool, type CasePoolOptions, type EvaluatedCase } from "./case-pool.js";
import { describeRun, type RunPlan } from "./describe-run.js";
import { inRunFolder } from "./run-folder.js";
import type { RunLock } from "./run-lock.js";
import { casesTaken } from "./shard-cases.js";

export interface RunCohortOptions extends RunPlan, CasePoolOptions {
  /** Where the results go; made if it is not there. */
  readonly folder: string;
  /** Evaluate again what failed before. */
  readonly retryFailed?: boolean;
  /** Refuse a folder that holds results already, instead of continuing them. */
  readonly fresh?: boolean;
  /** Once aborted no further case is begun, and those under way are finished. */
  readonly drain?: AbortSignal;
  /** Once aborted, cases under way are given up, too; finished cases stay. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
  /** Called with messages for people, such as those on damaged lines. */
  readonly onNotice?: (message: string) => void;
}

/** How far a run is. */
export interface RunProgress {
  /** Cases that this run, or shard, has in all. */
  readonly planned: number;
  /** Of them, those that were finished when it began. */
  readonly before: number;
  /** Those that have a record by now, failed ones included. */
  readonly finished: number;
  readonly failed: number;
}

/** How a run ended. */
export interface RunSummary extends RunProgress {
  /** False if it was stopped. */
  readonly isComplete: boolean;
  /** Failures and their reasons, in the order of the records. */
  readonly failures: readonly CaseFailure[];
}

/** Records that may be on their way to the disk while further cases are evaluated. */
const RECORDS_WAITING = 16;

/**
 * Evaluates the cases of a plan and keeps their records in a folder, so that nothing that was finished is lost: killed at
 * any moment and started again, it goes on where it was, and ends with the same bytes as if nothing had happened.
 *
 * ```ts
 * const { cases, root } = await readManifest("cohort.csv");
 * const { failures } = await runCohort({ cases, root, options: { threshold: 0.25 }, folder: "results" });
 * const { records } = await readRun("results");
 * ```
 *
 * A case that cannot be evaluated becomes a record that says why, and the run goes on.
 *
 * @throws VoxmatchError `INVALID_OPTION` for unknown or contradictory options, or if the folder holds the results of another
 *   plan, other options or another version; `FILE_ACCESS` if it cannot be written to, or another run is writing to it
 */
export async function runCohort(options: RunCohortOptions): Promise<RunSummary> {
  const own = await casesTaken(options, options.folder);
  return inRunFolder({ ...options, description: describeRun(options, own) }, (log, lock) =>
    new Run(options, own, log, lock).go(),
  );
}

/** The work of a run whose folder is ready. */
class Run {
  readonly #todo: readonly PlannedCase[];
  #finished: number;
  #failed: number;

  constructor(
    readonly options: RunCohortOptions,
    readonly own: readonly PlannedCase[],
    readonly log: CaseLog,
    readonly lock: RunLock,
  ) {
    const { retryFailed = false } = options;
    const isOpen = (planned: PlannedCase) => {
      const found = log.find(planned);
      return found === null || (retryFailed && found.failure !== null);
    };
    this.#todo = this.own.filter(isOpen);
    this.#finished = this.own.length - this.#todo.length;
    this.#failed = this.own.filter((planned) => !isOpen(planned) && log.find(planned)?.failure !== null).length;
  }

  async go(): Promise<RunSummary> {
    const before = this.#finished;
    this.#tell(before);
    if (this.#todo.length > 0) await this.#evaluate(before);
    const isComplete = this.#finished === this.own.length;
    if (isComplete) await this.log.finish();
    return { ...this.#progress(before), isComplete, failures: failuresIn(this.log.cases).sort(compareKeys) };
  }

  async #evaluate(before: number): Promise<void> {
    const { options = {}, root, hash = true, explore = false, maps = {}, atlasNames, drain, signal } = this.options;
    const pool = new CasePool(this.options);
    const work = { options, root, hash, explore, maps, ...(atlasNames !== undefined && { atlasNames }) };
    const queue = this.#todo.values();
    const giveUp = () => void pool.close();
    signal?.addEventListener("abort", giveUp);
    const keep = async (planned: PlannedCase, { line, failure }: EvaluatedCase) => {
      this.lock.check();
      await this.log.append(planned, line, failure);
      this.#finished++;
      if (failure !== null) this.#failed++;
      this.#tell(before);
    };
    const waiting: Promise<void>[] = [];
    const lane = async () => {
      for (const planned of queue) {
        if (drain?.aborted || signal?.aborted) return;
        const kept = keep(planned, await pool.run(planned, work));
        // Its failure is taken when it is waited for.
        kept.catch(() => {});
        waiting.push(kept);
        if (waiting.length > RECORDS_WAITING) await waiting.shift();
      }
    };
    try {
      await Promise.all(Array.from({ length: pool.threads }, lane));
      await Promise.all(waiting);
    } catch (error) {
      if (!signal?.aborted) throw error;
    } finally {
      signal?.removeEventListener("abort", giveUp);
      await pool.close();
    }
  }

  #progress(before: number): RunProgress {
    return { planned: this.own.length, before, finished: this.#finished, failed: this.#failed };
  }

  #tell(before: number): void {
    this.options.onProgress?.(this.#progress(before));
  }
}
