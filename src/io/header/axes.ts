import { VoxmatchError } from "../../../base/errors.js";
import type { Affine } from "../../../base/types.js";
import { spanned } from "../affine-columns.js";

/** Where voxels lie: their size, and voxel to world. */
export interface Grid {
  /** mm */
  readonly spacing: readonly number[];
  readonly affine: Affine | null;
  readonly notes: readonly string[];
}

/** Which way the first two axes of the world point: NIfTI's are right and anterior, DICOM's left and posterior. */
const SIGNS = { RAS: [1, 1, 1], LPS: [-1, -1, 1], LAS: [-1, 1, 1] } as const;
export type WorldAxes = keyof typeof SIGNS;

/**
 * The grid whose voxel axes step by these vectors (mm) from the centre of the first voxel.
 * @throws VoxmatchError `INVALID_VOLUME` if they do not span the volume
 */
export function gridOf(
  steps: readonly (readonly number[])[],
  origin: readonly number[],
  world: WorldAxes,
  { label, shape }: { readonly label: string; readonly shape: readonly number[] },
): Grid {
  const [u, v, w] = completed(steps);
  const affine = [
    ...SIGNS[world].flatMap((sign, row) => [u[row], v[row], w[row], origin[row] ?? 0].map((entry) => sign * entry)),
    ...[0, 0, 0, 1],
  ].map((entry) => entry + 0);
  if (!spanned(affine, shape)) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label}: the directions in the header (${steps.map((step) => `(${step.join(", ")})`).join(" ")}) do not place the voxels ` +
        "in space: expected finite numbers and an independent direction for each axis. Write the file again.",
      { source: label, steps },
    );
  }
  const spacing = shape.map((_, axis) => Math.hypot(...(steps[axis] ?? w)) || 1);
  return { spacing, affine, notes: [] };
}

/** The grid of a file without positions. `given`: the spacing from the caller. */
export function unplaced(
  shape: readonly number[],
  given: readonly number[] | undefined,
  { label, reason }: { readonly label: string; readonly reason: string },
): Grid {
  if (given === undefined) {
    const note = `${label}: ${reason}, so voxels are taken to be 1 mm long along each axis (spacing says otherwise).`;
    return { spacing: shape.map(() => 1), affine: null, notes: [note] };
  }
  return { spacing: checkGiven(shape, given, label), affine: null, notes: [] };
}

function checkGiven(shape: readonly number[], given: readonly number[], label: string): readonly number[] {
  const usable = given.length >= shape.length && given.every((length) => Number.isFinite(length) && length > 0);
  if (usable) return given.slice(0, shape.length);
  throw new VoxmatchError(
    "INVALID_OPTION",
    `spacing is ${given.join(", ")}, expected a number above 0 for each of the ${shape.length} axes of ${label}: x, y, z in mm.`,
    { option: "spacing", value: given, source: label },
  );
}

/** Three vectors of three numbers; a plane's normal is a step of 1 along the third axis. */
function completed(steps: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return [0, 1, 2].map((axis) => {
    const unit = [0, 1, 2].map((row) => Number(row === axis));
    const step = steps[axis] ?? unit;
    return [step[0], step[1], step[2] ?? 0];
  });
}
