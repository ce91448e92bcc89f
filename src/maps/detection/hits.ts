import type { DetectionOptions } from "../options/types.js";
import type { Candidate } from "./candidates.js";

/** A lesion of the reference, as far as it lies in the domain. */
export interface Lesion {
  /** The number of its instance. */
  readonly label: number;
  readonly voxels: number;
  /** Centre of mass in voxels: x, y, z. */
  readonly centre: readonly number[];
}

/** A candidate and a lesion that have a score; both by their places. */
export interface Hit {
  readonly candidate: number;
  readonly lesion: number;
  /** The overlap; 1 if the peak lies in the lesion; 1/(1 + mm) by distance. */
  readonly score: number;
  /** Whether the score is enough. */
  readonly hits: boolean;
}

/** Everything that decides about hits. */
export interface HitContext {
  readonly candidates: readonly Candidate[];
  readonly lesions: readonly Lesion[];
  /** Voxels that a candidate and a lesion share, if any. */
  readonly shared: readonly { readonly candidate: number; readonly lesion: number; readonly voxels: number }[];
  /** The lesion in which each candidate's peak lies; −1 for none. */
  readonly lesionOfPeak: readonly number[];
  /** mm, three numbers. */
  readonly spacing: readonly number[];
  readonly dimensions: 2 | 3;
}

/** All pairs that have a score, by candidate and then lesion. */
export function findHits(context: HitContext, options: DetectionOptions): Hit[] {
  return HITS[options.hit](context, options).sort((a, b) => a.candidate - b.candidate || a.lesion - b.lesion);
}

const HITS: Readonly<Record<DetectionOptions["hit"], (context: HitContext, options: DetectionOptions) => Hit[]>> = {
  overlap: ({ candidates, lesions, shared }, { hitMetric, hitThreshold }) =>
    shared.flatMap(({ candidate, lesion, voxels }) => {
      const score = overlapOf(hitMetric, voxels, candidates[candidate].voxels, lesions[lesion].voxels);
      return voxels > 0 ? [{ candidate, lesion, score, hits: score >= hitThreshold }] : [];
    }),
  peak: ({ lesionOfPeak }) =>
    lesionOfPeak.flatMap((lesion, candidate) => (lesion < 0 ? [] : [{ candidate, lesion, score: 1, hits: true }])),
  distance: (context, { hitDistance }) =>
    context.candidates.flatMap((one, candidate) =>
      context.lesions.flatMap((other, lesion) => {
        const apart = Math.hypot(...context.spacing.map((length, i) => length * (one.centre[i] - other.centre[i])));
        const reach = hitDistance === "radius" ? radiusOf(other, context) : hitDistance;
        return apart <= reach ? [{ candidate, lesion, score: 1 / (1 + apart), hits: true }] : [];
      }),
    ),
};

function overlapOf(metric: DetectionOptions["hitMetric"], shared: number, candidate: number, lesion: number): number {
  switch (metric) {
    case "iou":
      return shared / (candidate + lesion - shared);
    case "dice":
      return (2 * shared) / (candidate + lesion);
    case "ior":
      return shared / lesion;
    case "iop":
      return shared / candidate;
  }
}

/** The radius of the sphere (in 2D of the circle) that has the lesion's volume. */
function radiusOf({ voxels }: Lesion, { spacing, dimensions }: HitContext): number {
  if (dimensions === 2) return Math.sqrt((voxels * spacing[0] * spacing[1]) / Math.PI);
  return Math.cbrt((3 * voxels * spacing[0] * spacing[1] * spacing[2]) / (4 * Math.PI));
}
