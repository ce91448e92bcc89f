import type { Engine } from "../bindings/engine.js";
import { type Decision, measureSpans } from "./aggregate/measure-spans.js";
import type { Autc } from "./aggregate/result-types.js";
import { areaUnderCurve } from "./aggregate/threshold-curve.js";
import { boundedMetrics } from "./aggregate/threshold-values.js";
import type { GroupPlan } from "./label/plan-layers.js";
import type { MatchedTable } from "./match-table.js";
import type { ResolvedOptions } from "./options/registry.js";
import type { ScoredTable } from "./strategies/candidate-graph.js";
import type { MatchedSpan } from "./strategies/matched-span.js";
import { whyWithoutQuality } from "./strategies/registry.js";
import { sweepOverlapping, sweepThresholds } from "./strategies/sweep-thresholds.js";

/** A group's matchings at every threshold. */
export function sweepGroup(
  engine: Engine,
  scored: ScoredTable,
  group: GroupPlan,
  options: Pick<ResolvedOptions, "strategy" | "allowManyToOne" | "objective">,
): MatchedSpan[] {
  return group.single ? sweepOverlapping(scored) : sweepThresholds(scored, { engine, ...options });
}

/** The areas under a group's threshold curve, and the curve. */
export function areaOfGroup(
  engine: Engine,
  { scored, measurer, group }: MatchedTable,
  options: ResolvedOptions & { readonly autc: "exact" | number },
): Autc {
  const { autc, autcDecision, thresholdRule, edgeCases, strategy } = options;
  const metrics = boundedMetrics(options.metrics);
  const decision = decisionOf(group, options);
  const moved = decision && autcDecision === "moving" ? { ...decision, threshold: null } : decision;
  const withoutQuality = group.single ? null : whyWithoutQuality(strategy);
  const matched = sweepGroup(engine, scored, group, options);
  const spans = measureSpans(matched, withoutQuality === null ? metrics : [], moved, measurer.ofUnion);
  return areaUnderCurve(spans, autc, thresholdRule, { table: scored.table, metrics, edgeCases, withoutQuality });
}

/** What a match of the group must be worth, if anything: a single instance needs no threshold. */
export function decisionOf(
  group: GroupPlan,
  options: Pick<ResolvedOptions, "decisionMetric" | "decisionThreshold" | "thresholdRule">,
): Decision | null {
  if (group.single) return null;
  const { decisionMetric: metric, decisionThreshold: threshold, thresholdRule: rule } = options;
  return metric === null || threshold === null ? null : { metric, threshold, rule };
}
