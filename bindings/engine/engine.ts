import type { Arena } from "./arena.js";
import type { Kernels } from "./kernels.js";

/**
 * The kernels as compiled: `release` (SIMD and threads, on shared memory), `simd` (without threads, on unshared memory, for pages
 * that are not isolated), `scalar` (neither, where there is no SIMD).
 */
export type BuildName = "release" | "simd" | "scalar";

/** Kernels and the memory that they work on. One engine serves one evaluation at a time. */
export interface Engine {
  readonly build: BuildName;
  readonly arena: Arena;
  readonly kernels: Kernels;
  /** Further threads on the same memory; null where there can be none. */
  readonly workerPool: Workers | null;
}

/**
 * Work that any thread can do on the shared memory. Its input is plain data without NaN or Infinity; it may leave things in
 * memory where the input says, takes scratch from the arena of its engine, and returns at most sixteen numbers. Its results do
 * not depend on where it runs or how work is divided.
 *
 * It throws a `VoxmatchError` only while it has changed nothing: the caller does it again.
 */
export interface Job<Input> {
  readonly name: string;
  readonly run: (engine: Engine, input: Input) => readonly number[];
}

/** Work that was given out; meanwhile the caller can do something else. */
export interface RunningJobs {
  /** Helps until all is done, and returns the results of each job. */
  readonly finish: () => readonly (readonly number[])[];
}

/** Threads on an engine's memory, as its users see them (`bindings/threads/worker-pool.ts`). */
export interface Workers {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Threads that the work is divided on, the caller among them. */
  threads: number;
  /** Workers that listen now. */
  readonly present: number;
  /** Divides later work on this many threads, and starts missing workers; resolves once they were started. */
  resize(threads: number): Promise<void>;
  /** Resolves once all workers listen, or `milliseconds` have passed. */
  waitUntilReady(milliseconds: number): Promise<void>;
  /** Ends the workers. The pool can be resized again. */
  terminate(): void;
  start<Input>(engine: Engine, job: Job<Input>, inputs: readonly Input[], scratchBytes: number): RunningJobs;
}
