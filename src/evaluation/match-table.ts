import type { Engine } from "../../bindings/engine/engine.js";
import type { GroupPlan } from "../instances/label-passes.js";
import {
  passes,
  type ScoredTable,
  scoreByCounts,
  scoreTable,
  type ThresholdRule,
} from "../matching/candidate-graph.js";
import { matchByStrategy, matchEqualLabels, matchOverlapping } from "../matching/match-instances.js";
import { type MatchedReference, type Matching, matchedReferences, withoutReferences } from "../matching/matching.js";
import { matchingScoreOf } from "../matching/matching-score.js";
import type { MaskSource } from "../metrics/mask-source.js";
import { isScoreOfCounts } from "../metrics/matching-metric.js";
import { createMeasurer, type Measurer } from "../metrics/measurer.js";
import { type MetricKey, metricOf } from "../metrics/registry.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import type { ResolvedOptions } from "../options/registry.js";
import type { OverlapTable } from "../overlap/overlap-table.js";

export { isScoreOfCounts };

/** A group's instances, or those of one region, and how they were matched. */
export interface GroupMatching {
  readonly table: OverlapTable;
  readonly group: GroupPlan;
  readonly measurer: Measurer;
  readonly scored: ScoredTable;
  /** The matching before and after the decision. */
  readonly before: Matching;
  readonly matching: Matching;
}

/** Scores, matches and decides. */
export function matchTable(
  masks: MaskSource,
  table: OverlapTable,
  group: GroupPlan,
  options: VolumeOptions,
): GroupMatching {
  const measurer = createMeasurer(table, masks, options);
  const scored = scoreGroup(table, measurer, options);
  const before = matchGroup(masks.engine, scored, group, options);
  // A single instance needs no threshold, be it of the match or of the decision.
  const isDecided = !group.single || options.input === "matched";
  return { table, group, measurer, scored, before, matching: isDecided ? decide(before, measurer, options) : before };
}

/** True if the group's matches are chosen by the strategy, not given by labels. */
export function isMatchedByStrategy(group: GroupPlan, { input }: Pick<ResolvedOptions, "input">): boolean {
  return !group.single && input !== "matched";
}

/** The scores of a group's pairs by the matching metric. */
export function scoreGroup(
  table: OverlapTable,
  measurer: Measurer,
  { matchingMetric, partScore }: Pick<ResolvedOptions, "matchingMetric" | "partScore">,
): ScoredTable {
  if (isScoreOfCounts(matchingMetric)) return scoreByCounts(table, matchingScoreOf(matchingMetric), partScore);
  const key = matchingMetric;
  return scoreTable(table, metricOf(key).direction, (g, predictions, intersection) => {
    return measurer.scoreOfUnion(key, g, predictions, intersection);
  });
}

/** The decision metric of a matched reference against the union of its predictions. */
export function decisionValue(measurer: Measurer, key: MetricKey, match: MatchedReference): number {
  return measurer.ofUnion([key], match.reference, match.predictions, match.intersection)[key] ?? Number.NaN;
}

/** What the strategy chooses, or labels give, at the options' threshold. */
export function matchGroup(engine: Engine, scored: ScoredTable, group: GroupPlan, options: VolumeOptions): Matching {
  if (group.single && !options.matchWithoutOverlap) return matchOverlapping(scored);
  if (group.single) return matchEqualLabels(scored, true);
  if (options.input === "matched") return matchEqualLabels(scored, options.matchWithoutOverlap);
  const threshold = { value: options.threshold, rule: options.thresholdRule };
  return matchByStrategy(scored, { engine, ...options, threshold });
}

/** The rule by which decisions are made: that of the threshold, if no other was chosen. */
export function decisionRuleOf({ decisionRule, thresholdRule }: ResolvedOptions): ThresholdRule {
  return decisionRule ?? thresholdRule;
}

/** Takes the match from references whose decision metric does not pass. */
function decide(matching: Matching, measurer: Measurer, options: VolumeOptions): Matching {
  const { decisionMetric: key, decisionThreshold: value } = options;
  const rule = decisionRuleOf(options);
  if (key === null || value === null) return matching;
  const dropped = matchedReferences(matching).filter(
    (match) => !passes(decisionValue(measurer, key, match), { value, rule, direction: metricOf(key).direction }),
  );
  return withoutReferences(matching, new Set(dropped.map(({ reference }) => reference)));
}
