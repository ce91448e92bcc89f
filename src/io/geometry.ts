import { VoxmatchError } from "../../base/errors.js";
import type { Affine, Volume } from "../../base/types.js";
import { inverseAffine, spanned } from "./affine-columns.js";

/** Where the voxels of a volume lie. */
export type GeometryOf = Pick<Volume, "shape" | "spacing" | "affine">;

/** The parts of a geometry that are compared, and of which a difference can be ignored. */
export const GEOMETRY_PARTS = ["shape", "spacing", "affine"] as const;
export type GeometryPart = (typeof GEOMETRY_PARTS)[number];

/** How two grids are compared. */
export interface GeometryRule {
  readonly ignore?: readonly GeometryPart[];
  /** Voxels by which a corner of the grid may be displaced; {@link GEOMETRY_TOLERANCE} by default. */
  readonly tolerance?: number;
}

/** Voxels by which a corner of the grid may be displaced unless the caller says otherwise. */
export const GEOMETRY_TOLERANCE = 0.02;

/** A displacement above this many voxels is more than rounding, and is noted even where it is allowed. */
const NOTABLE_VOXELS = 1e-3;

/** How far a corner of the reference's grid lies from the prediction's. */
interface Displacement {
  /** Along the reference's voxel axes, the largest of the three. */
  readonly voxels: number;
  readonly axis: number;
  readonly millimetres: number;
  /** Voxel indices of the corner. */
  readonly corner: readonly number[];
}

/**
 * Checks that two volumes lie on the same grid: equal shapes, and no corner displaced by more than the tolerance, measured in
 * voxels along the axes of the reference's grid, so that it means the same for voxels of 4 nm and of 10 mm. Where a volume
 * has no affine, the corners follow from shape and spacing alone.
 *
 * Ignoring `shape` only allows trailing axes of one voxel (`[x, y]` against `[x, y, 1]`): voxels of grids that differ
 * otherwise have no partners.
 *
 * @returns remarks on differences that were allowed or ignored
 * @throws VoxmatchError `GEOMETRY_MISMATCH` with both values, the displacement in voxels and mm, and how much is allowed
 */
export function checkGeometry(
  reference: GeometryOf,
  prediction: GeometryOf,
  { ignore = [], tolerance = GEOMETRY_TOLERANCE }: GeometryRule = {},
): readonly string[] {
  checkShapes(reference.shape, prediction.shape, ignore.includes("shape"));
  const notes: string[] = [];
  const judge = (part: GeometryPart, found: Displacement, refuse: (found: Displacement) => VoxmatchError) => {
    // Written so that NaN is refused, too.
    const isAllowed = found.voxels <= tolerance;
    if (!isAllowed && !ignore.includes(part)) throw refuse(found);
    if (isAllowed && found.voxels <= NOTABLE_VOXELS) return;
    const why = isAllowed ? `geometryTolerance ${tolerance} allows` : `ignoreGeometry ${part} leaves out`;
    notes.push(`The grids differ in ${part} by up to ${sayDisplacement(found)}, which ${why}.`);
  };
  const spacings = spacingDisplacement(reference, prediction);
  const [from, to] = [reference.affine, prediction.affine];
  if (from === null || to === null) {
    judge("spacing", spacings, (found) => refuseSpacing(reference, prediction, found, tolerance));
    return notes;
  }
  // The corners cover the spacings, unless the affines are left out.
  if (ignore.includes("affine") || !(spacings.voxels <= 2 * tolerance)) {
    judge("spacing", spacings, (found) => refuseSpacing(reference, prediction, found, tolerance));
  }
  judge("affine", affineDisplacement(reference, from, to), (found) => refuseAffine(from, to, found, tolerance));
  return notes;
}

/** How far apart the last corners are where only spacings are known. Axes that only one volume has are not compared. */
function spacingDisplacement(reference: GeometryOf, prediction: GeometryOf): Displacement {
  const corner = reference.shape.map((length) => length - 1);
  const axes = Math.min(reference.shape.length, prediction.shape.length);
  const off = Array.from({ length: axes }, (_, axis) => {
    return corner[axis] * (prediction.spacing[axis] / reference.spacing[axis] - 1);
  });
  const axis = furthest(off);
  return { voxels: Math.abs(off[axis]), axis, millimetres: Math.abs(off[axis]) * reference.spacing[axis], corner };
}

/** The largest displacement of a corner of the grid. */
function affineDisplacement({ shape, spacing }: GeometryOf, from: Affine, to: Affine): Displacement {
  const none = { voxels: Number.NaN, axis: 0, millimetres: Number.NaN, corner: [0, 0, 0] };
  if (!spanned(from, shape) || !to.every(Number.isFinite)) return none;
  const inverse = inverseAffine(from, shape, spacing);
  let worst: Displacement = { voxels: -1, axis: 0, millimetres: 0, corner: [] };
  for (let each = 0; each < 8; each++) {
    const corner = [0, 1, 2].map((axis) => ((each >> axis) & 1 ? (shape[axis] ?? 1) - 1 : 0));
    const moved = difference(from, to, corner);
    // Of the difference itself, so that a far origin costs no digits.
    const off = inverse.map(([x, y, z]) => x * moved[0] + y * moved[1] + z * moved[2]);
    const axis = furthest(off);
    const voxels = Math.abs(off[axis]);
    if (voxels > worst.voxels) worst = { voxels, axis, millimetres: Math.hypot(...moved), corner };
  }
  return worst;
}

/** From where one affine puts a voxel to where the other does, mm. */
function difference(from: Affine, to: Affine, [i, j, k]: readonly number[]): readonly [number, number, number] {
  const along = (at: number) =>
    (to[at] - from[at]) * i +
    (to[at + 1] - from[at + 1]) * j +
    (to[at + 2] - from[at + 2]) * k +
    to[at + 3] -
    from[at + 3];
  return [along(0), along(4), along(8)];
}

function furthest(off: readonly number[]): number {
  const sizes = off.map(Math.abs);
  const bad = sizes.findIndex(Number.isNaN);
  return bad >= 0 ? bad : sizes.indexOf(Math.max(...sizes));
}

function sayDisplacement({ voxels, axis, millimetres, corner }: Displacement): string {
  return `${short(voxels)} voxels along ${"xyz"[axis]} (${short(millimetres)} mm) at the corner [${corner.join(", ")}]`;
}

function short(value: number): number {
  return Number(value.toPrecision(4));
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

function refuseSpacing(
  { spacing: reference }: GeometryOf,
  { spacing: prediction }: GeometryOf,
  found: Displacement,
  tolerance: number,
): VoxmatchError {
  const { axis } = found;
  return new VoxmatchError(
    "GEOMETRY_MISMATCH",
    `The spacings differ along ${"xyz"[axis]}: ${reference[axis]} mm in the reference, ${prediction[axis]} mm in the ` +
      `prediction. That moves a corner by ${sayDisplacement(found)}, where ${tolerance} voxels are allowed (geometryTolerance). ` +
      'Correct the header that is wrong, or ignore the geometry part "spacing" (--ignore-geometry spacing): the ' +
      "reference's is used then.",
    { part: "spacing", axis, reference, prediction, tolerance, voxels: found.voxels, millimetres: found.millimetres },
  );
}

function refuseAffine(reference: Affine, prediction: Affine, found: Displacement, tolerance: number): VoxmatchError {
  const entry = mostDifferent(reference, prediction);
  const [row, column] = [Math.floor(entry / 4), entry % 4];
  const meaning = column === 3 ? "the offset" : `the step along voxel axis ${"xyz"[column]}`;
  return new VoxmatchError(
    "GEOMETRY_MISMATCH",
    `The affines differ: a corner is displaced by ${sayDisplacement(found)}, where ${tolerance} voxels are allowed ` +
      `(geometryTolerance). They differ most in row ${row + 1}, column ${column + 1} (${meaning} in world ${"xyzw"[row]}): ` +
      `${reference[entry]} in the reference, ${prediction[entry]} in the prediction. The volumes lie at different places or are ` +
      'flipped: resample one, or, if only a header is wrong, ignore the geometry part "affine" (--ignore-geometry affine).',
    {
      part: "affine",
      row,
      column,
      reference,
      prediction,
      tolerance,
      voxels: found.voxels,
      millimetres: found.millimetres,
    },
  );
}

function mostDifferent(a: Affine, b: Affine): number {
  return furthest(a.slice(0, 12).map((entry, index) => entry - b[index]));
}

function equal(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

function withoutOnes(shape: readonly number[]): readonly number[] {
  return shape.slice(0, shape.findLastIndex((length) => length !== 1) + 1);
}
