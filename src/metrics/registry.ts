import type { CentrelineCounts } from "./centreline.js";
import {
  boundaryOverlap,
  centrelineDice,
  hausdorff,
  meanOfDirectedMeans,
  type SurfaceSettings,
  surfaceDice,
} from "./formulas.js";
import type { SurfaceDistances } from "./surface-distances.js";

/** What the overlap table says of a pair of masks A (reference) and B (prediction). */
export interface PairCounts {
  /** |A|, in voxels. */
  readonly reference: number;
  /** |B| */
  readonly prediction: number;
  /** |A ∩ B| */
  readonly intersection: number;
  /** Distance between the centres of mass in mm; found when asked for, as most metrics do not. */
  readonly centreDistance: () => number;
}

/** The situations in which a metric has nothing to measure. */
export const EDGE_CASES = ["bothEmpty", "referenceEmpty", "predictionEmpty", "noMatch"] as const;
export type EdgeCase = (typeof EDGE_CASES)[number];

/** A metric's value in each {@link EdgeCase}. */
export type EdgeCaseValues = Readonly<Record<EdgeCase, number>>;

/** Everything that the package knows of a metric. */
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
  /** What it is computed from: the overlap table, the distances between surfaces, or skeletons. */
  readonly from: MetricSource;
}

export type MetricSource =
  | { readonly counts: (pair: PairCounts) => number }
  | { readonly surfaces: (distances: SurfaceDistances, settings: SurfaceSettings) => number }
  | { readonly centrelines: (counts: CentrelineCounts) => number };

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const OVERLAP: EdgeCaseValues = { bothEmpty: nan, referenceEmpty: 0, predictionEmpty: 0, noMatch: 0 };
const DISTANCE: EdgeCaseValues = {
  bothEmpty: nan,
  referenceEmpty: infinity,
  predictionEmpty: infinity,
  noMatch: infinity,
};
const UNDEFINED: EdgeCaseValues = { bothEmpty: nan, referenceEmpty: nan, predictionEmpty: nan, noMatch: nan };

const RATIO = { unit: "1", direction: "higher", bounds: [0, 1], edgeCases: OVERLAP } as const;
const LENGTH = { unit: "mm", direction: "lower", bounds: [0, infinity] } as const;

const rvd = ({ reference, prediction }: PairCounts) => (prediction - reference) / reference;

const METRICS = {
  iou: {
    ...RATIO,
    name: "Intersection over union",
    definition: "|A ∩ B| / |A ∪ B|",
    matchable: false,
    from: { counts: ({ reference: a, prediction: b, intersection: n }) => n / (a + b - n) },
  },
  dsc: {
    ...RATIO,
    name: "Dice similarity coefficient",
    definition: "2 |A ∩ B| / (|A| + |B|)",
    matchable: false,
    from: { counts: ({ reference: a, prediction: b, intersection: n }) => (2 * n) / (a + b) },
  },
  cldsc: {
    ...RATIO,
    name: "Centreline Dice",
    definition: "harmonic mean of |S(A) ∩ B| / |S(A)| and |S(B) ∩ A| / |S(B)|, S by Lee 1994 in 3D, Zhang-Suen in 2D",
    matchable: true,
    from: { centrelines: centrelineDice },
  },
  assd: {
    ...LENGTH,
    edgeCases: DISTANCE,
    name: "Average symmetric surface distance",
    definition: "mean of the two directed mean distances between surface voxels",
    matchable: true,
    from: { surfaces: meanOfDirectedMeans },
  },
  masd: {
    ...LENGTH,
    edgeCases: DISTANCE,
    name: "Mean average surface distance",
    definition: "as Metrics Reloaded defines it: the mean of the two directed means, which is assd by another name",
    matchable: true,
    from: { surfaces: meanOfDirectedMeans },
  },
  rvd: {
    name: "Relative volume difference",
    definition: "(|B| − |A|) / |A|",
    unit: "1",
    direction: "lower",
    bounds: [-1, infinity],
    edgeCases: UNDEFINED,
    matchable: false,
    from: { counts: rvd },
  },
  rvae: {
    name: "Relative volume absolute error",
    definition: "| |B| − |A| | / |A|",
    unit: "1",
    direction: "lower",
    bounds: [0, infinity],
    edgeCases: UNDEFINED,
    matchable: false,
    from: { counts: (pair) => Math.abs(rvd(pair)) },
  },
  cedi: {
    ...LENGTH,
    edgeCases: UNDEFINED,
    name: "Centre distance",
    definition: "distance between the centres of mass of A and B",
    matchable: true,
    from: {
      counts: ({ centreDistance }) => centreDistance(),
    },
  },
  hd: {
    ...LENGTH,
    edgeCases: DISTANCE,
    name: "Hausdorff distance",
    definition: "largest distance from a surface voxel of either mask to the other surface",
    matchable: true,
    from: { surfaces: hausdorff },
  },
  hd95: {
    ...LENGTH,
    edgeCases: DISTANCE,
    name: "Hausdorff distance, 95th percentile",
    definition:
      "95th percentile, linearly interpolated, of both directed distances pooled; or directed: the larger of two",
    matchable: true,
    from: { surfaces: ({ percentile95 }) => percentile95 },
  },
  nsd: {
    ...RATIO,
    name: "Normalised surface Dice",
    definition:
      "share of the surface voxels of both masks within the tolerance of the other; or directed: mean of two shares",
    matchable: true,
    from: { surfaces: surfaceDice },
  },
  boundaryIou: {
    ...RATIO,
    name: "Boundary intersection over union",
    definition: "|∂A ∩ ∂B| / |∂A ∪ ∂B|, ∂ being the surface voxels",
    matchable: true,
    from: { surfaces: boundaryOverlap },
  },
} as const satisfies Record<string, Metric>;

export type MetricKey = keyof typeof METRICS;

/** The metrics in the order in which results list them. */
export const METRIC_KEYS = Object.keys(METRICS) as MetricKey[];

export function metricOf(key: MetricKey): Metric {
  return METRICS[key];
}

/** The metrics that the overlap table alone gives: no voxel is touched for them. */
export const COUNT_METRICS = METRIC_KEYS.filter((key) => "counts" in metricOf(key).from);

/** The metrics by which pairs can be matched, beside the matching scores. */
export const MATCHABLE_METRICS = METRIC_KEYS.filter((key) => metricOf(key).matchable);

/** The metrics whose mean, times the recognition quality, is a panoptic quality. */
export const PANOPTIC_METRICS: readonly MetricKey[] = ["iou", "dsc", "cldsc"];

/** Name of a metric's mean over matched references: `sq` for IoU, as in the definition of PQ, else `sq_<key>`. */
export function segmentationQualityKey(key: MetricKey): string {
  return key === "iou" ? "sq" : `sq_${key}`;
}

/** Name of the panoptic quality by a metric: `pq` or `pq_<key>`. */
export function panopticQualityKey(key: MetricKey): string {
  return key === "iou" ? "pq" : `pq_${key}`;
}
