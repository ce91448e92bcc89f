import { VoxmatchError } from "../../base/errors.js";
import type { DataType } from "../../base/types.js";
import type { KernelFamily, Pointer } from "../engine/kernels.js";
import type { Triple } from "../volumes/run-volume.js";

/** How the voxels of a volume are stored. */
export interface VoxelEncoding {
  readonly dataType: DataType;
  readonly littleEndian: boolean;
  /** label = slope · stored + intercept */
  readonly slope: number;
  readonly intercept: number;
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
export interface VoxelReading extends PlainKernels {
  /** Turns stored voxels into u32 before; null where kernels read them as they are. */
  readonly decode: KernelFamily<"decode"> | null;
  /** Of a voxel as kernels read it. */
  readonly bytes: number;
}

export function readingOf({ dataType, littleEndian, slope, intercept }: VoxelEncoding): VoxelReading {
  const { bytes, plain, decode } = TYPES[dataType];
  const isPlain = slope === 1 && intercept === 0 && (littleEndian || bytes === 1);
  return isPlain && plain !== null ? { ...plain, decode: null, bytes } : { ...U32, decode, bytes: 4 };
}

/** Finds the first of `count` voxels that is no label, and says where in the volume it is. */
export function refuseVoxels(
  memory: WebAssembly.Memory,
  { dataType, littleEndian, slope, intercept }: VoxelEncoding,
  [nx, ny]: Triple,
  { source, firstRow, count }: { readonly source: Pointer; readonly firstRow: number; readonly count: number },
): never {
  const size = bytesPerVoxel(dataType);
  const view = new DataView(memory.buffer, source, count * size);
  for (let i = 0; i < count; i++) {
    const value = Number(readNumber(view, i * size, dataType, littleEndian)) * slope + intercept;
    if (Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff) continue;
    const row = firstRow + Math.floor(i / nx);
    const voxel = [i % nx, row % ny, Math.floor(row / ny)];
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `Voxel [${voxel}] is ${value}, which is no label: labels are whole numbers from 0 to 4294967295. ` +
        "Is this a probability map or an intensity image? Threshold or relabel it first.",
      { voxel, value },
    );
  }
  throw new VoxmatchError("INTERNAL", "A kernel refused voxels that are labels. This is a defect of voxmatch.");
}

function readNumber(view: DataView, at: number, dataType: DataType, littleEndian: boolean): number | bigint {
  switch (dataType) {
    case "uint8":
      return view.getUint8(at);
    case "int8":
      return view.getInt8(at);
    case "uint16":
      return view.getUint16(at, littleEndian);
    case "int16":
      return view.getInt16(at, littleEndian);
    case "uint32":
      return view.getUint32(at, littleEndian);
    case "int32":
      return view.getInt32(at, littleEndian);
    case "uint64":
      return view.getBigUint64(at, littleEndian);
    case "int64":
      return view.getBigInt64(at, littleEndian);
    case "float32":
      return view.getFloat32(at, littleEndian);
    case "float64":
      return view.getFloat64(at, littleEndian);
  }
}
