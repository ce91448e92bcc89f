import type { DataType } from "../../../base/types.js";

/** How one kind of voxel is stored and which number NIfTI gives it. */
export interface StoredType {
  readonly dataType: DataType;
  /** NIfTI's `datatype` code. */
  readonly code: number;
  readonly bytes: number;
}

/** The kinds of voxels that can hold labels. */
export const STORED_TYPES: readonly StoredType[] = [
  { dataType: "uint8", code: 2, bytes: 1 },
  { dataType: "int16", code: 4, bytes: 2 },
  { dataType: "int32", code: 8, bytes: 4 },
  { dataType: "float32", code: 16, bytes: 4 },
  { dataType: "float64", code: 64, bytes: 8 },
  { dataType: "int8", code: 256, bytes: 1 },
  { dataType: "uint16", code: 512, bytes: 2 },
  { dataType: "uint32", code: 768, bytes: 4 },
  { dataType: "int64", code: 1024, bytes: 8 },
  { dataType: "uint64", code: 1280, bytes: 8 },
];

/** NIfTI's other kinds, by the names under which a refusal mentions them. */
export const UNUSABLE_TYPES: ReadonlyMap<number, string> = new Map([
  [0, "unknown"],
  [1, "one bit a voxel"],
  [32, "complex64"],
  [128, "RGB colour"],
  [1536, "float128"],
  [1792, "complex128"],
  [2048, "complex256"],
  [2304, "RGBA colour"],
]);

/** The array that holds each kind of voxels. */
export const VOXEL_ARRAYS = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  uint64: BigUint64Array,
  int64: BigInt64Array,
  float32: Float32Array,
  float64: Float64Array,
} as const satisfies Record<DataType, unknown>;

/** A typed array that can hold the voxels of a label volume. */
export type VoxelArray =
  | Uint8Array
  | Uint8ClampedArray
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** The kind of voxels that an array holds; null for anything else than a {@link VoxelArray}. */
export function dataTypeOf(data: unknown): DataType | null {
  if (data instanceof Uint8Array || data instanceof Uint8ClampedArray) return "uint8";
  if (data instanceof Int8Array) return "int8";
  if (data instanceof Uint16Array) return "uint16";
  if (data instanceof Int16Array) return "int16";
  if (data instanceof Uint32Array) return "uint32";
  if (data instanceof Int32Array) return "int32";
  if (data instanceof BigUint64Array) return "uint64";
  if (data instanceof BigInt64Array) return "int64";
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Float64Array) return "float64";
  return null;
}

/** True where this machine stores the least significant byte first; typed arrays follow the machine. */
export const MACHINE_IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
