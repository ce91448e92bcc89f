import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { Piscina } from "piscina";
import { VoxmatchError } from "../../base/errors.js";
import type { PlannedCase } from "../cohort/case-record.js";
import { Admission } from "./admission.js";
import { defaultMemory, memoryNeed } from "./case-memory.js";
import type { CaseWork } from "./evaluate-case.js";
import { failedCase } from "./failed-case.js";
import { answerOf, type PoolAnswer } from "./pool-answer.js";
import type { PoolTask } from "./pool-worker.js";
import { type FilesAhead, readAhead } from "./read-ahead.js";

export interface CasePoolOptions {
  /** Cases that are evaluated at once, each in a thread with another engine; by default as many as the machine has cores. */
  readonly threads?: number;
  /** Bytes that the cases under way may need together, by their headers; by default 60 % of the memory that is there. */
  readonly memoryBytes?: number;
  /** Milliseconds that reading a case's files may take, and evaluating it again; a case that takes longer fails. Without limit by default. */
  readonly caseTimeoutMs?: number;
  /** The module that a thread runs; for tests. */
  readonly worker?: URL;
}

/** A case's record as the line of `cases.jsonl` that it is. `parseCaseRecord` reads it. */
export type EvaluatedCase = PoolAnswer;

/** Cases that may wait with their files read, beyond those that are evaluated. */
const READ_AHEAD = 2;

/** Enough for the results of tens of thousands of instances. */
const LEAST_HEAP_MEBIBYTES = 128;

/** Share of the cases' memory limit for files of waiting cases. */
const READ_AHEAD_SHARE = 1 / 8;

/** A thread that hangs in the system, as on a disk that does not answer, cannot be ended: it is left behind after this number of milliseconds. */
const FAREWELL_MS = 2000;

/**
 * Threads that evaluate cases. A case that is handed over has its files read at once, then waits, first come, first served,
 * until a thread is free and the memory that its headers ask for is, too; one that is larger than all there is runs alone.
 */
export class CasePool {
  readonly threads: number;
  readonly #pool: Piscina<PoolTask, PoolAnswer>;
  readonly #admission: Admission;
  readonly #ahead: { bytes: number; readonly maximum: number };
  readonly #limitMs: number | null;

  /** @throws VoxmatchError `INVALID_OPTION` */
  constructor({
    threads = availableParallelism(),
    memoryBytes = defaultMemory(),
    caseTimeoutMs,
    worker,
  }: CasePoolOptions = {}) {
    checkWhole("threads", threads, 1);
    checkWhole("memoryBytes", memoryBytes, 1);
    if (caseTimeoutMs !== undefined) checkWhole("caseTimeoutMs", caseTimeoutMs, 1);
    this.threads = threads;
    this.#limitMs = caseTimeoutMs ?? null;
    this.#admission = new Admission(threads, memoryBytes);
    this.#ahead = { bytes: 0, maximum: memoryBytes * READ_AHEAD_SHARE };
    this.#pool = new Piscina({
      filename: (worker ?? new URL("../runner/pool-worker.js", import.meta.url)).href,
      minThreads: 1,
      maxThreads: threads,
      // A thread and its warm engine stay until the pool is closed.
      idleTimeout: Number.POSITIVE_INFINITY,
      recordTiming: false,
      // A case whose results are too many ends its own thread, not the process.
      resourceLimits: { maxOldGenerationSizeMb: Math.max(LEAST_HEAP_MEBIBYTES, Math.floor(memoryBytes / 2 ** 20)) },
    });
  }

  /** How many cases to hand over at once, so that no thread waits for files. */
  get appetite(): number {
    return this.threads + READ_AHEAD;
  }

  /**
   * Evaluates a case. A record always comes, also if the thread is lost, unless the pool is closed.
   * @throws VoxmatchError `WORKER_LOST` if the pool was closed meanwhile
   */
  async run(planned: PlannedCase, work: CaseWork): Promise<EvaluatedCase> {
    const files = await this.#inTime(readAhead(planned, work.root, this.#ahead));
    if (files === null) return this.#tookTooLong(planned, "Reading the files of the case");
    const need = memoryNeed(files.shapes, work.options, planned.map !== undefined);
    await this.#admission.enter(need);
    try {
      return await this.#evaluate(planned, work, files);
    } finally {
      this.#admission.leave(need);
    }
  }

  /** Ends all threads at once and abandons their cases. */
  async close(): Promise<void> {
    this.#admission.close();
    await Promise.race([this.#pool.destroy(), sleep(FAREWELL_MS, null, { ref: false })]);
  }

  async #evaluate(planned: PlannedCase, work: CaseWork, files: FilesAhead): Promise<EvaluatedCase> {
    const { bytes } = files;
    const transferList = [bytes.reference, bytes.prediction].flatMap((each) => (each === null ? [] : [each.buffer]));
    files.handOver();
    const limit = new AbortController();
    const timer = this.#limitMs === null ? undefined : setTimeout(() => limit.abort(), this.#limitMs);
    try {
      return await this.#pool.run({ planned, work, bytes }, { transferList, signal: limit.signal });
    } catch (error) {
      this.#admission.check();
      if (limit.signal.aborted) return this.#tookTooLong(planned, "Evaluating the case");
      return answerOf(failedCase(planned, lostWorker(error)));
    } finally {
      clearTimeout(timer);
    }
  }

  /** The result of `work`; null once the time limit of a case is over. */
  async #inTime<T>(work: Promise<T>): Promise<T | null> {
    if (this.#limitMs === null) return work;
    const timer = new AbortController();
    const late = sleep(this.#limitMs, null, { signal: timer.signal }).catch(() => null);
    try {
      return await Promise.race([work, late]);
    } finally {
      timer.abort();
    }
  }

  #tookTooLong(planned: PlannedCase, what: string): EvaluatedCase {
    const seconds = (this.#limitMs ?? 0) / 1000;
    const error = new VoxmatchError(
      "TIME_LIMIT",
      `${what} took longer than it may, ${seconds} s. Is its disk there, and is it larger than others? Allow more ` +
        "(--case-timeout), and evaluate it again (--retry-failed).",
      { seconds },
    );
    return answerOf(failedCase(planned, error));
  }
}

function lostWorker(error: unknown): VoxmatchError {
  const { code, message } = error as { code?: string; message?: string };
  if (code === "ERR_WORKER_OUT_OF_MEMORY") {
    return new VoxmatchError(
      "OUT_OF_MEMORY",
      "The thread that evaluated the case ran out of memory for its results. Allow more (--memory), or leave out small " +
        "instances (minVolume).",
    );
  }
  return new VoxmatchError(
    "WORKER_LOST",
    `The thread that evaluated the case ended before it had an answer (${message}). Evaluate the case again; if it ` +
      "happens again, please report it.",
  );
}

function checkWhole(option: string, value: number, minimum: number): void {
  if (Number.isSafeInteger(value) && value >= minimum) return;
  throw new VoxmatchError(
    "INVALID_OPTION",
    `Option ${option} is ${value}, but must be a whole number of at least ${minimum}.`,
    { option, value },
  );
}
