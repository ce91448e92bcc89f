import type { Kernels } from "../wasm/kernels.js";

/** The kernels' signatures, which `scripts/build-wasm.mjs` takes from the compiled module. */
export type { Kernels, Pointer } from "../wasm/kernels.js";

/** Kernels of one family that differ in the type of voxel, such as `scanRunsU8` and `scanRunsU16`. */
export type KernelFamily<Prefix extends string> = Extract<keyof Kernels, `${Prefix}${string}`>;
