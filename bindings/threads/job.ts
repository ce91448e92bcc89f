import type { Engine, Job, RunningJobs } from "../engine/engine.js";
import { MAXIMUM_JOBS } from "./job-queue.js";

export type { Job, RunningJobs } from "../engine/engine.js";

/** Does jobs on all threads of the engine's workerPool, the first ones first; on one thread where there is no workerPool. */
export function runJobs<Input>(
  engine: Engine,
  job: Job<Input>,
  inputs: readonly Input[],
  scratchBytes = 0,
): readonly (readonly number[])[] {
  if (threadsOf(engine) < 2 || inputs.length < 2) return inputs.map((input) => job.run(engine, input));
  const results: (readonly number[])[] = [];
  for (let first = 0; first < inputs.length; first += MAXIMUM_JOBS) {
    const batch = inputs.slice(first, first + MAXIMUM_JOBS);
    results.push(...startJobs(engine, job, batch, scratchBytes).finish());
  }
  return results;
}

/**
 * Gives jobs out without waiting for them; no others can be until they are finished. Nothing that lies in the arena by now may
 * be released before.
 */
export function startJobs<Input>(
  engine: Engine,
  job: Job<Input>,
  inputs: readonly Input[],
  scratchBytes = 0,
): RunningJobs {
  if (engine.workerPool !== null && engine.workerPool.threads > 1)
    return engine.workerPool.start(engine, job, inputs, scratchBytes);
  return { finish: () => inputs.map((input) => job.run(engine, input)) };
}

/** Number of threads that share the work of this engine now. */
export function threadsOf(engine: Engine): number {
  return engine.workerPool?.threads ?? 1;
}

/**
 * Number of slabs for passes over rows: more than there are threads, because two threads are seldom equally fast
 * (the cores of a virtual machine share hardware), and a thread that is done takes the next one.
 */
export function slabsFor(engine: Engine): number {
  const threads = threadsOf(engine);
  return threads === 1 ? 1 : 3 * threads;
}

/** Divides `n` layers into at most `parts` ranges of about equal length. */
export function divide(n: number, parts: number): (readonly [first: number, last: number])[] {
  const count = Math.max(1, Math.min(n, parts));
  return Array.from({ length: count }, (_, i) => [Math.floor((n * i) / count), Math.floor((n * (i + 1)) / count)]);
}
