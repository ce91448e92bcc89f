import type { DataType } from "../../base/types.js";

/** The signatures of `assembly/maps/`, which `scripts/build-wasm.mjs` takes from the compiled module. */
export type { MapKernels } from "../wasm/map-kernels.js";

/** Bytes of the types of voxels, in the order of their numbers (`assembly/maps/map-reading.ts`). */
export const VOXEL_BYTES = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  uint64: 8,
  int64: 8,
  float32: 4,
  float64: 8,
} as const satisfies Readonly<Record<DataType, number>>;

export const VOXEL_TYPES = Object.keys(VOXEL_BYTES) as readonly DataType[];
