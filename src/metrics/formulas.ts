import type { DistanceSummary } from "../../bindings/distances/summarize-distances.js";

/**
 * How two directed lists of distances become one number: `pooled` puts them together; `directed` takes each on its own,
 * then the larger of the two percentiles (hd95), the mean of the two means (assd) or shares (nsd).
 */
export const POOLINGS = ["pooled", "directed"] as const;
export type Pooling = (typeof POOLINGS)[number];

/** Whether lengths are in mm or in voxels. */
export const SPACES = ["mm", "voxel"] as const;
export type Space = (typeof SPACES)[number];

/** Whether thinning keeps the last voxel of each component, or deletes it where scikit-image does. */
export const THINNINGS = ["keep-last", "scikit-image"] as const;
export type Thinning = (typeof THINNINGS)[number];

/** How whole foregrounds that do not overlap are treated. */
export const DISJOINT_FOREGROUNDS = ["measure", "edge-case"] as const;
export type DisjointForegrounds = (typeof DISJOINT_FOREGROUNDS)[number];

/** Voxels of the skeletons of two masks, and how many of each lie in the other mask. */
export interface CentrelineCounts {
  readonly referenceSkeleton: number;
  readonly referenceSkeletonInPrediction: number;
  readonly predictionSkeleton: number;
  readonly predictionSkeletonInReference: number;
}

/**
 * How far the surfaces of two masks are from each other: surface voxels are foreground voxels with a background
 * face-neighbour (outside the volume is background), distances go from voxel centre to voxel centre, in mm. Voxels within
 * are no farther than the tolerance.
 */
export interface SurfaceDistances {
  /** From each surface voxel of the reference to the nearest of the prediction. */
  readonly fromReference: DistanceSummary;
  readonly fromPrediction: DistanceSummary;
  /** The 95th percentile, pooled or the larger of two; NaN unless it was asked for. */
  readonly percentile95: number;
}

/** The choices on which metrics of masks depend. */
export interface MaskSettings extends SurfaceSettings {
  readonly thinning: Thinning;
}

/** Settings of surface metrics. */
export interface SurfaceSettings {
  readonly assd: Pooling;
  readonly hd95: Pooling;
  readonly nsd: Pooling;
  /** Surfaces this far apart still agree, in mm. */
  readonly toleranceMm: number;
}

/** The tolerance where none is given: the smallest spacing in mm; half a voxel, panoptica's, where lengths are in voxels. */
export function defaultTolerance(spacing: readonly number[], space: "mm" | "voxel"): number {
  return space === "mm" ? Math.min(...spacing) : 0.5;
}

/**
 * clDice (Shit et al. 2021, arXiv 2003.07311). With scikit-image's thinning NaN where a skeleton is empty or neither lies in
 * the other mask, as panoptica has it; the latter is 0 otherwise, and the former does not occur.
 */
export function centrelineDice(counts: CentrelineCounts, { thinning }: Pick<MaskSettings, "thinning">): number {
  const sensitivity = counts.referenceSkeletonInPrediction / counts.referenceSkeleton;
  const precision = counts.predictionSkeletonInReference / counts.predictionSkeleton;
  if (thinning === "keep-last" && precision + sensitivity === 0) return 0;
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

/** `pooled`: the mean over the surface voxels of both masks; `directed`: the mean of the two directed means. */
export function averageSurfaceDistance(distances: SurfaceDistances, { assd }: SurfaceSettings): number {
  if (assd === "directed") return meanOfDirectedMeans(distances);
  const { fromReference, fromPrediction } = distances;
  return (fromReference.sum + fromPrediction.sum) / (fromReference.count + fromPrediction.count);
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
