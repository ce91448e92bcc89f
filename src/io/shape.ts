import { VoxmatchError } from "../../base/errors.js";
import { MAXIMUM_ROW_LENGTH } from "../../bindings/volumes/run-volume.js";
import { spanned } from "./affine-columns.js";

/** Advice for a shape of more than three axes that dropping trailing axes of one voxel does not reduce to three. */
export function dimensionAdvice(shape: readonly number[]): string {
  const [first] = shape;
  const leading = shape.findIndex((length) => length !== 1);
  const [smallest] = [...shape].sort((a, b) => a - b);
  if (leading > 0 && shape.length - leading <= 3) {
    return (
      `The first axis, of one voxel, is a batch or channel axis, as deep-learning frameworks have it, and no axis of space. ` +
      "Remove it before saving (array[0], or numpy.squeeze)."
    );
  }
  if (
    shape.length === 4 &&
    smallest > 1 &&
    smallest <= MAXIMUM_CHANNELS &&
    (first === smallest || shape[3] === smallest)
  ) {
    return (
      `An axis of ${smallest} may hold one-hot masks or probabilities of ${smallest} classes: save the label of each voxel ` +
      "instead (numpy.argmax along that axis). If it holds time points or cases, save each 3D volume in a separate file."
    );
  }
  return "Save each 3D volume in a separate file.";
}

/** More channels are rare, and an axis of space is mostly longer. */
const MAXIMUM_CHANNELS = 128;

/** Checks the shape of voxels in an array. @throws VoxmatchError `INVALID_VOLUME` */
export function checkShape(shape: readonly number[]): void {
  const whole = Array.isArray(shape) && shape.every((length) => Number.isSafeInteger(length) && length >= 1);
  if (!whole || (shape.length !== 2 && shape.length !== 3)) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `The shape is ${describe(shape)}, expected two or three whole numbers of at least 1: the voxels along x, y (and z).` +
        (whole && shape.length > 3 ? ` ${dimensionAdvice(shape)}` : ""),
      { shape },
    );
  }
  if (shape[0] > MAXIMUM_ROW_LENGTH) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `The volume is ${shape[0]} voxels long along x, and at most ${MAXIMUM_ROW_LENGTH} can be read. Crop it, or transpose it so ` +
        "that another axis is the first.",
      { shape, maximum: MAXIMUM_ROW_LENGTH },
    );
  }
}

/** Checks that there is a length in mm for each axis. @throws VoxmatchError `INVALID_VOLUME` */
export function checkSpacing(spacing: readonly number[], dimensions: number): void {
  const usable = Array.isArray(spacing) && spacing.every((length) => Number.isFinite(length) && length > 0);
  if (usable && spacing.length === dimensions) return;
  throw new VoxmatchError(
    "INVALID_VOLUME",
    `The spacing is ${describe(spacing)}, expected ${dimensions} numbers above 0: the millimetres between voxels along ` +
      "each axis of the shape.",
    { spacing, dimensions },
  );
}

/** Checks that an affine is null, or sixteen numbers that place the voxels. @throws VoxmatchError `INVALID_VOLUME` */
export function checkAffine(affine: readonly number[] | null, shape: readonly number[]): void {
  if (affine === null) return;
  if (Array.isArray(affine) && affine.length === 16 && spanned(affine, shape)) return;
  throw new VoxmatchError(
    "INVALID_VOLUME",
    `The affine is ${describe(affine)}, expected the sixteen finite numbers of a 4 × 4 matrix, row after row, with ` +
      "an independent direction for each axis, or null. " +
      "Flatten nested rows with affine.flat().",
    { affine },
  );
}

function describe(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(String).join(", ")}]` : String(value);
}
