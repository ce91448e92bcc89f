import { VoxmatchError } from "../../base/errors.js";
import type { Volume } from "../../base/types.js";

/** Where the voxels of a volume lie. */
export type GeometryOf = Pick<Volume, "shape" | "spacing" | "affine">;

/** The parts of a geometry that are compared, and of which a difference can be ignored. */
export type GeometryPart = "shape" | "spacing" | "affine";

/** Spacings may differ by this part of the larger one: single precision and decimal rounding stay far below it. */
export const SPACING_TOLERANCE = 1e-4;

/** Entries of the affine may differ by this much (mm)… */
export const AFFINE_TOLERANCE_MM = 1e-3;

/** …and this part of the larger one: an offset of 500 mm in single precision is good to 3e-5 mm. */
export const AFFINE_RELATIVE_TOLERANCE = 1e-5;

/**
 * Checks that two volumes lie on the same grid: equal shapes; spacings axis by axis and affines entry by entry within
 * the tolerances. Differences never cancel, because each is judged alone. A volume without affine is compared by shape
 * and spacing.
 *
 * Ignoring `shape` only allows trailing axes of one voxel (`[x, y]` against `[x, y, 1]`): voxels of grids that differ
 * otherwise have no partners.
 *
 * @throws VoxmatchError `GEOMETRY_MISMATCH` with both values, where they differ and by how much they may
 */
export function checkGeometry(
  reference: GeometryOf,
  prediction: GeometryOf,
  ignore: readonly GeometryPart[] = [],
): void {
  checkShapes(reference.shape, prediction.shape, ignore.includes("shape"));
  if (!ignore.includes("spacing")) checkSpacings(reference.spacing, prediction.spacing);
  if (!ignore.includes("affine")) checkAffines(reference.affine, prediction.affine);
}

function checkShapes(reference: readonly number[], prediction: readonly number[], ignored: boolean): void {
  if (equal(reference, prediction)) return;
  const sameBeforeOnes = equal(withoutOnes(reference), withoutOnes(prediction));
  if (ignored && sameBeforeOnes) return;
  const axis = [0, 1, 2].find((each) => reference[each] !== prediction[each]) ?? 0;
  const advice = sameBeforeOnes
    ? 'They differ only by axes of one voxel: to compare them all the same, ignore the geometry part "shape" ' +
      "(--ignore-geometry shape)."
    : ignored
      ? "A difference of shape can only be ignored where it is a trailing axis of one voxel, because the voxels of " +
        "other grids have no partners: resample one volume to the grid of the other."
      : "Check that the two belong to the same case, or resample one volume to the grid of the other.";
  throw new VoxmatchError(
    "GEOMETRY_MISMATCH",
    `The shapes differ along ${"xyz"[axis]}: the reference is ${reference.join(" × ")} voxels, the prediction ` +
      `${prediction.join(" × ")}. ${advice}`,
    { part: "shape", axis, reference, prediction },
  );
}

/** Axes that only one volume has (a 2D one against one slice) are not compared. */
function checkSpacings(reference: readonly number[], prediction: readonly number[]): void {
  for (let axis = 0; axis < Math.min(reference.length, prediction.length); axis++) {
    const tolerance = SPACING_TOLERANCE * Math.max(reference[axis], prediction[axis]);
    if (Math.abs(reference[axis] - prediction[axis]) <= tolerance) continue;
    throw new VoxmatchError(
      "GEOMETRY_MISMATCH",
      `The spacings differ along ${"xyz"[axis]}: ${reference[axis]} mm in the reference, ${prediction[axis]} mm in the ` +
        `prediction (they may differ by ${SPACING_TOLERANCE} of the larger one). Correct the header that is wrong, or ` +
        'ignore the geometry part "spacing" (--ignore-geometry spacing): the reference\'s is used then.',
      { part: "spacing", axis, reference, prediction, tolerance },
    );
  }
}

function checkAffines(reference: GeometryOf["affine"], prediction: GeometryOf["affine"]): void {
  if (reference === null || prediction === null) return;
  for (let entry = 0; entry < 16; entry++) {
    const [a, b] = [reference[entry], prediction[entry]];
    const tolerance = AFFINE_TOLERANCE_MM + AFFINE_RELATIVE_TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
    if (Math.abs(a - b) <= tolerance) continue;
    const [row, column] = [Math.floor(entry / 4), entry % 4];
    const meaning = column === 3 ? "the offset" : `the step along voxel axis ${"xyz"[column]}`;
    throw new VoxmatchError(
      "GEOMETRY_MISMATCH",
      `The affines differ in row ${row + 1}, column ${column + 1} (${meaning} in world ${"xyzw"[row]}): ${a} in the ` +
        `reference, ${b} in the prediction (they may differ by ${AFFINE_TOLERANCE_MM} mm and ` +
        `${AFFINE_RELATIVE_TOLERANCE} of the larger one). The volumes lie at different places or are flipped: resample ` +
        'one, or, if only a header is wrong, ignore the geometry part "affine" (--ignore-geometry affine).',
      { part: "affine", row, column, reference, prediction, tolerance },
    );
  }
}

function equal(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

function withoutOnes(shape: readonly number[]): readonly number[] {
  return shape.slice(0, shape.findLastIndex((length) => length !== 1) + 1);
}
