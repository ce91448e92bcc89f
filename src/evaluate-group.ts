import type { Engine } from "../bindings/engine.js";
import { groupResult } from "./aggregate/group-result.js";
import { type RegionResult, regionResult } from "./aggregate/region-rows.js";
import type { GroupResult } from "./aggregate/result-types.js";
import type { GroupPlan } from "./label/plan-layers.js";
import type { MaskSource } from "./metrics/mask-source.js";
import { createMeasurer, type Measurer } from "./metrics/measurer.js";
import { type MetricKey, metricOf } from "./metrics/registry.js";
import type { MatchingMetric, ResolvedOptions } from "./options/registry.js";
import { dropSmall } from "./overlap/drop-small.js";
import type { Instances, OverlapTable } from "./overlap/overlap-table.js";
import { partRows } from "./parts/part-rows.js";
import { regionTables } from "./regions/region-tables.js";
import { passes, type ScoredTable, scoreByCounts, scoreTable } from "./strategies/candidate-graph.js";
import { matchByStrategy, matchEqualLabels, matchOverlapping } from "./strategies/match-instances.js";
import { type Matching, matchedReferences, withoutReferences } from "./strategies/matching.js";
import { MATCHING_SCORE_NAMES, type MatchingScoreName, matchingScoreOf } from "./strategies/matching-score.js";
import { whyWithoutQuality } from "./strategies/registry.js";
import { areaOfGroup } from "./sweep-group.js";

/** Everything that follows from one group's overlap table; `masks` paints what counts cannot say. */
export function evaluateGroup(
  masks: MaskSource,
  whole: OverlapTable,
  group: GroupPlan,
  options: ResolvedOptions,
): GroupResult {
  const { table, dropped } = dropSmall(whole, { voxels: options.minVoxels, volume: options.minVolume });
  return {
    ...evaluateTable(masks, table, group, options),
    ...((options.minVoxels > 0 || options.minVolume > 0) && { dropped }),
    ...(options.regions && evaluateRegions(masks, table, group, options)),
  };
}

function evaluateTable(
  masks: MaskSource,
  table: OverlapTable,
  group: GroupPlan,
  options: ResolvedOptions,
): GroupResult {
  const { engine } = masks;
  const measurer = createMeasurer(table, masks, options);
  const scored = scoreGroup(table, measurer, options);
  const matching = decide(matchGroup(engine, scored, group, options), measurer, options);
  const matched = matchedReferences(matching);
  const instances = matched.map(({ reference, predictions, intersection }) =>
    measurer.ofUnion(options.metrics, reference, predictions, intersection),
  );
  const foreground = measurer.ofForeground(options.globalMetrics, ...foregroundOf(table));
  const withoutQuality = byStrategy(group, options) ? whyWithoutQuality(options.strategy) : null;
  const result = groupResult({ table, matching, instances, foreground }, { ...options, withoutQuality });
  return {
    ...result,
    ...(options.autc !== null && areaOfGroup(engine, scored, measurer, group, { ...options, autc: options.autc })),
    ...(table.parts && { parts: partRows(table, matched) }),
  };
}

/** Every reference in its own region, matched and measured on its own. */
function evaluateRegions(
  masks: MaskSource,
  table: OverlapTable,
  group: GroupPlan,
  options: ResolvedOptions,
): RegionResult {
  const { engine } = masks;
  const mark = engine.arena.mark();
  try {
    const { tables, lists } = regionTables(engine, table, masks, {
      space: options.regionSpace,
      connectivity: options.input === "semantic" && !group.single ? options.connectivity : null,
    });
    // A region's result is its foregrounds' metrics and its counts, which need no threshold curve.
    const inRegion = { ...options, autc: null };
    const results = tables.map((region) => evaluateTable({ engine, ...lists }, region, group, inRegion));
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
