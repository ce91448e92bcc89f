import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import { makeAbort } from "../engine/abort.js";
import { Arena } from "../engine/arena.js";
import type { Engine } from "../engine/engine.js";
import type { Kernels } from "../engine/kernels.js";
import type { Job } from "./job.js";
import {
  type BatchPlace,
  claim,
  countDone,
  PRESENT,
  placeOf,
  readInput,
  STOP,
  Status,
  WORK,
  writeOutcome,
} from "./job-queue.js";

/** Data that a worker gets when it starts. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: Int32Array;
  /** Its place among the workers, from 0. */
  readonly index: number;
  /** Idle timeout after which a worker exits; a new one is started when there is work again. */
  readonly idleMs: number;
}

/** Any job, by its name. The caller's types vouch for its input. */
export type AnyJob = Job<never>;

/** The input of a job, and the job's name. */
export interface NamedInput {
  readonly job: string;
  readonly input: unknown;
}

/** Worker main loop: wait for a batch, run jobs until none are left, repeat until stopped. */
export function runWorker({ module, memory, control, index, idleMs }: WorkerStart, jobs: readonly AnyJob[]): void {
  const instance = new WebAssembly.Instance(module, { env: { memory, abort: makeAbort(memory) } });
  const kernels = instance.exports as unknown as Kernels;
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const messages = new Arena(memory, memory.buffer.byteLength, kernels.fillZeros);
  Atomics.add(control, PRESENT, 1);
  try {
    for (;;) {
      const seen = Atomics.load(control, WORK);
      const job = index < placeOf(control).workers ? claim(control) : -1;
      if (job >= 0) work(placeOf(control), job);
      else if (Atomics.load(control, STOP) !== 0) return;
      else if (Atomics.wait(control, WORK, seen, idleMs) === "timed-out") return;
    }
  } finally {
    Atomics.sub(control, PRESENT, 1);
  }

  function work(place: BatchPlace, job: number): void {
    const start = place.scratch + index * place.scratchBytes;
    const arena = new Arena(memory, start + place.scratchBytes, kernels.fillZeros, start);
    const engine: Engine = { build: "release", arena, kernels, workerPool: null };
    let status = Status.Failed;
    let outputs: readonly number[] = [];
    try {
      // Taken in the moment in which the caller went on with fewer workers.
      if (index >= place.workers) throw new VoxmatchError("INTERNAL", "This worker has no scratch.");
      const { job: name, input } = readInput(messages, place.records, job) as NamedInput;
      const found = byName.get(name);
      if (found !== undefined) outputs = found.run(engine, input as never);
      if (found !== undefined) status = Status.Done;
    } catch (error) {
      if (isVoxmatchError(error)) status = Status.Refused;
    } finally {
      // Also when the thread is ended in the middle of a job.
      writeOutcome(messages, place.records, job, status, outputs);
      countDone(control);
    }
  }
}
