import { VoxmatchError } from "../../../base/errors.js";
import { type Grid, gridOf } from "../header/axes.js";
import type { SegHeader } from "./seg-header.js";

/** Where the frames lie along the normal of their planes. */
export interface SegSlices {
  /** The slice of each frame. */
  readonly sliceOf: readonly number[];
  readonly count: number;
  /** mm */
  readonly step: number;
  readonly origin: readonly number[];
  readonly notes: readonly string[];
}

/** Parts of a step by which positions may be off; millimetres by which planes may be shifted against each other. */
const [TOLERANCE, SHIFT] = [0.02, 0.01];

/**
 * The slices: frames are sorted by their positions, and empty slices, which are not stored, are found by the spacing between slices.
 * @throws VoxmatchError `INVALID_VOLUME` for positions that are no grid
 */
export function segSlices({ frames, orientation, sliceSpacing, thickness }: SegHeader, label: string): SegSlices {
  const normal = cross(orientation.slice(0, 3), orientation.slice(3));
  const heights = frames.map(({ position }) => dot(position, normal));
  const lost = heights.findIndex((height) => !Number.isFinite(height));
  if (lost >= 0) throw refused(label, `has a frame whose position or orientation are no numbers (number ${lost + 1})`);
  const lowest = heights.indexOf(Math.min(...heights));
  const origin = frames[lowest].position;
  for (const { position } of frames) {
    const shift = [0, 1].map((axis) =>
      dot(
        position.map((entry, i) => entry - origin[i]),
        orientation.slice(3 * axis, 3 * axis + 3),
      ),
    );
    if (shift.some((length) => Math.abs(length) > SHIFT)) {
      throw refused(
        label,
        `has frames that are shifted against each other by ${Math.max(...shift.map(Math.abs))} mm within their planes, which are no volume`,
      );
    }
  }
  const above = heights.map((height) => height - heights[lowest]);
  const levels = [...above]
    .sort((a, b) => a - b)
    .filter((height, i, all) => i === 0 || height - all[i - 1] > SHIFT / 10);
  const gaps = levels.slice(1).map((height, i) => height - levels[i]);
  const stated = sliceSpacing ?? (gaps.length === 0 ? thickness : null);
  const step = [stated, Math.min(...gaps)].find(
    (each) => each !== null && each > 0 && Number.isFinite(each) && above.every((height) => isMultiple(height, each)),
  );
  if (step === undefined || step === null) {
    if (gaps.length > 0)
      throw refused(
        label,
        `has frames at uneven distances (${gaps
          .slice(0, 8)
          .map((gap) => Number(gap.toPrecision(6)))
          .join(", ")} mm), which are no grid`,
      );
    return {
      sliceOf: frames.map(() => 0),
      count: 1,
      step: 1,
      origin,
      notes: [`${label}: the thickness of its only slice is unknown and taken to be 1 mm.`],
    };
  }
  const sliceOf = above.map((height) => Math.round(height / step));
  return { sliceOf, count: Math.max(...sliceOf) + 1, step, origin, notes: [] };
}

export function segGrid(
  header: SegHeader,
  { step, origin, notes }: SegSlices,
  shape: readonly number[],
  label: string,
): Grid {
  const { orientation, pixelSpacing } = header;
  const [row, column] = [orientation.slice(0, 3), orientation.slice(3)];
  const steps = [
    row.map((entry) => entry * pixelSpacing[0]),
    column.map((entry) => entry * pixelSpacing[1]),
    cross(row, column).map((entry) => entry * step),
  ];
  const grid = gridOf(steps, origin, "LPS", { label, shape });
  return { ...grid, notes };
}

function isMultiple(height: number, step: number): boolean {
  return Math.abs(height / step - Math.round(height / step)) <= TOLERANCE;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross([a, b, c]: readonly number[], [x, y, z]: readonly number[]): readonly number[] {
  return [b * z - c * y, c * x - a * z, a * y - b * x];
}

function refused(label: string, what: string): VoxmatchError {
  return new VoxmatchError("INVALID_VOLUME", `${label} ${what}.`, { source: label });
}
