import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { VoxmatchError } from "../../base/errors.js";
import type { PlannedCase } from "../cohort/case-record.js";
import { Admission } from "./admission.js";
import { defaultMemory } from "./case-memory.js";
import { CaseThread } from "./case-thread.js";
import type { CaseWork } from "./evaluate-case.js";
import { failedCase } from "./failed-case.js";
import { answerOf, type PoolAnswer } from "./pool-answer.js";
import type { ThreadAnswer } from "./pool-worker.js";

export interface CasePoolOptions {
  /** Cases that are evaluated at once, each in a thread with another engine; by default as many as the machine has cores. */
  readonly threads?: number;
  /** Bytes that the cases under way may need together, by their headers; by default 60 % of the memory that is there. */
  readonly memoryBytes?: number;
  /** Milliseconds that a case may take, from reading its files on; one that takes longer fails. Without limit by default. */
  readonly caseTimeoutMs?: number;
  /** The module that a thread runs; for tests. */
  readonly worker?: URL;
}

/** A case's record as the line of `cases.jsonl` that it is. `parseCaseRecord` reads it. */
export type EvaluatedCase = PoolAnswer;

/** Cases that a queue may hand over, beyond those that are evaluated, so that no thread waits for its server. */
const AHEAD = 2;

/** Bytes that a case may take without asking, as long as they are for all threads: hundreds of millions of voxels of labels. */
const ROOM_BYTES = 2 ** 29;

/** Enough for the results of tens of thousands of instances. */
const LEAST_HEAP_MEBIBYTES = 128;

/** A thread that hangs in the system, as on a disk that does not answer, cannot be ended: it is left behind after this number of milliseconds. */
const FAREWELL_MS = 2000;

/**
 * Threads that evaluate cases. A case waits, first come, first served, until a thread is free. One that needs more memory than
 * each may take, by its headers, waits again until there is as much; one that is larger than all there is runs alone.
 */
export class CasePool {
  readonly threads: number;
  readonly #all: readonly CaseThread[];
  readonly #free: CaseThread[];
  readonly #admission: Admission;
  readonly #room: number;
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
    this.#room = Math.min(ROOM_BYTES, Math.floor(memoryBytes / threads));
    const module = worker ?? new URL("../runner/pool-worker.js", import.meta.url);
    const heapMebibytes = Math.max(LEAST_HEAP_MEBIBYTES, Math.floor(memoryBytes / 2 ** 20));
    this.#all = Array.from({ length: threads }, () => new CaseThread(module, heapMebibytes));
    this.#free = [...this.#all];
  }

  /** How many cases to hand over at once, where handing over takes a while. */
  get appetite(): number {
    return this.threads + AHEAD;
  }

  /**
   * Evaluates a case. A record always comes, also if the thread is lost, unless the pool is closed.
   * @throws VoxmatchError `WORKER_LOST` if the pool was closed meanwhile
   */
  async run(planned: PlannedCase, work: CaseWork): Promise<EvaluatedCase> {
    for (let room = this.#room; ; ) {
      const answer = await this.#evaluate(planned, work, room);
      if (!("need" in answer)) return answer;
      room = answer.need;
    }
  }

  /** Ends all threads at once and abandons their cases. */
  async close(): Promise<void> {
    this.#admission.close();
    await Promise.race([
      Promise.all(this.#all.map((thread) => thread.end())),
      sleep(FAREWELL_MS, null, { ref: false }),
    ]);
  }

  async #evaluate(planned: PlannedCase, work: CaseWork, room: number): Promise<ThreadAnswer> {
    await this.#admission.enter(room);
    this.#admission.check();
    // As many threads as places.
    const thread = this.#free.pop() as CaseThread;
    const limit = new AbortController();
    const timer = this.#limitMs === null ? undefined : setTimeout(() => limit.abort(), this.#limitMs);
    try {
      return await thread.run({ planned, work, room }, limit.signal);
    } catch (error) {
      this.#admission.check();
      if (limit.signal.aborted) return this.#tookTooLong(planned);
      return answerOf(failedCase(planned, lostWorker(error)));
    } finally {
      clearTimeout(timer);
      this.#free.push(thread);
      this.#admission.leave(room);
    }
  }

  #tookTooLong(planned: PlannedCase): EvaluatedCase {
    const seconds = (this.#limitMs ?? 0) / 1000;
    const error = new VoxmatchError(
      "TIME_LIMIT",
      `Evaluating the case took longer than it may, ${seconds} s. Is its disk there, and is it larger than others? Allow more ` +
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
