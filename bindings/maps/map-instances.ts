import type { Pointer } from "../engine/kernels.js";
import type { MapKernels } from "./map-kernels.js";

/** Where the bytes of the map kernels lie: workers compile them from there. */
export interface MapCode {
  readonly at: Pointer;
  readonly bytes: number;
}

/** The map kernels of each memory, of this thread. */
export const MAP_INSTANCES = new WeakMap<WebAssembly.Memory, MapKernels>();
