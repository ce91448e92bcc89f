import type { DataType } from "../../base/types.js";

/** The signatures of `assembly/maps/`, which `scripts/build-wasm.mjs` takes from the compiled module. */
export type { MapKernels } from "../wasm/map-kernels.js";

/** How kernels name the types of voxels: `countKeys` of 16-bit integers is `countKeysI16`. */
export const SUFFIXES = {
  uint8: "U8",
  int8: "I8",
  uint16: "U16",
  int16: "I16",
  uint32: "U32",
  int32: "I32",
  uint64: "U64",
  int64: "I64",
  float32: "F32",
  float64: "F64",
} as const satisfies Readonly<Record<DataType, string>>;

export type TypeSuffix = (typeof SUFFIXES)[DataType];

/** Types whose keys have more than 16 bits. */
export type WideSuffix = Exclude<TypeSuffix, "U8" | "I8" | "U16" | "I16">;
