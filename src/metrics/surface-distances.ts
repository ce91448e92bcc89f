import { distanceTransform, gatherDistances } from "../../bindings/distance-transform.js";
import type { Engine } from "../../bindings/engine.js";
import { findSurfaceAt } from "../../bindings/find-surface.js";
import type { Pointer } from "../../bindings/kernels.js";
import type { Triple } from "../../bindings/run-list.js";
import type { MaskPair } from "./mask-source.js";

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

/** The distances between the surfaces of two masks, neither of which is empty. */
export function surfaceDistances(engine: Engine, pair: MaskPair, spacing: Triple, dimensions: 2 | 3): SurfaceDistances {
  const { arena } = engine;
  const shape = dimensions === 2 ? ([pair.shape[0], pair.shape[1]] as const) : pair.shape;
  const surfaceOf = (mask: Pointer) => {
    const surface = arena.allocate(pair.voxels);
    return { surface, count: findSurfaceAt(engine, mask, shape, surface) };
  };
  const reference = surfaceOf(pair.reference);
  const prediction = surfaceOf(pair.prediction);
  const distances = (from: typeof reference, to: typeof reference) => {
    const mark = arena.mark();
    const squared = distanceTransform(engine, to.surface, pair.shape, spacing);
    const found = gatherDistances(engine, squared, from.surface, pair.voxels, from.count).slice();
    arena.release(mark);
    return found;
  };
  const fromReference = distances(reference, prediction);
  return {
    fromReference,
    fromPrediction: distances(prediction, reference),
    shared: fromReference.reduce((count, distance) => count + Number(distance === 0), 0),
  };
}

/**
 * The value below which `share` of the numbers lie, linearly interpolated between the two nearest (NumPy's "linear",
 * Hyndman and Fan 1996, type 7).
 */
export function percentile(values: Float64Array, share: number): number {
  const sorted = values.slice().sort();
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
