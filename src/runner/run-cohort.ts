import { access, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { compareKeys, type PlannedCase } from "../cohort/case-record.js";
import { differencesOf, encodeRunDescription, type RunDescription, type Shard } from "../cohort/run-description.js";
import { casesOfShard } from "../cohort/shard.js";
import { VoxmatchError } from "../errors.js";
import { type CaseFailure, failuresIn } from "./case-failure.js";
import { CaseLog } from "./case-log.js";
import { CasePool, type CasePoolOptions } from "./case-pool.js";
import { describeRun, type RunPlan } from "./describe-run.js";
import { DESCRIPTION_FILE, RECORDS_FILE, readDescription } from "./read-run.js";
import { lockRun, type RunLock } from "./run-lock.js";
import { writeWhole } from "./write-whole.js";

export interface RunCohortOptions extends RunPlan, CasePoolOptions {
  /** Where the results go; made if it is not there. */
  readonly folder: string;
  /** Evaluate again what failed before. */
  readonly retryFailed?: boolean;
  /** Refuse a folder that holds results already, instead of continuing them. */
  readonly fresh?: boolean;
  /** Once aborted no further case is begun, and those under way are finished. */
  readonly drain?: AbortSignal;
  /** Once aborted those under way are given up, too; what is finished stays. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
  /** Is told what a person should know, such as lines that were damaged. */
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
  /** What failed and why, in the order of the records. */
  readonly failures: readonly CaseFailure[];
}

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
  const { folder, onNotice = () => {} } = options;
  const description = describeRun(options);
  await mkdir(folder, { recursive: true }).catch((cause) => {
    throw new VoxmatchError("FILE_ACCESS", `${folder} cannot be made: ${cause.message}.`, { path: folder }, { cause });
  });
  const lock = await lockRun(folder, onNotice);
  try {
    await describeFolder(folder, description, options.fresh ?? false);
    const log = await CaseLog.open(folder);
    try {
      if (log.damagedLines > 0) {
        onNotice(
          `${log.damagedLines} damaged lines of ${join(folder, RECORDS_FILE)} are left out; their cases are evaluated again.`,
        );
      }
      return await new Run(options, log, lock).go();
    } finally {
      await log.close();
    }
  } finally {
    await lock.release();
  }
}

/** Refuses a folder of another run, and writes what this one is into a new one. */
async function describeFolder(folder: string, description: RunDescription, fresh: boolean): Promise<void> {
  const there = await readDescription(folder);
  if (there !== null) {
    if (fresh) throw refusal(folder, "it holds results already, and this run is not to continue any");
    const differences = differencesOf(there, description);
    if (describeShard(there.shard) !== describeShard(description.shard)) {
      differences.push(`it is ${describeShard(there.shard)} there and ${describeShard(description.shard)} here`);
    }
    if (differences.length > 0) {
      throw refusal(folder, `it holds the results of another run: ${differences.join("; ")}`, { differences });
    }
  } else if (await exists(join(folder, RECORDS_FILE))) {
    throw refusal(folder, `it holds a ${RECORDS_FILE} without the ${DESCRIPTION_FILE} that would say what of`);
  }
  const text = encodeRunDescription(description);
  const path = join(folder, DESCRIPTION_FILE);
  await writeWhole(path, (file) => file.writeFile(text)).catch((cause) => {
    throw new VoxmatchError("FILE_ACCESS", `${path} cannot be written: ${cause.message}.`, { path }, { cause });
  });
}

function describeShard(shard: Shard | null): string {
  return shard === null ? "all of the cases" : `shard ${shard.index}/${shard.count}`;
}

function refusal(folder: string, reason: string, details: object = {}): VoxmatchError {
  return new VoxmatchError("INVALID_OPTION", `${folder} cannot take this run: ${reason}. Choose another folder.`, {
    folder,
    ...details,
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The work of a run whose folder is ready. */
class Run {
  readonly #own: readonly PlannedCase[];
  readonly #todo: readonly PlannedCase[];
  #finished: number;
  #failed: number;

  constructor(
    readonly options: RunCohortOptions,
    readonly log: CaseLog,
    readonly lock: RunLock,
  ) {
    const { cases, shard, retryFailed = false } = options;
    this.#own = shard === undefined ? cases : casesOfShard(cases, shard);
    const isOpen = (planned: PlannedCase) => {
      const found = log.find(planned);
      return found === null || (retryFailed && found.failure !== null);
    };
    this.#todo = this.#own.filter(isOpen);
    this.#finished = this.#own.length - this.#todo.length;
    this.#failed = this.#own.filter((planned) => !isOpen(planned) && log.find(planned)?.failure !== null).length;
  }

  async go(): Promise<RunSummary> {
    const before = this.#finished;
    this.#tell(before);
    if (this.#todo.length > 0) await this.#evaluate(before);
    const isComplete = this.#finished === this.#own.length;
    if (isComplete) await this.log.finish();
    return { ...this.#progress(before), isComplete, failures: failuresIn(this.log.cases).sort(compareKeys) };
  }

  async #evaluate(before: number): Promise<void> {
    const { options = {}, root, hash = true, drain, signal } = this.options;
    const pool = new CasePool(this.options);
    const work = { options, root, hash };
    const queue = this.#todo.values();
    const giveUp = () => void pool.close();
    signal?.addEventListener("abort", giveUp);
    const lane = async () => {
      for (const planned of queue) {
        if (drain?.aborted || signal?.aborted) return;
        const { line, failure } = await pool.run(planned, work);
        this.lock.check();
        await this.log.append(planned, line, failure);
        this.#finished++;
        if (failure !== null) this.#failed++;
        this.#tell(before);
      }
    };
    try {
      await Promise.all(Array.from({ length: pool.appetite }, lane));
    } catch (error) {
      if (!signal?.aborted) throw error;
    } finally {
      signal?.removeEventListener("abort", giveUp);
      await pool.close();
    }
  }

  #progress(before: number): RunProgress {
    return { planned: this.#own.length, before, finished: this.#finished, failed: this.#failed };
  }

  #tell(before: number): void {
    this.options.onProgress?.(this.#progress(before));
  }
}
