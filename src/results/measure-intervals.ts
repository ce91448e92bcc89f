import { passes, type Threshold } from "../matching/candidate-graph.js";
import { holdsAt, type MatchedInterval } from "../matching/threshold-interval.js";
import type { Measurer, MetricValues } from "../metrics/measurer.js";
import { type MetricKey, metricOf } from "../metrics/registry.js";

/** A matched reference over a range of thresholds, with its metrics against the union of its predictions. */
export interface MeasuredInterval extends MatchedInterval {
  readonly values: MetricValues;
  /** The score that the threshold must also let pass where the decision moves along with it; 1 is the best. */
  readonly worth: { readonly score: number; readonly rule: Threshold["rule"] } | null;
}

/** The metric and limit by which a matched reference stays matched. */
export interface Decision {
  readonly metric: MetricKey;
  /** Null: the threshold by which pairs are matched, wherever that is. */
  readonly threshold: number | null;
  readonly rule: Threshold["rule"];
}

/** True if the match holds at a threshold, and the decision that may move along with it. */
export function isHeldAt(interval: MeasuredInterval, threshold: Threshold): boolean {
  if (!holdsAt(interval, threshold)) return false;
  const { worth } = interval;
  return worth === null || passes(worth.score, { value: threshold.value, rule: worth.rule, direction: "higher" });
}

/** Measures matches, and ends an interval where the decision takes the match away. */
export function measureIntervals(
  intervals: readonly MatchedInterval[],
  keys: readonly MetricKey[],
  decision: Decision | null,
  measure: Measurer["ofUnion"],
): MeasuredInterval[] {
  // Field by field: spreading thousands of intervals took longer than measuring them.
  const measured = intervals.map(({ reference, predictions, intersection, loosest, tightest }): MeasuredInterval => {
    const values = keys.length > 0 ? measure(keys, reference, predictions, intersection) : {};
    return { reference, predictions, intersection, loosest, tightest, values, worth: null };
  });
  if (decision === null) return measured;
  const { direction } = metricOf(decision.metric);
  return measured.flatMap((interval) => {
    const worth = interval.values[decision.metric] ?? Number.NaN;
    if (decision.threshold !== null) {
      return passes(worth, { value: decision.threshold, rule: decision.rule, direction }) ? [interval] : [];
    }
    return [{ ...interval, worth: { score: worth, rule: decision.rule } }];
  });
}
