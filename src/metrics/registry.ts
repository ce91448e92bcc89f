import type { Triple } from "../../bindings/run-list.js";

/** What the overlap table says of a pair of masks A (reference) and B (prediction). */
export interface PairCounts {
  /** |A|, in voxels. */
  readonly reference: number;
  /** |B| */
  readonly prediction: number;
  /** |A ∩ B| */
  readonly intersection: number;
  /** Centre of mass of A in mm along the volume's axes. */
  readonly referenceCentre: Triple;
  /** Centre of mass of B. */
  readonly predictionCentre: Triple;
}

/** The situations in which a metric has nothing to measure. */
export const EDGE_CASES = ["bothEmpty", "referenceEmpty", "predictionEmpty", "noMatch"] as const;
export type EdgeCase = (typeof EDGE_CASES)[number];

/** A metric's value in each {@link EdgeCase}. */
export type EdgeCaseValues = Readonly<Record<EdgeCase, number>>;

/** Everything that the package knows of a metric. */
export interface Metric {
  readonly key: string;
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
  readonly fromCounts: (pair: PairCounts) => number;
}

const OVERLAP: EdgeCaseValues = { bothEmpty: Number.NaN, referenceEmpty: 0, predictionEmpty: 0, noMatch: 0 };
const UNDEFINED: EdgeCaseValues = {
  bothEmpty: Number.NaN,
  referenceEmpty: Number.NaN,
  predictionEmpty: Number.NaN,
  noMatch: Number.NaN,
};

const rvd = ({ reference, prediction }: PairCounts) => (prediction - reference) / reference;

const METRICS = {
  iou: {
    key: "iou",
    name: "Intersection over union",
    definition: "|A ∩ B| / |A ∪ B|",
    unit: "1",
    direction: "higher",
    bounds: [0, 1],
    edgeCases: OVERLAP,
    matchable: false,
    fromCounts: ({ reference, prediction, intersection }) => intersection / (reference + prediction - intersection),
  },
  dsc: {
    key: "dsc",
    name: "Dice similarity coefficient",
    definition: "2 |A ∩ B| / (|A| + |B|)",
    unit: "1",
    direction: "higher",
    bounds: [0, 1],
    edgeCases: OVERLAP,
    matchable: false,
    fromCounts: ({ reference, prediction, intersection }) => (2 * intersection) / (reference + prediction),
  },
  rvd: {
    key: "rvd",
    name: "Relative volume difference",
    definition: "(|B| − |A|) / |A|",
    unit: "1",
    direction: "lower",
    bounds: [-1, Number.POSITIVE_INFINITY],
    edgeCases: UNDEFINED,
    matchable: false,
    fromCounts: rvd,
  },
  rvae: {
    key: "rvae",
    name: "Relative volume absolute error",
    definition: "| |B| − |A| | / |A|",
    unit: "1",
    direction: "lower",
    bounds: [0, Number.POSITIVE_INFINITY],
    edgeCases: UNDEFINED,
    matchable: false,
    fromCounts: (pair) => Math.abs(rvd(pair)),
  },
  cedi: {
    key: "cedi",
    name: "Centre distance",
    definition: "distance between the centres of mass of A and B",
    unit: "mm",
    direction: "lower",
    bounds: [0, Number.POSITIVE_INFINITY],
    edgeCases: UNDEFINED,
    matchable: true,
    fromCounts: ({ referenceCentre: a, predictionCentre: b }) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]),
  },
} as const satisfies Record<string, Metric>;

export type MetricKey = keyof typeof METRICS;

/** The metrics in the order in which results list them. */
export const METRIC_KEYS = Object.keys(METRICS) as MetricKey[];

/** The metrics by which pairs can be matched, beside the matching scores. */
export const MATCHABLE_METRICS = METRIC_KEYS.filter((key) => metricOf(key).matchable);

export function metricOf(key: MetricKey): Metric {
  return METRICS[key];
}

/** The metrics whose mean, times the recognition quality, is a panoptic quality. */
export const PANOPTIC_METRICS: readonly MetricKey[] = ["iou", "dsc"];

/** Name of a metric's mean over matched references: `sq` for IoU, as in the definition of PQ, else `sq_<key>`. */
export function segmentationQualityKey(key: MetricKey): string {
  return key === "iou" ? "sq" : `sq_${key}`;
}

/** Name of the panoptic quality by a metric: `pq` or `pq_<key>`. */
export function panopticQualityKey(key: MetricKey): string {
  return key === "iou" ? "pq" : `pq_${key}`;
}
