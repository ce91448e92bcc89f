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
import { isScoreOfCounts } from "../metrics/matching-metric.js";
import type { Measurer } from "../metrics/measurer.js";
import { type MetricKey, metricOf } from "../metrics/registry.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import type { ResolvedOptions } from "../options/registry.js";
import type { OverlapTable } from "../overlap/overlap-table.js";

/** The instances of a group, or of one region, and how to measure them. */
export interface UnmatchedTable {
  readonly table: OverlapTable;
  readonly group: GroupPlan;
  readonly measurer: Measurer;
}

/** A table whose pairs are scored and matched, before the decision. */
export interface CandidateTable extends UnmatchedTable {
  readonly scored: ScoredTable;
  readonly candidateMatching: Matching;
}

/** The same after the decision. */
export interface GroupMatching extends CandidateTable {
  readonly finalMatching: Matching;
}

/** Scores and matches a table. */
export function matchCandidates(engine: Engine, unmatched: UnmatchedTable, options: VolumeOptions): CandidateTable {
  const scored = scoreGroup(unmatched.table, unmatched.measurer, options);
  return { ...unmatched, scored, candidateMatching: matchGroup(engine, scored, unmatched.group, options) };
}

/** Takes the match from references whose decision metric does not pass. */
export function decide(candidates: CandidateTable, options: VolumeOptions): GroupMatching {
  const { group, measurer, candidateMatching } = candidates;
  const { decisionMetric: key, decisionThreshold: value } = options;
  if (key === null || value === null || !isDecided(group, options))
    return { ...candidates, finalMatching: candidateMatching };
  const limit = { value, rule: decisionRuleOf(options), direction: metricOf(key).direction };
  const dropped = matchedReferences(candidateMatching).filter(
    (match) => !passes(decisionValue(measurer, key, match), limit),
  );
  const references = new Set(dropped.map(({ reference }) => reference));
  return { ...candidates, finalMatching: withoutReferences(candidateMatching, references) };
}

/** True if the decision holds for the group: a single instance needs no threshold, neither of the match nor of the decision. */
export function isDecided(group: GroupPlan, { input }: Pick<ResolvedOptions, "input">): boolean {
  return !group.single || input === "matched";
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

/** The matching by the strategy, or by labels, at the options' threshold. */
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
