import { VoxmatchError } from "../../base/errors.js";
import type { Engine, Job, RunningJobs, Workers } from "../engine/engine.js";
import {
  claim,
  countDone,
  DONE,
  newControl,
  PRESENT,
  publish,
  readOutcome,
  STOP,
  Status,
  WORK,
  writeOutcome,
  writeRecords,
} from "./job-queue.js";
import { type StartedWorker, startWorker } from "./start-worker.js";

/** Idle timeout after which a worker ends. */
const IDLE_MS = 20_000;

/** Most jobs take milliseconds; a worker is lost if none was finished for this long. */
const LOST_MS = 600_000;

/**
 * Workers on the memory of one engine. They are started when first needed and never waited for. Present workers take jobs and the
 * caller does the rest, so that a late or missing worker costs speed only.
 */
export class WorkerPool implements Workers {
  /** Threads that the work is divided on, the caller among them. */
  threads = 1;
  #control = newControl();
  /** By place; null where one is missing. */
  #workers: (StartedWorker | null)[] = [];
  #starting: Promise<void> | null = null;

  constructor(
    readonly module: WebAssembly.Module,
    readonly memory: WebAssembly.Memory,
    readonly limits: { readonly idleMs?: number; readonly lostMs?: number } = {},
  ) {}

  /** Workers that listen now. */
  get present(): number {
    return Atomics.load(this.#control, PRESENT);
  }

  /**
   * Divides later work on this many threads, and starts missing workers.
   * @returns resolves once they were started; they may listen later
   */
  resize(threads: number): Promise<void> {
    this.threads = threads;
    if (this.#missing().length === 0) return Promise.resolve();
    this.#starting ??= this.#startWorkers().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  /** Resolves once all workers listen, or `milliseconds` have passed. */
  async waitUntilReady(milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds;
    while (this.present < this.threads - 1 && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** Ends the workers. The pool can be resized again. */
  terminate(): void {
    Atomics.store(this.#control, STOP, 1);
    Atomics.add(this.#control, WORK, 1 << 12);
    Atomics.notify(this.#control, WORK);
    this.#workers = [];
    this.#control = newControl();
    this.threads = 1;
  }

  start<Input>(engine: Engine, job: Job<Input>, inputs: readonly Input[], scratchBytes: number): RunningJobs {
    const { arena } = engine;
    const control = this.#control;
    // A job within a job is done where it is.
    const alone: Engine = { ...engine, workerPool: null };
    const mark = arena.mark();
    const named = inputs.map((input) => ({ job: job.name, input }));
    const records = writeRecords(arena, named);
    const each = Math.ceil(scratchBytes / 64) * 64;
    const workers = this.threads - 1;
    const scratch = arena.allocate(each * workers, 64);
    const top = arena.mark();
    publish(control, { records, count: inputs.length, scratch, scratchBytes: each, workers });
    const finish = () => {
      const own: (readonly number[])[] = [];
      try {
        for (let next = claim(control); next >= 0; next = claim(control)) {
          let status = Status.Failed;
          try {
            own[next] = job.run(alone, inputs[next]);
            status = Status.Done;
          } finally {
            writeOutcome(arena, records, next, status, []);
            countDone(control);
          }
        }
        this.#awaitAll(control, inputs.length);
        return inputs.map((input, i) => own[i] ?? outcomeOf(i, input));
      } catch (error) {
        // Nobody may work on memory that is about to be given away.
        while (claim(control) >= 0) countDone(control);
        this.#awaitAll(control, inputs.length);
        throw error;
      } finally {
        // Blocks that the caller has reserved meanwhile lie above.
        if (arena.mark() === top) arena.release(mark);
      }
    };
    const outcomeOf = (i: number, input: Input): readonly number[] => {
      const { status, outputs } = readOutcome(arena, records, i);
      if (status === Status.Done) return outputs;
      if (status === Status.Refused) return job.run(alone, input);
      throw new VoxmatchError("INTERNAL", `A worker failed at the job ${job.name}. This is a defect of voxmatch.`, {
        job: job.name,
      });
    };
    return { finish };
  }

  async #startWorkers(): Promise<void> {
    const { module, memory } = this;
    const control = this.#control;
    const idleMs = this.limits.idleMs ?? IDLE_MS;
    try {
      const { source } = await import("../wasm/worker.js");
      if (control !== this.#control) return;
      for (const index of this.#missing()) {
        const worker = startWorker(source, { module, memory, control, index, idleMs }, () => {
          if (this.#workers[index] === worker) this.#workers[index] = null;
        });
        this.#workers[index] = worker;
      }
    } catch {
      // Where no worker can be started, the caller does everything itself.
    }
  }

  #missing(): number[] {
    return Array.from({ length: this.threads - 1 }, (_, index) => index).filter((index) => !this.#workers[index]);
  }

  /** Waits until all jobs of a batch are done. */
  #awaitAll(control: Int32Array, count: number): void {
    const lostMs = this.limits.lostMs ?? LOST_MS;
    for (let done = Atomics.load(control, DONE); done < count; done = Atomics.load(control, DONE)) {
      if (Atomics.wait(control, DONE, done, lostMs) !== "timed-out") continue;
      for (const worker of this.#workers) worker?.terminate();
      this.terminate();
      throw new VoxmatchError(
        "WORKER_LOST",
        `A worker thread gave no answer for ${lostMs / 1000} s. Evaluate again; if that recurs, set threads: 1.`,
        { waitedMs: lostMs },
      );
    }
  }
}
