import type { CentrelineCounts } from "./centreline.js";
import type { SurfaceDistances } from "./surface-distances.js";

/**
 * How two directed lists of distances become one number: `pooled` puts them together; `directed` takes each on its own,
 * then the larger of the two percentiles (hd95), the mean of the two shares (nsd).
 */
export const POOLINGS = ["pooled", "directed"] as const;
export type Pooling = (typeof POOLINGS)[number];

/** Whether lengths are in mm or in voxels. */
export const SPACES = ["mm", "voxel"] as const;
export type Space = (typeof SPACES)[number];

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
  return Math.max(fromReference.largest, fromPrediction.largest);
}

/** |∂A ∩ ∂B| / |∂A ∪ ∂B|. */
export function boundaryOverlap({ fromReference, fromPrediction }: SurfaceDistances): number {
  const shared = fromReference.zeros;
  return shared / (fromReference.count + fromPrediction.count - shared);
}

export function meanOfDirectedMeans({ fromReference, fromPrediction }: SurfaceDistances): number {
  return (fromReference.sum / fromReference.count + fromPrediction.sum / fromPrediction.count) / 2;
}

/** The share of surface voxels within the tolerance. */
export function surfaceDice(
  { fromReference: reference, fromPrediction: prediction }: SurfaceDistances,
  { nsd }: SurfaceSettings,
): number {
  if (nsd === "directed") return (reference.within / reference.count + prediction.within / prediction.count) / 2;
  return (reference.within + prediction.within) / (reference.count + prediction.count);
}
