import type { CentrelineCounts } from "./centreline.js";
import { percentile, percentileInPlace } from "./percentile.js";
import type { SurfaceDistances } from "./surface-distances.js";

/**
 * How two directed lists of distances become one number: `pooled` puts them together; `directed` takes each on its own,
 * then the larger of the two percentiles (hd95), the mean of the two shares (nsd).
 */
export const POOLINGS = ["pooled", "directed"] as const;
export type Pooling = (typeof POOLINGS)[number];

/** What surface metrics may be told. */
export interface SurfaceSettings {
  readonly hd95: Pooling;
  readonly nsd: Pooling;
  /** Surfaces this far apart still agree, in mm. */
  readonly toleranceMm: number;
}

/** The tolerance where none is given: the smallest spacing in mm; half a voxel, panoptica's, where lengths are in voxels. */
export function defaultTolerance(spacing: readonly number[], space: "mm" | "voxel"): number {
  return space === "mm" ? Math.min(...spacing) : 0.5;
}

/** clDice (Shit et al. 2021, arXiv 2003.07311); NaN where a skeleton is empty, as thinning can make it, or none agrees. */
export function centrelineDice(counts: CentrelineCounts): number {
  const sensitivity = counts.referenceSkeletonInPrediction / counts.referenceSkeleton;
  const precision = counts.predictionSkeletonInReference / counts.predictionSkeleton;
  return (2 * precision * sensitivity) / (precision + sensitivity);
}

/** The largest distance from a surface voxel of either mask to the other surface. */
export function hausdorff({ fromReference, fromPrediction }: SurfaceDistances): number {
  return Math.max(largest(fromReference), largest(fromPrediction));
}

/** |∂A ∩ ∂B| / |∂A ∪ ∂B|. */
export function boundaryOverlap({ fromReference, fromPrediction, shared }: SurfaceDistances): number {
  return shared / (fromReference.length + fromPrediction.length - shared);
}

export function meanOfDirectedMeans({ fromReference, fromPrediction }: SurfaceDistances): number {
  return (meanOf(fromReference) + meanOf(fromPrediction)) / 2;
}

export function hausdorff95({ fromReference, fromPrediction }: SurfaceDistances, { hd95 }: SurfaceSettings): number {
  if (hd95 === "directed") return Math.max(percentile(fromReference, 0.95), percentile(fromPrediction, 0.95));
  const pooled = new Float64Array(fromReference.length + fromPrediction.length);
  pooled.set(fromReference);
  pooled.set(fromPrediction, fromReference.length);
  return percentileInPlace(pooled, 0.95);
}

/** Rounding of a square root must not push a distance of exactly the tolerance beyond it. */
const TOLERANCE_SLACK = 1 + 1e-9;

export function surfaceDice(
  { fromReference, fromPrediction }: SurfaceDistances,
  { nsd, toleranceMm }: SurfaceSettings,
): number {
  const limit = toleranceMm * TOLERANCE_SLACK;
  const within = (distances: Float64Array) => {
    let count = 0;
    for (const distance of distances) if (distance <= limit) count++;
    return count;
  };
  const [reference, prediction] = [within(fromReference), within(fromPrediction)];
  if (nsd === "directed") return (reference / fromReference.length + prediction / fromPrediction.length) / 2;
  return (reference + prediction) / (fromReference.length + fromPrediction.length);
}

// Plain loops: a callback for each of thousands of distances takes five times as long.
function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}
