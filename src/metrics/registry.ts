import type { Metric, MetricNeed } from "./metric.js";
import { METRICS } from "./rows.js";

export { EDGE_CASES, type EdgeCase, type EdgeCaseValues, type PairCounts } from "./metric.js";

type Rows = typeof METRICS;

export type MetricKey = keyof Rows;

/** The keys of the metrics whose rows say that they are panoptic. */
export type PanopticMetricKey = {
  [Key in MetricKey]: Rows[Key]["isPanoptic"] extends true ? Key : never;
}[MetricKey];

/** The metrics in the order in which results list them. */
export const METRIC_KEYS = Object.keys(METRICS) as MetricKey[];

export function metricOf(key: MetricKey): Metric {
  return METRICS[key];
}

/** The metrics that are measured unless the caller names some. */
export const DEFAULT_METRICS: readonly MetricKey[] = METRIC_KEYS.filter((key) => metricOf(key).isDefault);

/** The metrics by which pairs can be matched, in addition to the matching scores. */
export const MATCHABLE_METRICS: readonly MetricKey[] = METRIC_KEYS.filter((key) => metricOf(key).matchable);

/** The metrics whose mean, times the recognition quality, is a panoptic quality. */
export const PANOPTIC_METRICS: readonly MetricKey[] = METRIC_KEYS.filter((key) => metricOf(key).isPanoptic);

/** The kind of data that a metric needs. */
export function needOf(key: MetricKey): MetricNeed {
  // Safe: a source has exactly one key.
  return Object.keys(metricOf(key).from)[0] as MetricNeed;
}

/** Those of some metrics that the overlap table cannot give: voxels must be painted for them. Asked for every match. */
export function metricsNeedingVoxels(keys: readonly MetricKey[]): MetricKey[] {
  return keys.filter((key) => "surfaces" in metricOf(key).from || "skeletons" in metricOf(key).from);
}

/** The metrics of matches that are measured where these are asked for: IoU always, because PQ and SQ are made of it. */
export function measuredMetrics(keys: readonly MetricKey[]): readonly MetricKey[] {
  return keys.includes("iou") ? keys : ["iou", ...keys];
}

/** Name of a metric's mean over matched references: `sq` for IoU, as in the definition of PQ, else `sq_<key>`. */
export function segmentationQualityKey(key: MetricKey): string {
  return key === "iou" ? "sq" : `sq_${key}`;
}

/** Name of the panoptic quality by a metric: `pq` or `pq_<key>`. */
export function panopticQualityKey(key: MetricKey): string {
  return key === "iou" ? "pq" : `pq_${key}`;
}
