import { VoxmatchError } from "../../base/errors.js";
import { MAXIMUM_ROW_LENGTH } from "../../bindings/volumes/run-volume.js";

/** Checks the shape of voxels in an array. @throws VoxmatchError `INVALID_VOLUME` */
export function checkShape(shape: readonly number[]): void {
  const whole = Array.isArray(shape) && shape.every((length) => Number.isSafeInteger(length) && length >= 1);
  if (!whole || (shape.length !== 2 && shape.length !== 3)) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `The shape is ${describe(shape)}, expected two or three whole numbers of at least 1: the voxels along x, y (and z).`,
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

/** Checks that an affine is sixteen numbers or null. @throws VoxmatchError `INVALID_VOLUME` */
export function checkAffine(affine: readonly number[] | null): void {
  if (affine === null) return;
  if (Array.isArray(affine) && affine.length === 16 && affine.every(Number.isFinite)) return;
  throw new VoxmatchError(
    "INVALID_VOLUME",
    `The affine is ${describe(affine)}, expected the sixteen finite numbers of a 4 × 4 matrix, row after row, or null. ` +
      "Flatten nested rows with affine.flat().",
    { affine },
  );
}

function describe(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(String).join(", ")}]` : String(value);
}
