/** Voxels and millimetres of the world. */
import type { Affine } from "../../src/index.js";
import type { Answer, InstanceId, OpenedCase } from "../engine/protocol.js";
import type { Point } from "./tiles.js";

type Frame = Pick<OpenedCase, "shape" | "spacing" | "affine">;

/** The place of a voxel. */
export function worldOf({ affine, spacing }: Pick<Frame, "affine" | "spacing">, voxel: readonly number[]): Point {
  const matrix = affine ?? scaling(spacing);
  const [x, y, z = 0] = voxel;
  const along = (at: number) => matrix[at] * x + matrix[at + 1] * y + matrix[at + 2] * z + matrix[at + 3];
  return [along(0), along(4), along(8)];
}

/** The voxel at a place, within the volume. */
export function voxelAt(frame: Frame, place: readonly number[]): readonly number[] {
  const { shape } = frame;
  const origin = worldOf(frame, [0, 0, 0]);
  const steps = [0, 1, 2].map((axis) => {
    const end = worldOf(
      frame,
      [0, 1, 2].map((each) => Number(each === axis)),
    );
    return end.map((each, row) => each - origin[row]);
  });
  const off = place.map((each, row) => each - origin[row]);
  const whole = determinant(steps[0], steps[1], steps[2]);
  // Cramer's rule. A plane's third axis may be anything.
  const found = [
    determinant(off, steps[1], steps[2]) / whole,
    determinant(steps[0], off, steps[2]) / whole,
    determinant(steps[0], steps[1], off) / whole,
  ];
  return shape.map((length, axis) => Math.min(length - 1, Math.max(0, Math.round(found[axis] || 0))));
}

/** The box by which the viewer marks the selected instance. */
export interface ShownBox {
  /** The eight corners. */
  readonly corners: readonly Point[];
  /** The longest side, in mm. */
  readonly size: number;
}

/** The box around an instance; null where it has none, as those in void. */
export function boxOf(frame: Frame, answer: Answer, { group, side, label }: InstanceId): ShownBox | null {
  if (group !== answer.group) return null;
  const row = answer[side].labels.indexOf(label);
  if (row < 0) return null;
  const box = answer[side].boxes.subarray(6 * row, 6 * row + 6);
  if (Number.isNaN(box[0])) return null;
  const corners = Array.from({ length: 8 }, (_, i) =>
    worldOf(
      frame,
      // Half a voxel around the middles of the outermost.
      [0, 1, 2].map((axis) => ((i >> axis) & 1 ? box[2 * axis + 1] + 0.5 : box[2 * axis] - 0.5)),
    ),
  );
  const size = Math.max(
    ...[0, 1, 2].map((axis) => (box[2 * axis + 1] - box[2 * axis] + 1) * (frame.spacing[axis] ?? 1)),
  );
  return { corners, size };
}

function determinant(a: readonly number[], b: readonly number[], c: readonly number[]): number {
  return a[0] * (b[1] * c[2] - b[2] * c[1]) - b[0] * (a[1] * c[2] - a[2] * c[1]) + c[0] * (a[1] * b[2] - a[2] * b[1]);
}

function scaling([x, y, z = 1]: readonly number[]): Affine {
  return [x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0, 0, 0, 0, 1];
}
