import { findSurfaceSlowly } from "./find-surface.js";

/** The distances between two surfaces in mm, each voxel of one measured against each voxel of the other. */
export interface PlainDistances {
  readonly fromReference: number[];
  readonly fromPrediction: number[];
  readonly shared: number;
}

/** In scan order of each mask. `spacing` may have more axes than the shape. */
export function surfaceDistancesSlowly(
  reference: Uint8Array,
  prediction: Uint8Array,
  shape: readonly number[],
  spacing: readonly number[],
): PlainDistances {
  const a = surfaceVoxels(reference, shape, spacing);
  const b = surfaceVoxels(prediction, shape, spacing);
  const nearest = (from: Point[], to: Point[]) =>
    from.map((p) => Math.min(...to.map((q) => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]))));
  const fromReference = nearest(a, b);
  return {
    fromReference,
    fromPrediction: nearest(b, a),
    shared: fromReference.filter((distance) => distance === 0).length,
  };
}

type Point = readonly [number, number, number];

/** Surface voxels in mm. */
function surfaceVoxels(mask: Uint8Array, shape: readonly number[], spacing: readonly number[]): Point[] {
  const [sx = 1, sy = 1, sz = 1] = spacing;
  const [nx = 1, ny = 1] = shape;
  const points: Point[] = [];
  findSurfaceSlowly(mask, shape).forEach((value, i) => {
    if (value !== 0) points.push([(i % nx) * sx, (Math.floor(i / nx) % ny) * sy, Math.floor(i / (nx * ny)) * sz]);
  });
  return points;
}
