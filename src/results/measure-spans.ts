import { passes, type Threshold } from "../matching/candidate-graph.js";
import type { MatchedSpan } from "../matching/threshold-interval.js";
import type { Measurer, MetricValues } from "../metrics/measurer.js";
import { type MetricKey, metricOf } from "../metrics/registry.js";

/** A matched reference over a range of thresholds, with its metrics against the union of its predictions. */
export interface MeasuredSpan extends MatchedSpan {
  readonly values: MetricValues;
}

/** What a matched reference must be worth to stay matched. */
export interface Decision {
  readonly metric: MetricKey;
  /** Null: the threshold by which pairs are matched, wherever that is. */
  readonly threshold: number | null;
  readonly rule: Threshold["rule"];
}

/** Measures what is matched, and ends a span where its reference is no longer worth its match. */
export function measureSpans(
  spans: readonly MatchedSpan[],
  metrics: readonly MetricKey[],
  decision: Decision | null,
  measure: Measurer["ofUnion"],
): MeasuredSpan[] {
  const keys = decision === null ? metrics : [...new Set([...metrics, decision.metric])];
  // Field by field: spreading thousands of spans took longer than measuring them.
  const measured = spans.map(({ reference, predictions, intersection, loosest, tightest }) => {
    const values = keys.length > 0 ? measure(keys, reference, predictions, intersection) : {};
    return { reference, predictions, intersection, loosest, tightest, values };
  });
  if (decision === null) return measured;
  const { direction } = metricOf(decision.metric);
  return measured.flatMap((span) => {
    const worth = span.values[decision.metric] ?? Number.NaN;
    if (decision.threshold !== null) {
      return passes(worth, { value: decision.threshold, rule: decision.rule, direction }) ? [span] : [];
    }
    const tightest = Math.min(span.tightest, worth);
    return span.loosest === null || tightest > span.loosest ? [{ ...span, tightest }] : [];
  });
}
