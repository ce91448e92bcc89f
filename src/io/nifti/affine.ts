import { VoxmatchError } from "../../../base/errors.js";
import type { Affine } from "../../../base/types.js";
import type { NiftiFields } from "./header-fields.js";

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
