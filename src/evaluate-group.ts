import type { Engine } from "../bindings/engine.js";
import { groupResult } from "./aggregate/group-result.js";
import { type RegionResult, regionResult } from "./aggregate/region-rows.js";
import type { GroupResult } from "./aggregate/result-types.js";
import { STARDIST_THRESHOLDS, type StardistRow, stardistRow } from "./aggregate/stardist-scores.js";
import type { GroupPlan } from "./label/plan-layers.js";
import type { MaskSource } from "./metrics/mask-source.js";
import { createMeasurer, type Measurer } from "./metrics/measurer.js";
import { type MetricKey, metricOf } from "./metrics/registry.js";
import type { MatchingMetric, ResolvedOptions } from "./options/registry.js";
import type { SettledOptions } from "./options/settle.js";
import { dropSmall } from "./overlap/drop-small.js";
import type { Instances, OverlapTable } from "./overlap/overlap-table.js";
import { partRows } from "./parts/part-rows.js";
import { regionTables } from "./regions/region-tables.js";
import { passes, type ScoredTable, scoreByCounts, scoreTable } from "./strategies/candidate-graph.js";
import { matchByStrategy, matchEqualLabels, matchOverlapping } from "./strategies/match-instances.js";
import { type Matching, matchedReferences, withoutReferences } from "./strategies/matching.js";
import { MATCHING_SCORE_NAMES, type MatchingScoreName, matchingScoreOf } from "./strategies/matching-score.js";
import { strategyOf } from "./strategies/registry.js";

/** Voxels may be counted in several unions and both sides matched in different numbers. */
const MANY_TO_MANY =
  "many-to-many: matched references and matched predictions differ in number, so no single count of true positives fits both";

/** Everything that follows from one group's overlap table; `masks` paints what counts cannot say. */
export function evaluateGroup(
  masks: MaskSource,
  whole: OverlapTable,
  group: GroupPlan,
  options: SettledOptions,
): GroupResult {
  const { table, dropped } = dropSmall(whole, { voxels: options.minVoxels, volume: options.minVolume });
  return {
    ...evaluateTable(masks, table, group, options),
    ...((options.minVoxels > 0 || options.minVolume > 0) && { dropped }),
    ...(options.regions && evaluateRegions(masks, table, group, options)),
  };
}

function evaluateTable(masks: MaskSource, table: OverlapTable, group: GroupPlan, options: SettledOptions): GroupResult {
  const { engine } = masks;
  const measurer = createMeasurer(table, masks, options);
  const scored = scoreGroup(table, measurer, options);
  const candidates = matchGroup(engine, scored, group, options);
  // A single instance needs no threshold, be it of the match or of the decision.
  const decided = !group.single || options.input === "matched";
  const matching = decided ? decide(candidates, measurer, options) : candidates;
  const matched = matchedReferences(matching);
  const instances = matched.map(({ reference, predictions, intersection }) =>
    measurer.ofUnion(options.metrics, reference, predictions, intersection),
  );
  const foreground = measurer.ofForeground(options.globalMetrics, ...foregroundOf(table));
  const { degrees } = strategyOf(options.strategy);
  const manyToMany = degrees.reference === "many" && degrees.prediction === "many" && byStrategy(group, options);
  const result = groupResult(
    { table, matching, instances, foreground },
    { ...options, withoutQuality: manyToMany ? MANY_TO_MANY : null },
  );
  return {
    ...result,
    ...(table.parts && { parts: partRows(table, matched) }),
    ...(options.preset === "stardist" &&
      byStrategy(group, options) && { stardist: stardistRows(engine, scored, options) }),
  };
}

/** Every reference in its own region, matched and measured on its own. */
function evaluateRegions(
  masks: MaskSource,
  table: OverlapTable,
  group: GroupPlan,
  options: SettledOptions,
): RegionResult {
  const { engine } = masks;
  const mark = engine.arena.mark();
  try {
    const { tables, lists } = regionTables(engine, table, masks, {
      space: options.regionSpace,
      connectivity: options.input === "semantic" && !group.single ? options.connectivity : null,
    });
    const results = tables.map((region) => evaluateTable({ engine, ...lists }, region, group, options));
    return regionResult(results, options.globalMetrics);
  } finally {
    engine.arena.release(mark);
  }
}

/** All references, all predictions, and the voxels that they share. */
function foregroundOf(table: OverlapTable): [number[], number[], number] {
  const all = (instances: Instances) => Array.from({ length: instances.count }, (_, i) => i);
  return [all(table.reference), all(table.prediction), table.pairVoxels.reduce((sum, voxels) => sum + voxels, 0)];
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

function byStrategy(group: GroupPlan, options: SettledOptions): boolean {
  return !group.single && options.input !== "matched";
}

function matchGroup(engine: Engine, scored: ScoredTable, group: GroupPlan, options: SettledOptions): Matching {
  if (group.single && !options.matchWithoutOverlap) return matchOverlapping(scored);
  if (group.single) return matchEqualLabels(scored, true);
  if (options.input === "matched") return matchEqualLabels(scored, options.matchWithoutOverlap);
  const threshold = { value: options.threshold, rule: options.thresholdRule };
  return matchByStrategy(scored, { engine, ...options, threshold });
}

/** stardist's results at its usual thresholds and at the one asked for, all from one table. */
function stardistRows(engine: Engine, scored: ScoredTable, options: SettledOptions): StardistRow[] {
  const { table } = scored;
  const counts = { references: table.reference.count, predictions: table.prediction.count };
  const thresholds = [...new Set([...STARDIST_THRESHOLDS, options.threshold])].sort((a, b) => a - b);
  return thresholds.map((value) => {
    const threshold = { value, rule: options.thresholdRule };
    const { scores } = matchByStrategy(scored, { engine, ...options, threshold });
    return stardistRow(options.matchingMetric, value, counts, scores);
  });
}

/** Takes the match from references whose decision metric does not pass. */
function decide(matching: Matching, measurer: Measurer, options: SettledOptions): Matching {
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
