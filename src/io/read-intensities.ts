import type { Affine, DataType } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { withEngine } from "../../bindings/pool/engine-pool.js";
import { bytesPerVoxel, type VoxelEncoding } from "../../bindings/read/voxel-encoding.js";
import type { FileOptions } from "./file-options.js";
import { MACHINE_IS_LITTLE_ENDIAN } from "./nifti/data-types.js";
import { openFile } from "./open-file.js";
import type { VolumeInput } from "./source/byte-source.js";
import type { VoxelSink } from "./voxel-source.js";

/** The voxels of an image, to be looked at. */
export interface Intensities {
  /** As they are stored, x fastest; values are `slope · stored + intercept`. */
  readonly data: ArrayLike<number>;
  readonly slope: number;
  readonly intercept: number;
  readonly shape: readonly number[];
  /** Voxel to world, mm; only steps along the axes if the file says nothing of place and orientation. */
  readonly affine: Affine;
}

/**
 * Reads an image of one number a voxel, dense, under the same checks as a label volume.
 * @throws VoxmatchError as `readVolume`
 */
export async function readIntensities(
  input: VolumeInput,
  { beside }: Pick<FileOptions, "beside"> = {},
): Promise<Intensities> {
  return withEngine(undefined, async (engine) => {
    const source = await openFile(engine, input, { hash: false, beside });
    try {
      const { volume } = source;
      const { slope, intercept } = volume.encoding;
      const { shape, spacing } = volume.header;
      const [dx, dy, dz = 1] = spacing;
      const affine = volume.header.affine ?? [dx, 0, 0, 0, 0, dy, 0, 0, 0, 0, dz, 0, 0, 0, 0, 1];
      const { found: data } = await volume.stream(engine, () => gather(engine, shape, volume.encoding), false);
      return { data, slope, intercept, shape, affine };
    } finally {
      await source.close();
    }
  });
}

function gather(
  { arena }: Engine,
  shape: readonly number[],
  { dataType, littleEndian }: VoxelEncoding,
): VoxelSink<ArrayLike<number>> {
  const size = bytesPerVoxel(dataType);
  const bytes = new Uint8Array(shape.reduce((product, length) => product * length, size));
  let filled = 0;
  const push = (piece: Uint8Array) => {
    bytes.set(piece, filled);
    filled += piece.length;
  };
  return {
    push,
    pushAt: (at, count) => push(arena.u8(at, count)),
    finish: () => {
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
