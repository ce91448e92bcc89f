import { VoxmatchError } from "../../base/errors.js";
import type { Affine, DataType, Volume, VolumeHeader } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { lendEngine } from "../../bindings/engine/engine-pool.js";
import { packArray } from "../../bindings/read/pack-array.js";
import { VoxelScanner } from "../../bindings/read/volume-encoder.js";
import { copyVoxelsOut, type VoxelList } from "../../bindings/volumes/arena-volume.js";
import { tripleOf } from "../../bindings/volumes/run-volume.js";
import { dataTypeOf, MACHINE_IS_LITTLE_ENDIAN, type VoxelArray } from "./nifti/data-types.js";
import { checkAffine, checkShape, checkSpacing } from "./shape.js";

/** Voxels in an array and where they lie. */
export interface ArrayVolume {
  /** The labels, x fastest, then y, then z. */
  readonly data: VoxelArray;
  /** Voxels along x, y (and z). */
  readonly shape: readonly number[];
  /** Millimetres between voxels along each axis; 1 by default. */
  readonly spacing?: readonly number[];
  /** Voxel to world, sixteen numbers row after row; null (the default) if it is unknown. */
  readonly affine?: Affine | null;
}

/** A checked array, and how to scan it. */
export interface CheckedArray {
  readonly header: VolumeHeader;
  /** Scans the voxels on an engine, on all threads that are enlisted; they lie in its arena until that releases them. */
  readonly scan: (engine: Engine) => VoxelList;
}

/**
 * Checks that the parts of an array volume fit each other.
 * @throws VoxmatchError `INVALID_VOLUME`
 */
export function checkArray(array: ArrayVolume): CheckedArray {
  const { data, shape } = array;
  const dataType = dataTypeOf(data);
  if (dataType === null) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      "The voxels must be in a typed array of integers or floats, such as Uint8Array or Uint16Array. Convert a plain " +
        "array with Uint16Array.from(array).",
      { received: data === null ? "null" : typeof data },
    );
  }
  checkShape(shape);
  const voxels = shape.reduce((product, length) => product * length, 1);
  if (voxels !== data.length) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `The shape ${shape.join(" × ")} has ${voxels} voxels, but the array holds ${data.length}. Shape and array must ` +
        "belong together, x fastest.",
      { shape, expected: voxels, found: data.length },
    );
  }
  const spacing = array.spacing ?? shape.map(() => 1);
  checkSpacing(spacing, shape.length);
  const affine = array.affine ?? null;
  checkAffine(affine);
  const header = {
    shape: [...shape],
    spacing: [...spacing],
    affine: affine && [...affine],
    dataType,
    source: null,
  };
  return { header, scan: (engine) => scanArray(engine, array, dataType) };
}

/**
 * Makes a label volume of voxels in a typed array, which is only read.
 * @throws VoxmatchError `INVALID_VOLUME` if the parts do not fit each other or a voxel is no label
 */
export async function volumeFromArray(array: ArrayVolume, engine?: Engine): Promise<Volume> {
  const { header, scan } = checkArray(array);
  return lendEngine(engine, async (lent) => ({ ...header, ...copyVoxelsOut(lent, scan(lent)) }));
}

function scanArray(engine: Engine, { data, shape }: ArrayVolume, dataType: DataType): VoxelList {
  const encoding = { dataType, littleEndian: MACHINE_IS_LITTLE_ENDIAN, slope: 1, intercept: 0 };
  const bits = packArray(engine, { data, shape: tripleOf(shape), encoding });
  if (bits !== null) return bits;
  const scanner = new VoxelScanner(engine, shape, encoding);
  try {
    scanner.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return scanner.finish().voxels;
  } catch (error) {
    scanner.abandon();
    throw error;
  }
}
