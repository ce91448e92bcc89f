import type { RunList, Triple } from "../../bindings/run-list.js";
import { distancesBetween } from "../../bindings/search-surface.js";
import { findSurface, paintBits } from "../../bindings/surface-bits.js";
import type { MaskRuns, PairOfMasks } from "./mask-source.js";

/**
 * How far the surfaces of two masks are from each other: surface voxels are foreground voxels with a background
 * face-neighbour (outside the volume is background), distances go from voxel centre to voxel centre, in mm.
 */
export interface SurfaceDistances {
  /** From each surface voxel of the reference to the nearest of the prediction. */
  readonly fromReference: Float64Array;
  readonly fromPrediction: Float64Array;
  /** Voxels that belong to both surfaces. */
  readonly shared: number;
}

/** The distances between the surfaces of some references together and some predictions together, neither without voxels. */
export function surfaceDistances(source: MaskRuns, pair: PairOfMasks, spacing: Triple): SurfaceDistances {
  const { engine } = source;
  const { box, dimensions } = pair;
  const mark = engine.arena.mark();
  try {
    const surfaceOf = (list: RunList, labels: readonly number[]) =>
      findSurface(engine, paintBits(engine, list, box, labels), box.shape, dimensions === 2);
    const reference = surfaceOf(source.reference, pair.reference);
    const prediction = surfaceOf(source.prediction, pair.prediction);
    const fromReference = distancesBetween(engine, reference, prediction, box.shape, spacing);
    const fromPrediction = distancesBetween(engine, prediction, reference, box.shape, spacing);
    return { fromReference, fromPrediction, shared: countZeros(fromReference) };
  } finally {
    engine.arena.release(mark);
  }
}

function countZeros(values: Float64Array): number {
  let count = 0;
  for (const value of values) if (value === 0) count++;
  return count;
}
