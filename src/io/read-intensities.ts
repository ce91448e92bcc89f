import type { Engine } from "../../bindings/engine.js";
import { lendEngine } from "../../bindings/lend-engine.js";
import type { Affine, DataType } from "../types.js";
import { openSource, type VolumeInput } from "./byte-source.js";
import { MACHINE_IS_LITTLE_ENDIAN, STORED_TYPES } from "./data-types.js";
import { DEFAULT_MAXIMUM_VOXELS, type NiftiHeader } from "./nifti-header.js";
import { pourVolume } from "./read-volume.js";
import type { VoxelSink } from "./volume-stream.js";

/** The voxels of an image, to be looked at. */
export interface Intensities {
  /** As they are stored, x fastest; what is meant is `slope · stored + intercept`. */
  readonly data: ArrayLike<number>;
  readonly slope: number;
  readonly intercept: number;
  readonly shape: readonly number[];
  /** Voxel to world, mm. */
  readonly affine: Affine;
}

/**
 * Reads an image of one number a voxel, dense, under the same checks as a label volume.
 * @throws VoxmatchError as `readVolume`
 */
export async function readIntensities(input: VolumeInput): Promise<Intensities> {
  return lendEngine(undefined, async (engine) => {
    const source = await openSource(input);
    try {
      const options = { hash: null, maximumVoxels: DEFAULT_MAXIMUM_VOXELS, sums: false };
      const { header, found: data } = await pourVolume(engine, source, options, (header) => gather(engine, header));
      const { slope, intercept, shape, affine } = header;
      return { data, slope, intercept, shape, affine };
    } finally {
      await source.close();
    }
  });
}

function gather({ arena }: Engine, { dataType, littleEndian, voxelBytes }: NiftiHeader): VoxelSink<ArrayLike<number>> {
  const bytes = new Uint8Array(voxelBytes);
  let filled = 0;
  const push = (piece: Uint8Array) => {
    bytes.set(piece, filled);
    filled += piece.length;
  };
  return {
    push,
    pushAt: (at, count) => push(arena.u8(at, count)),
    finish: () => {
      const size = STORED_TYPES.find((type) => type.dataType === dataType)?.bytes ?? 1;
      if (littleEndian !== MACHINE_IS_LITTLE_ENDIAN) {
        for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
      }
      return numbersIn(bytes.buffer, dataType);
    },
    abandon: () => {},
  };
}

function numbersIn(buffer: ArrayBuffer, dataType: DataType): ArrayLike<number> {
  switch (dataType) {
    case "uint8":
      return new Uint8Array(buffer);
    case "int8":
      return new Int8Array(buffer);
    case "uint16":
      return new Uint16Array(buffer);
    case "int16":
      return new Int16Array(buffer);
    case "uint32":
      return new Uint32Array(buffer);
    case "int32":
      return new Int32Array(buffer);
    case "uint64":
      return Float64Array.from(new BigUint64Array(buffer), Number);
    case "int64":
      return Float64Array.from(new BigInt64Array(buffer), Number);
    case "float32":
      return new Float32Array(buffer);
    case "float64":
      return new Float64Array(buffer);
  }
}
