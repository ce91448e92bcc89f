import type { DataType } from "../../base/types.js";
import type { KernelFamily } from "../engine/kernels.js";

/** How the voxels of a volume are stored. */
export interface VoxelEncoding {
  readonly dataType: DataType;
  readonly littleEndian: boolean;
  /** label = slope · stored + intercept */
  readonly slope: number;
  readonly intercept: number;
  /** Round every number to the nearest label, however far off it is; false by default. */
  readonly roundLabels?: boolean;
  /** A negative number that stands for a label all the same: 2³² more than itself. Null, the default, for none. */
  readonly negativeLabel?: number | null;
}

/** The kernels that read voxels as they are. */
interface PlainKernels {
  readonly scan: KernelFamily<"scanRuns">;
  readonly pack: KernelFamily<"packBits">;
}

const U32: PlainKernels = { scan: "scanRunsU32", pack: "packBitsU32" };

interface StoredType {
  readonly bytes: number;
  /** Null where such voxels are always decoded first. */
  readonly plain: PlainKernels | null;
  readonly decode: KernelFamily<"decode">;
}

const TYPES: Readonly<Record<DataType, StoredType>> = {
  uint8: { bytes: 1, plain: { scan: "scanRunsU8", pack: "packBitsU8" }, decode: "decodeU8" },
  int8: { bytes: 1, plain: { scan: "scanRunsI8", pack: "packBitsI8" }, decode: "decodeI8" },
  uint16: { bytes: 2, plain: { scan: "scanRunsU16", pack: "packBitsU16" }, decode: "decodeU16" },
  int16: { bytes: 2, plain: { scan: "scanRunsI16", pack: "packBitsI16" }, decode: "decodeI16" },
  uint32: { bytes: 4, plain: U32, decode: "decodeU32" },
  int32: { bytes: 4, plain: { scan: "scanRunsI32", pack: "packBitsI32" }, decode: "decodeI32" },
  uint64: { bytes: 8, plain: null, decode: "decodeU64" },
  int64: { bytes: 8, plain: null, decode: "decodeI64" },
  float32: { bytes: 4, plain: null, decode: "decodeF32" },
  float64: { bytes: 8, plain: null, decode: "decodeF64" },
};

/** Bytes that a voxel of this type takes. */
export function bytesPerVoxel(dataType: DataType): number {
  return TYPES[dataType].bytes;
}

/** How kernels read voxels. */
export interface VoxelCodec extends PlainKernels {
  /** Turns stored voxels into u32 before; null where kernels read them as they are. */
  readonly decode: KernelFamily<"decode"> | null;
  /** Of a voxel as kernels read it. */
  readonly bytes: number;
}

/** Types that can hold a negative number, or the label that one is read as. */
const CAN_CLASH: readonly DataType[] = ["int8", "int16", "int32", "uint32"];

export function voxelCodec({
  dataType,
  littleEndian,
  slope,
  intercept,
  negativeLabel = null,
}: VoxelEncoding): VoxelCodec {
  const { bytes, plain, decode } = TYPES[dataType];
  const clashes = negativeLabel !== null && CAN_CLASH.includes(dataType);
  const isPlain = slope === 1 && intercept === 0 && (littleEndian || bytes === 1) && !clashes;
  return isPlain && plain !== null ? { ...plain, decode: null, bytes } : { ...U32, decode, bytes: 4 };
}

/** The kernel that tells labels from everything else, for voxels of this type. */
export function decodeKernelOf(dataType: DataType): KernelFamily<"decode"> {
  return TYPES[dataType].decode;
}
