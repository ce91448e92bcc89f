import type { Affine } from "../../base/types.js";

type Vector = readonly [number, number, number];

/** Axes whose directions are nearer to one plane or line than this part of their lengths are not independent. */
const INDEPENDENCE = 1e-6;

/**
 * True if the affine is finite and gives the axes of more than one voxel independent directions. Other axes do not
 * matter: they hold one voxel only.
 */
export function spanned(affine: Affine, shape: readonly number[]): boolean {
  if (!affine.every(Number.isFinite)) return false;
  const columns = [0, 1, 2].filter((axis) => (shape[axis] ?? 1) > 1).map((axis) => columnOf(affine, axis));
  const lengths = columns.map(lengthOf);
  // A step whose square under- or overflows is of no use either.
  if (lengths.some((length) => !(length > 0 && length < Number.POSITIVE_INFINITY))) return false;
  const [u, v, w] = columns.map((column, i) => scaled(column, 1 / lengths[i]));
  if (v === undefined) return true;
  const normal = cross(u, v);
  return w === undefined ? lengthOf(normal) > INDEPENDENCE : Math.abs(dot(normal, w)) > INDEPENDENCE;
}

/**
 * World to voxel as three rows of four numbers, of an affine that {@link spanned} accepts. Axes of one voxel that have no
 * direction get one at right angles to the others, with their spacing as the step.
 */
export function inverseAffine(
  affine: Affine,
  shape: readonly number[],
  spacing: readonly number[],
): readonly (readonly number[])[] {
  const [u, v, w] = completed(affine, shape, spacing);
  const origin: Vector = [affine[3], affine[7], affine[11]];
  const volume = dot(cross(u, v), w);
  return [cross(v, w), cross(w, u), cross(u, v)].map((row) => {
    const [x, y, z] = scaled(row, 1 / volume);
    return [x, y, z, -dot([x, y, z], origin)];
  });
}

/** The three columns, made linearly independent. */
function completed(affine: Affine, shape: readonly number[], spacing: readonly number[]): [Vector, Vector, Vector] {
  const all = [2, 2, 2];
  const columns = [0, 1, 2].map((axis) => columnOf(affine, axis));
  for (const axis of [2, 1, 0]) {
    const candidate = columns.flat();
    const matrix = [0, 1, 2].flatMap((row) => [candidate[row], candidate[3 + row], candidate[6 + row], 0]);
    if (spanned([...matrix, 0, 0, 0, 1], all)) break;
    if ((shape[axis] ?? 1) > 1) continue;
    const others = columns.filter((_, other) => other !== axis);
    columns[axis] = scaled(normalTo(others), spacing[axis] ?? Math.min(...spacing));
  }
  return [columns[0], columns[1], columns[2]];
}

/** A unit vector at right angles to two, of which one may be zero or along the other. */
function normalTo([first, second]: readonly Vector[]): Vector {
  const normal = cross(first, second);
  const length = lengthOf(normal);
  if (length > INDEPENDENCE * lengthOf(first) * lengthOf(second)) return scaled(normal, 1 / length);
  const along = lengthOf(first) > 0 ? first : second;
  const smallest = along.map(Math.abs).indexOf(Math.min(...along.map(Math.abs)));
  const other = cross(along, [Number(smallest === 0), Number(smallest === 1), Number(smallest === 2)]);
  return lengthOf(other) > 0 ? scaled(other, 1 / lengthOf(other)) : [1, 0, 0];
}

function columnOf(affine: Affine, axis: number): Vector {
  return [affine[axis], affine[4 + axis], affine[8 + axis]];
}

function lengthOf(v: Vector): number {
  return Math.hypot(...v);
}

function scaled([x, y, z]: Vector, factor: number): Vector {
  return [x * factor, y * factor, z * factor];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
