import { VoxmatchError } from "../../base/errors.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { useModule } from "../../bindings/pool/create-engine.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { refuseUnknown } from "../options/suggest.js";
import { batchCount } from "./metric-requests.js";

/** Execution options. They never change results. */
export interface WorkOptions {
  /**
   * Number of threads, from 1, or "auto" (the default): those of the machine, where the volumes are large enough to gain from
   * them. Results are the same, bit for bit. In a page there is more than one only where it is
   * isolated (COOP and COEP), the call comes from a worker, and the content security policy has `worker-src blob:`.
   */
  readonly threads?: number | "auto";
  /** Called now and then with the share that is measured, from 0 to 1, where metrics need more than counts. */
  readonly onProgress?: (share: number) => void;
  /** Aborts the work; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * The kernels as the host compiled them, for hosts that forbid compiling at run time (Cloudflare Workers, a content security
   * policy without `wasm-unsafe-eval`): the default export of `voxmatch/wasm/simd`. By default they are compiled when first
   * used. A process that was given a module uses it from then on.
   */
  readonly module?: WebAssembly.Module;
}

/** The same for an evaluation alone. */
export interface LimitedWork extends WorkOptions {
  /**
   * About how many bytes the evaluation may take. Files are then read slab by slab, so that they need not fit into memory, and
   * what needs whole volumes is refused (`docs/large-volumes.md`).
   */
  readonly memory?: number;
}

/** The most threads that work is divided on. */
const MAXIMUM_THREADS = 64;

/**
 * "auto" takes one thread below this many voxels: where counts say everything, two took 11 ms for 13 at 256³, but 80 for 60 in the
 * first evaluation of a process, which starts the other thread, and at 512 × 512 × 300 0.6 of the time.
 */
const AUTO_VOXELS = { counts: 2 ** 25, masks: 2 ** 23 } as const;

/** "auto" takes no more than this: passes over memory gain little beyond. */
const AUTO_THREADS = 8;

/**
 * @param further options that this kind of work has, too
 * @throws VoxmatchError `INVALID_OPTION` for an unknown key or a wrong value
 */
export function checkWork(work: LimitedWork, further: readonly "memory"[] = []): void {
  refuseUnknown("option of how to work", Object.keys(work), ["threads", "onProgress", "signal", "module", ...further]);
  const { threads, onProgress, signal, module } = work;
  const isCount =
    typeof threads === "number" && Number.isInteger(threads) && threads >= 1 && threads <= MAXIMUM_THREADS;
  if (threads !== undefined && threads !== "auto" && !isCount) {
    throw invalid("threads", threads, `"auto" or a whole number from 1 to ${MAXIMUM_THREADS}`);
  }
  if (onProgress !== undefined && typeof onProgress !== "function")
    throw invalid("onProgress", onProgress, "a function");
  if (signal !== undefined && typeof signal?.throwIfAborted !== "function") {
    throw invalid("signal", signal, "an AbortSignal");
  }
  if (module !== undefined) useModule(module);
}

function invalid(option: string, value: unknown, expected: string): VoxmatchError {
  const said = typeof value === "object" ? (value === null ? "null" : "an object") : JSON.stringify(value);
  return new VoxmatchError("INVALID_OPTION", `Option ${option} is ${said}, but must be ${expected}.`, {
    option,
    value: typeof value === "number" || typeof value === "string" ? value : typeof value,
  });
}

/** Work that takes as many passes as regions do. */
interface ManyPasses {
  readonly regions: true;
}

/**
 * Resizes an engine's pool to the threads that the work asks for. They stay until another call asks for a different number.
 */
export async function resizePool(
  { workerPool }: Engine,
  shape: readonly number[],
  options: VolumeOptions | ManyPasses,
  { threads = "auto" }: WorkOptions,
): Promise<void> {
  if (workerPool === null) return;
  await workerPool.resize(threads === "auto" ? automaticThreads(shape, options) : threads);
}

function automaticThreads(shape: readonly number[], options: VolumeOptions | ManyPasses): number {
  const voxels = shape.reduce((product, length) => product * length, 1);
  const enough = options.regions || batchCount(options as VolumeOptions) > 0 ? AUTO_VOXELS.masks : AUTO_VOXELS.counts;
  return voxels < enough ? 1 : Math.min(AUTO_THREADS, machineThreads());
}

function machineThreads(): number {
  const os = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:os");
  return os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}
