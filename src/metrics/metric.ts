import type { CentrelineCounts, MaskSettings, SurfaceDistances, SurfaceSettings } from "./formulas.js";

/** Counts of the overlap table for a pair of masks A (reference) and B (prediction). */
export interface PairCounts {
  /** |A|, in voxels. */
  readonly reference: number;
  /** |B| */
  readonly prediction: number;
  /** |A ∩ B| */
  readonly intersection: number;
}

/** The situations in which a metric has nothing to measure. */
export const EDGE_CASES = ["bothEmpty", "referenceEmpty", "predictionEmpty", "noMatch"] as const;
export type EdgeCase = (typeof EDGE_CASES)[number];

/** A metric's value in each {@link EdgeCase}. */
export type EdgeCaseValues = Readonly<Record<EdgeCase, number>>;

/** Everything that the package knows of a metric. All else that it says or does about metrics follows from such rows. */
export interface Metric {
  readonly name: string;
  /** How it is defined, A being the reference and B the prediction. */
  readonly definition: string;
  /** "1" for ratios. */
  readonly unit: "1" | "mm";
  readonly direction: "higher" | "lower";
  readonly bounds: readonly [number, number];
  readonly edgeCases: EdgeCaseValues;
  /** True if pairs can be matched by it: it says how near two masks are. (IoU and Dice are matching scores themselves.) */
  readonly matchable: boolean;
  /** True if it is measured unless the caller names metrics. */
  readonly isDefault: boolean;
  /** True if its mean over matches, times the recognition quality, is a panoptic quality. */
  readonly isPanoptic: boolean;
  /** Its needs, and its formula. */
  readonly from: MetricSource;
}

/**
 * The needs of a metric, cheapest first: the counts of the overlap table; the centres of mass, which the table gives too but
 * which no repaired table has; the distances between surfaces; skeletons. The last two need the masks' voxels.
 */
export type MetricSource =
  | { readonly counts: (pair: PairCounts) => number }
  | { readonly centres: (distanceMm: number) => number }
  | { readonly surfaces: (distances: SurfaceDistances, settings: SurfaceSettings) => number }
  | { readonly skeletons: (counts: CentrelineCounts, settings: MaskSettings) => number };

type KeysOf<Union> = Union extends unknown ? keyof Union : never;

/** The kind of data that a metric needs. */
export type MetricNeed = KeysOf<MetricSource>;
