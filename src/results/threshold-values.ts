import type { Threshold } from "../matching/candidate-graph.js";
import { meanOfDefined, type UndefinedInMeans } from "../metrics/means.js";
import type { MetricValues } from "../metrics/measurer.js";
import {
  type MetricKey,
  measuredMetrics,
  PANOPTIC_METRICS,
  panopticQualityKey,
  segmentationQualityKey,
} from "../metrics/registry.js";
import { edgeValue, type ResolvedEdgeCases } from "../options/edge-cases.js";
import { isMostlyVoid, type OverlapTable } from "../overlap/overlap-table.js";
import { isHeldAt, type MeasuredInterval } from "./measure-intervals.js";
import { emptyCase, panopticQuality, recognitionQuality, type VertexCounts } from "./panoptic-quality.js";
import type { BoundedQualities, BoundedQualityKey } from "./result-types.js";

/** The group and metrics that are evaluated at each threshold. */
export interface ThresholdRequest {
  readonly table: OverlapTable;
  /** Predictions that lie mostly in void: see {@link countVoid}. */
  readonly voids: number;
  /** Metrics whose means are qualities. */
  readonly metrics: readonly MetricKey[];
  readonly edgeCases: ResolvedEdgeCases;
  readonly undefinedInMeans: UndefinedInMeans;
  /** Why qualities have no meaning here; null if they do. */
  readonly withoutQuality: string | null;
}

/** Counts and qualities at one threshold. */
export type ThresholdValues = VertexCounts & BoundedQualities;

/** The metrics, of those asked for and IoU, of which panoptic qualities are made. */
export function boundedMetrics(metrics: readonly MetricKey[]): MetricKey[] {
  return PANOPTIC_METRICS.filter((key) => measuredMetrics(metrics).includes(key));
}

/** The qualities that {@link thresholdValues} gives. */
export function boundedQualityKeys(metrics: readonly MetricKey[]): BoundedQualityKey[] {
  const keys = ["rq", ...metrics.flatMap((key) => [segmentationQualityKey(key), panopticQualityKey(key)])];
  // Safe: the metrics are those of PANOPTIC_METRICS.
  return keys as BoundedQualityKey[];
}

/** Counts and qualities at one threshold, from the intervals that hold there. */
export function valuesAt(
  intervals: readonly MeasuredInterval[],
  threshold: Threshold,
  request: ThresholdRequest,
): ThresholdValues {
  // One loop without lists: an exploration asks this for thousands of intervals at dozens of thresholds.
  const { prediction } = request.table;
  const isMatched = new Uint8Array(prediction.count);
  const sums = request.metrics.map(() => 0);
  const missing = request.metrics.map(() => 0);
  let references = 0;
  let predictions = 0;
  let inVoid = 0;
  for (const interval of intervals) {
    if (!isHeldAt(interval, threshold)) continue;
    references++;
    for (const p of interval.predictions) {
      if (isMatched[p] === 1) continue;
      isMatched[p] = 1;
      predictions++;
      if (isMostlyVoid(prediction, p)) inVoid++;
    }
    for (let i = 0; i < sums.length; i++) {
      const value = metricValue(interval.values, request.metrics[i]);
      if (Number.isNaN(value)) missing[i]++;
      else sums[i] += value;
    }
  }
  const meanOf = (key: MetricKey) => {
    const i = request.metrics.indexOf(key);
    return meanOfDefined(sums[i], references, missing[i], request.undefinedInMeans);
  };
  return thresholdValues({ references, predictions, inVoid }, meanOf, request);
}

/** How many instances are matched at a threshold. */
export interface MatchedCounts {
  readonly references: number;
  readonly predictions: number;
  /** Those of the predictions that lie mostly in void, and would not count if they were not matched. */
  readonly inVoid: number;
}

/** Predictions of a table that lie mostly in void. */
export function countVoid({ prediction }: OverlapTable): number {
  if (prediction.whole === undefined) return 0;
  let count = 0;
  for (let p = 0; p < prediction.count; p++) if (isMostlyVoid(prediction, p)) count++;
  return count;
}

/** Counts and qualities from how many references and predictions are matched, and the means over the former. */
export function thresholdValues(
  { references: tp, predictions: matchedPredictions, inVoid }: MatchedCounts,
  meanOf: (key: MetricKey) => number,
  { table, metrics, edgeCases, withoutQuality, voids }: ThresholdRequest,
): ThresholdValues {
  const predictions = table.prediction.count - (voids - inVoid);
  const counts = { tp, fp: predictions - matchedPredictions, fn: table.reference.count - tp };
  const rq = recognitionQuality(counts);
  const qualities: Record<string, number> = {};
  for (const key of metrics) {
    const empty = emptyCase(table.reference.count, predictions);
    const quality = tp > 0 ? meanOf(key) : edgeValue(edgeCases, key, empty);
    qualities[segmentationQualityKey(key)] = quality;
    qualities[panopticQualityKey(key)] = panopticQuality(quality, rq, tp);
  }
  if (withoutQuality === null) return { ...counts, rq, ...qualities };
  return { ...counts, rq: null, ...Object.fromEntries(Object.keys(qualities).map((key) => [key, null])) };
}

export function metricValue(values: MetricValues, key: MetricKey): number {
  return values[key] ?? Number.NaN;
}
