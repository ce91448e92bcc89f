import type { Engine } from "../bindings/engine.js";
import { groupResult } from "./aggregate/group-result.js";
import type { GroupResult } from "./aggregate/result-types.js";
import type { GroupPlan } from "./label/plan-layers.js";
import { createMeasurer, type Measurer } from "./metrics/measurer.js";
import { type MetricKey, metricOf } from "./metrics/registry.js";
import type { MatchingMetric, ResolvedOptions } from "./options/registry.js";
import { dropSmall } from "./overlap/drop-small.js";
import type { OverlapTable } from "./overlap/overlap-table.js";
import { partRows } from "./parts/part-rows.js";
import { passes, type ScoredTable, scoreByCounts, scoreTable } from "./strategies/candidate-graph.js";
import { matchByStrategy, matchEqualLabels, matchOverlapping } from "./strategies/match-instances.js";
import { type Matching, matchedReferences, withoutReferences } from "./strategies/matching.js";
import { MATCHING_SCORE_NAMES, type MatchingScoreName, matchingScoreOf } from "./strategies/matching-score.js";
import { whyWithoutQuality } from "./strategies/registry.js";
import { areaOfGroup } from "./sweep-group.js";

/** Everything that follows from one group's overlap table. */
export function evaluateGroup(
  engine: Engine,
  whole: OverlapTable,
  group: GroupPlan,
  options: ResolvedOptions,
): GroupResult {
  const { table, dropped } = dropSmall(whole, { voxels: options.minVoxels, volume: options.minVolume });
  const measurer = createMeasurer(table, options);
  const scored = scoreGroup(table, measurer, options);
  const matching = decide(matchGroup(engine, scored, group, options), measurer, options);
  const matched = matchedReferences(matching);
  const instances = matched.map(({ reference, predictions, intersection }) =>
    measurer.ofUnion(options.metrics, reference, predictions, intersection),
  );
  const foreground = measurer.ofForeground(options.globalMetrics);
  const withoutQuality = byStrategy(group, options) ? whyWithoutQuality(options.strategy) : null;
  const result = groupResult({ table, matching, instances, foreground }, { ...options, withoutQuality });
  return {
    ...result,
    ...(options.autc !== null && areaOfGroup(engine, scored, measurer, group, { ...options, autc: options.autc })),
    ...(table.parts && { parts: partRows(table, matched) }),
    ...((options.minVoxels > 0 || options.minVolume > 0) && { dropped }),
  };
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
    return measurer.ofUnion([key], g, predictions, intersection)[key] ?? Number.NaN;
  });
}

function isScoreOfCounts(metric: MatchingMetric): metric is MatchingScoreName {
  return MATCHING_SCORE_NAMES.some((name) => name === metric);
}

function byStrategy(group: GroupPlan, options: ResolvedOptions): boolean {
  return !group.single && options.input !== "matched";
}

function matchGroup(engine: Engine, scored: ScoredTable, group: GroupPlan, options: ResolvedOptions): Matching {
  if (group.single) return matchOverlapping(scored);
  if (options.input === "matched") return matchEqualLabels(scored, options.matchWithoutOverlap);
  const threshold = { value: options.threshold, rule: options.thresholdRule };
  return matchByStrategy(scored, { engine, ...options, threshold });
}

/** Takes the match from references whose decision metric does not pass. */
function decide(matching: Matching, measurer: Measurer, options: ResolvedOptions): Matching {
  const { decisionMetric: key, decisionThreshold: value, thresholdRule: rule } = options;
  if (key === null || value === null) return matching;
  const dropped = matchedReferences(matching).filter(
    (match) => !passes(decisionValue(measurer, key, match), { value, rule, direction: metricOf(key).direction }),
  );
  return withoutReferences(matching, new Set(dropped.map(({ reference }) => reference)));
}

/** The decision metric of a matched reference against the union of its predictions. */
function decisionValue(
  measurer: Measurer,
  key: MetricKey,
  { reference, predictions, intersection }: ReturnType<typeof matchedReferences>[number],
): number {
  return measurer.ofUnion([key], reference, predictions, intersection)[key] ?? Number.NaN;
}
