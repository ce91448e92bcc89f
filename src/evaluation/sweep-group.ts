import type { Engine } from "../../bindings/engine/engine.js";
import { qualityUndefinedReason } from "../matching/registry.js";
import { atEveryThreshold, sweepThresholds } from "../matching/sweep-thresholds.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { type MeasuredSpan, measureSpans } from "../results/measure-spans.js";
import type { Autc } from "../results/result-types.js";
import { areaUnderCurve } from "../results/threshold-curve.js";
import { boundedMetrics, countVoid, type ThresholdRequest } from "../results/threshold-values.js";
import { decisionRuleOf, type GroupMatching, isMatchedByStrategy, matchGroup } from "./match-table.js";

/** A group's matchings at every threshold, measured, and what is to be summed up of them. */
export interface SweptGroup {
  readonly spans: readonly MeasuredSpan[];
  readonly request: ThresholdRequest;
}

/** Matches by `options.strategy` and decides at every threshold, where these have a say. */
export function sweepGroup(
  engine: Engine,
  { table, group, measurer, scored }: Pick<GroupMatching, "table" | "group" | "measurer" | "scored">,
  options: VolumeOptions,
  movesDecision: boolean,
): SweptGroup {
  const { strategy, edgeCases, undefinedInMeans, decisionMetric: metric, decisionThreshold } = options;
  const rule = decisionRuleOf(options);
  const metrics = boundedMetrics(options.metrics);
  const voids = countVoid(table);
  if (!isMatchedByStrategy(group, options)) {
    const always = atEveryThreshold(matchGroup(engine, scored, group, options), scored.direction);
    const spans = measureSpans(always, metrics, null, measurer.ofUnion);
    return { spans, request: { table, voids, metrics, edgeCases, undefinedInMeans, withoutQuality: null } };
  }
  const withoutQuality = qualityUndefinedReason(strategy);
  const threshold = movesDecision ? null : decisionThreshold;
  const decision = metric === null ? null : { metric, threshold, rule };
  const measured = withoutQuality === null ? metrics : [];
  const spans = measureSpans(sweepThresholds(scored, { engine, ...options }), measured, decision, measurer.ofUnion);
  return { spans, request: { table, voids, metrics, edgeCases, undefinedInMeans, withoutQuality } };
}

/** The areas under a group's threshold curve, and the curve. */
export function areaOfGroup(
  engine: Engine,
  matched: GroupMatching,
  options: VolumeOptions & { readonly autc: "exact" | number },
): Autc {
  const { spans, request } = sweepGroup(engine, matched, options, options.autcDecision === "moving");
  return areaUnderCurve(spans, options.autc, options.thresholdRule, request);
}
