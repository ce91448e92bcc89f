import type { Threshold } from "../matching/candidate-graph.js";
import { meanOfDefined } from "../metrics/means.js";
import type { MetricKey } from "../metrics/registry.js";
import { isMostlyVoid } from "../overlap/overlap-table.js";
import { ExactSum } from "./exact-sum.js";
import type { MeasuredInterval } from "./measure-intervals.js";
import type { Autc, BoundedQualityKey, ThresholdInterval, ThresholdPoint } from "./result-types.js";
import {
  boundedQualityKeys,
  metricValue,
  type ThresholdRequest,
  thresholdValues,
  valuesAt,
} from "./threshold-values.js";

/**
 * The area under the curve of each bounded quality over thresholds from 0 to 1, and the curve.
 *
 * `exact`: qualities change only where a interval begins or ends, so the area is a finite sum. Intervals are sorted by where they
 * begin and end, and counts and sums of metrics are carried along: O(n log n) for n intervals.
 *
 * A step: panoptica's rule. Points at every multiple of the step up to 1, the trapezoid rule between them, and from 0 to
 * the first point the value of that. In both an undefined quality counts 0.
 */
export function areaUnderCurve(
  intervals: readonly MeasuredInterval[],
  autc: "exact" | number,
  rule: Threshold["rule"],
  request: ThresholdRequest,
): Autc {
  if (autc === "exact") {
    const curve = exactCurve(intervals, request);
    return areasOf((key) => areaOfIntervals(curve, key), request, { autc_curve: curve });
  }
  const curve = stepCurve(intervals, autc, rule, request);
  return areasOf((key) => areaOfPoints(curve, key), request, { autc_curve: curve });
}

function areasOf(
  area: (key: BoundedQualityKey) => number,
  { metrics, withoutQuality }: ThresholdRequest,
  curve: Pick<Autc, "autc_curve">,
): Autc {
  const keys = boundedQualityKeys(metrics);
  const areas = keys.flatMap((key): [string, number | string | null][] =>
    withoutQuality === null
      ? [[`autc_${key}`, area(key)]]
      : [
          [`autc_${key}`, null],
          [`autc_${key}_reason`, withoutQuality],
        ],
  );
  return { ...(Object.fromEntries(areas) as Omit<Autc, "autc_curve">), ...curve };
}

/** The intervals between thresholds at which something changes, from 0 to 1. */
function exactCurve(intervals: readonly MeasuredInterval[], request: ThresholdRequest): ThresholdInterval[] {
  const events = intervals.flatMap((interval) => {
    const from = Math.max(0, interval.loosest ?? 0);
    const to = Math.min(1, interval.tightest, interval.worth?.score ?? 1);
    return from < to
      ? [
          { at: from, interval, sign: 1 },
          { at: to, interval, sign: -1 },
        ]
      : [];
  });
  events.sort((a, b) => a.at - b.at);

  const counts = new RunningCounts(request);
  const curve: ThresholdInterval[] = [];
  for (let from = 0, next = 0; from < 1; ) {
    for (; next < events.length && events[next].at <= from; next++)
      counts.add(events[next].interval, events[next].sign);
    const to = next < events.length ? events[next].at : 1;
    curve.push({ from, to, ...thresholdValues(counts, counts.meanOf, request) });
    from = to;
  }
  return curve;
}

/** Counts and sums of the matches that hold at a threshold, as intervals begin and end. */
class RunningCounts {
  references = 0;
  predictions = 0;
  inVoid = 0;
  readonly #sums: Map<MetricKey, ExactSum>;
  readonly #undefinedValues: Map<MetricKey, number>;
  /** How many references each prediction is matched to. */
  readonly #matches: Uint32Array;

  constructor(readonly request: ThresholdRequest) {
    this.#sums = new Map(request.metrics.map((key) => [key, new ExactSum()]));
    this.#undefinedValues = new Map(request.metrics.map((key) => [key, 0]));
    this.#matches = new Uint32Array(request.table.prediction.count);
  }

  /** @param sign 1 where the interval begins, −1 where it ends */
  add(interval: MeasuredInterval, sign: number): void {
    this.references += sign;
    for (const p of interval.predictions) {
      if (this.#matches[p] === (sign > 0 ? 0 : 1)) {
        this.predictions += sign;
        if (isMostlyVoid(this.request.table.prediction, p)) this.inVoid += sign;
      }
      this.#matches[p] += sign;
    }
    for (const [key, sum] of this.#sums) {
      const value = metricValue(interval.values, key);
      if (Number.isNaN(value)) this.#undefinedValues.set(key, (this.#undefinedValues.get(key) ?? 0) + sign);
      else sum.add(sign * value);
    }
  }

  readonly meanOf = (key: MetricKey): number =>
    meanOfDefined(
      this.#sums.get(key)?.value ?? Number.NaN,
      this.references,
      this.#undefinedValues.get(key) ?? 0,
      this.request.undefinedInMeans,
    );
}

function stepCurve(
  intervals: readonly MeasuredInterval[],
  step: number,
  rule: Threshold["rule"],
  request: ThresholdRequest,
): ThresholdPoint[] {
  return thresholdsOf(step).map((threshold) => ({
    threshold,
    ...valuesAt(intervals, { value: threshold, rule, direction: "higher" }, request),
  }));
}

/** step, 2·step, …, and last 1. */
function thresholdsOf(step: number): number[] {
  const thresholds: number[] = [];
  for (let i = 1; ; i++) {
    // 3 · 0.1 is 0.30000000000000004, which a score of 3/10 would miss.
    const threshold = Number((i * step).toPrecision(15));
    if (threshold >= 1) return [...thresholds, 1];
    thresholds.push(threshold);
  }
}

function areaOfIntervals(curve: readonly ThresholdInterval[], key: BoundedQualityKey): number {
  const area = new ExactSum();
  for (const interval of curve) area.add((interval.to - interval.from) * defined(interval[key]));
  return area.value;
}

function areaOfPoints(curve: readonly ThresholdPoint[], key: BoundedQualityKey): number {
  const area = new ExactSum();
  let [from, before] = [0, defined(curve[0][key])];
  for (const point of curve) {
    const value = defined(point[key]);
    area.add(((point.threshold - from) * (before + value)) / 2);
    [from, before] = [point.threshold, value];
  }
  return area.value;
}

function defined(value: number | null | undefined): number {
  return value === null || value === undefined || Number.isNaN(value) ? 0 : value;
}
