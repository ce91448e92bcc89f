import { VoxmatchError } from "../../../base/errors.js";
import type { Affine } from "../../../base/types.js";
import { checkAffine, checkShape, checkSpacing } from "../shape.js";
import { dataTypeOf, MACHINE_IS_LITTLE_ENDIAN, STORED_TYPES, type VoxelArray } from "./data-types.js";
import { HEADER_BYTES } from "./magic.js";

/** Content of a NIfTI file to write. */
export interface NiftiContent {
  /** Voxels, x fastest. */
  readonly data: VoxelArray;
  /** Voxels along x, y (and z); at most 32767 each, as NIfTI-1 stores them. */
  readonly shape: readonly number[];
  /** mm */
  readonly spacing: readonly number[];
  /** Voxel to world; without it the header names no world, and readers fall back on the spacing. */
  readonly affine?: Affine | null;
}

const VOXEL_OFFSET = HEADER_BYTES[1] + 4;
const MAXIMUM_LENGTH = 32_767;
const MILLIMETRES = 2;
/** `sform_code`: the world of the scanner. */
const SCANNER_WORLD = 1;

/**
 * Writes an uncompressed, little-endian, single-file NIfTI-1 volume, with the affine as sform.
 * @throws VoxmatchError `INVALID_VOLUME` if the parts do not fit each other or NIfTI-1
 */
export function encodeNifti({ data, shape, spacing, affine = null }: NiftiContent): Uint8Array<ArrayBuffer> {
  checkShape(shape);
  checkSpacing(spacing, shape.length);
  checkAffine(affine, shape);
  const dataType = dataTypeOf(data);
  const stored = STORED_TYPES.find((type) => type.dataType === dataType);
  const voxels = shape.reduce((product, length) => product * length, 1);
  if (stored === undefined || data.length !== voxels || shape.some((length) => length > MAXIMUM_LENGTH)) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `A NIfTI-1 file holds a typed array of as many voxels as its shape says, at most ${MAXIMUM_LENGTH} along each ` +
        `axis; this is ${shape.join(" × ")} = ${voxels} voxels and ${data.length} numbers.`,
      { shape, expected: voxels, found: data.length },
    );
  }
  const file = new Uint8Array(VOXEL_OFFSET + voxels * stored.bytes);
  const view = new DataView(file.buffer);
  view.setInt32(0, HEADER_BYTES[1], true);
  [shape.length, ...shape, 1, 1, 1, 1, 1].slice(0, 8).forEach((length, index) => {
    view.setInt16(40 + 2 * index, length, true);
  });
  view.setInt16(70, stored.code, true);
  view.setInt16(72, stored.bytes * 8, true);
  [1, ...spacing, 1, 1, 1, 1, 1].slice(0, 8).forEach((size, index) => {
    view.setFloat32(76 + 4 * index, size, true);
  });
  view.setFloat32(108, VOXEL_OFFSET, true);
  view.setFloat32(112, 1, true);
  view.setUint8(123, MILLIMETRES);
  if (affine !== null) {
    view.setInt16(254, SCANNER_WORLD, true);
    affine.slice(0, 12).forEach((entry, index) => {
      view.setFloat32(280 + 4 * index, entry, true);
    });
  }
  file.set([0x6e, 0x2b, 0x31, 0], 344);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  file.set(MACHINE_IS_LITTLE_ENDIAN ? bytes : swapped(bytes, stored.bytes), VOXEL_OFFSET);
  return file;
}

/** A copy with the bytes of every number in the other order. */
function swapped(bytes: Uint8Array, size: number): Uint8Array {
  return Uint8Array.from(bytes, (_, at) => bytes[at - (at % size) + size - 1 - (at % size)]);
}
