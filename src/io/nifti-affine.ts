import { readHeader } from "nifti-reader-js";
import { VoxmatchError } from "../errors.js";
import type { Affine } from "../types.js";
import type { NiftiFields } from "./nifti-fields.js";

/** How far b² + c² + d² may exceed 1 by rounding before a quaternion counts as damaged. */
const QUATERNION_SLACK = 1e-4;

/**
 * Voxel to world in the file's own unit: the sform if it has one, else the qform, else voxels times `voxelSize` (the
 * standard's "method 1", which has no offset). It is nibabel's order; nifti-reader-js prefers whichever code is larger.
 * @param voxelSize `pixdim[1..3]`, with 1 for axes that the volume does not have
 */
export function niftiAffine(fields: NiftiFields, voxelSize: readonly number[], label: string): Affine {
  if (fields.sformCode > 0) return [...fields.srow, 0, 0, 0, 1];
  if (fields.qformCode > 0) return fromQuaternion(fields, voxelSize, label);
  const [dx, dy, dz] = voxelSize;
  return [dx, 0, 0, 0, 0, dy, 0, 0, 0, 0, dz, 0, 0, 0, 0, 1];
}

function fromQuaternion(fields: NiftiFields, voxelSize: readonly number[], label: string): Affine {
  let [b, c, d] = fields.quaternion;
  const squared = b * b + c * c + d * d;
  if (!(squared <= 1 + QUATERNION_SLACK)) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label}: the rotation in the header (quaternion b, c, d = ${fields.quaternion.join(", ")}) is none: the sum of ` +
        `the squares is ${squared}, expected at most 1. Write the file again with a valid qform or with an sform.`,
      { source: label, quaternion: fields.quaternion },
    );
  }
  // Stored in single precision a half turn comes out a hair above 1, whose root would be NaN.
  const a = Math.sqrt(Math.max(0, 1 - squared));
  if (squared > 1) {
    const norm = Math.sqrt(squared);
    b /= norm;
    c /= norm;
    d /= norm;
  }
  const [dx, dy] = voxelSize;
  const dz = voxelSize[2] * (fields.pixdim[0] < 0 ? -1 : 1);
  const [x, y, z] = fields.qoffset;
  return [
    [(a * a + b * b - c * c - d * d) * dx, 2 * (b * c - a * d) * dy, 2 * (b * d + a * c) * dz, x],
    [2 * (b * c + a * d) * dx, (a * a + c * c - b * b - d * d) * dy, 2 * (c * d - a * b) * dz, y],
    [2 * (b * d - a * c) * dx, 2 * (c * d + a * b) * dy, (a * a + d * d - b * b - c * c) * dz, z],
    [0, 0, 0, 1],
  ].flat();
}

/**
 * Reads the header a second time with nifti-reader-js and compares what the two readers must agree on, so that a slip
 * in one of them never turns into wrong millimetres. The affine is compared where both take it from the same fields:
 * the library takes the qform when its code is larger, has none for NIfTI-2, and knows no quaternion above 1, no
 * handedness other than ±1 and no missing axis.
 * @throws VoxmatchError `INTERNAL` if they differ
 */
export function checkAgainstReader(header: Uint8Array, fields: NiftiFields, affine: Affine, label: string): void {
  // A copy (a Buffer's slice is none) of exactly the header: with more bytes the library would walk the extensions, which may never end.
  const read = readHeader(new Uint8Array(header.subarray(0, fields.headerBytes)).buffer);
  const differing: string[] = [];
  const [dimensions] = fields.dim;
  for (let axis = 0; axis <= dimensions; axis++) {
    if (read.dims[axis] !== fields.dim[axis]) differing.push(`dim[${axis}]`);
    if (!Object.is(read.pixDims[axis], fields.pixdim[axis])) differing.push(`pixdim[${axis}]`);
  }
  if (read.datatypeCode !== fields.datatype) differing.push("datatype");
  if (read.numBitsPerVoxel !== fields.bitpix) differing.push("bitpix");
  if (read.littleEndian !== fields.littleEndian) differing.push("byte order");
  if (takesSameForm(fields)) {
    const flat = read.affine.flat();
    const scale = Math.max(1, ...affine.map(Math.abs));
    if (!affine.every((entry, index) => Math.abs(entry - flat[index]) <= 1e-6 * scale)) differing.push("affine");
  }
  if (differing.length === 0) return;
  throw new VoxmatchError(
    "INTERNAL",
    `${label}: two readers disagree about ${differing.join(", ")} of the header. This is a defect of voxmatch: please ` +
      "report it with the file's first 540 bytes.",
    { source: label, differing },
  );
}

function takesSameForm({ version, sformCode, qformCode, quaternion, pixdim }: NiftiFields): boolean {
  if (sformCode > 0) return version === 2 || sformCode >= qformCode;
  const [b, c, d] = quaternion;
  const [handedness, ...sizes] = pixdim;
  const plain = [-1, 0, 1].includes(handedness) && sizes.slice(0, 3).every((size) => size > 0 && size < Infinity);
  return version === 1 && qformCode > 0 && plain && b * b + c * c + d * d <= 1;
}
