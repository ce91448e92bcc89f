import type { Engine } from "../bindings/engine.js";
import { groupResult } from "./aggregate/group-result.js";
import { type RegionResult, regionResult } from "./aggregate/region-rows.js";
import type { GroupResult } from "./aggregate/result-types.js";
import { type Trial, taxonomyOf } from "./aggregate/taxonomy/taxonomy.js";
import { volumeBins } from "./aggregate/volume-bins.js";
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
import { explainMatching } from "./strategies/explain/explain-matching.js";
import type { Explanation } from "./strategies/explain/explanation.js";
import type { Decision } from "./strategies/explain/sentences.js";
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
  options: ResolvedOptions,
): GroupResult {
  const { table, dropped } = dropSmall(whole, { voxels: options.minVoxels, volume: options.minVolume });
  const matched = matchTable(masks, table, group, options);
  return {
    ...evaluateTable(matched, options),
    taxonomy: taxonomyOf(table, trialOf(masks, group, options)),
    ...(options.explain && { explanation: explain(matched, options) }),
    ...(options.volumeBins && { by_volume: volumeBins(table, matched.matching, options.volumeBins) }),
    ...((options.minVoxels > 0 || options.minVolume > 0) && { dropped }),
    ...(options.regions && evaluateRegions(masks, table, group, options)),
  };
}

/** A group's instances, or those of one region, and how they were matched. */
interface MatchedTable {
  readonly table: OverlapTable;
  readonly group: GroupPlan;
  readonly measurer: Measurer;
  readonly scored: ScoredTable;
  /** The matching before and after the decision. */
  readonly before: Matching;
  readonly matching: Matching;
}

function matchTable(masks: MaskSource, table: OverlapTable, group: GroupPlan, options: ResolvedOptions): MatchedTable {
  const measurer = createMeasurer(table, masks, options);
  const scored = scoreGroup(table, measurer, options);
  const before = matchGroup(masks.engine, scored, group, options);
  return { table, group, measurer, scored, before, matching: decide(before, measurer, options) };
}

function evaluateTable({ table, group, measurer, matching }: MatchedTable, options: ResolvedOptions): GroupResult {
  const matched = matchedReferences(matching);
  const instances = matched.map(({ reference, predictions, intersection }) =>
    measurer.ofUnion(options.metrics, reference, predictions, intersection),
  );
  const foreground = measurer.ofForeground(options.globalMetrics, ...foregroundOf(table));
  const withoutQuality = isManyToMany(group, options) ? MANY_TO_MANY : null;
  const result = groupResult({ table, matching, instances, foreground }, { ...options, withoutQuality });
  return { ...result, ...(table.parts && { parts: partRows(table, matched) }) };
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
    const results = tables.map((region) =>
      evaluateTable(matchTable({ engine, ...lists }, region, group, options), options),
    );
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

function isManyToMany(group: GroupPlan, { strategy, input }: ResolvedOptions): boolean {
  const { degrees } = strategyOf(strategy);
  return degrees.reference === "many" && degrees.prediction === "many" && !group.single && input !== "matched";
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

/** Matches a repaired table as the group was matched, or says why counts alone cannot. */
function trialOf(masks: MaskSource, group: GroupPlan, options: ResolvedOptions): Trial | string {
  const { matchingMetric, decisionMetric } = options;
  if (isManyToMany(group, options)) return MANY_TO_MANY;
  const isCounted = (key: MatchingMetric) => isScoreOfCounts(key) || COUNTED.includes(key);
  const needsVoxels = [matchingMetric, decisionMetric].find((key) => key !== null && !isCounted(key));
  if (needsVoxels) return `${needsVoxels} needs voxels, and a repaired prediction has counts only`;
  return (table) => {
    const { measurer, matching } = matchTable(masks, table, group, options);
    const matched = matchedReferences(matching);
    const predictions = new Set(matching.prediction);
    const sum = matched.reduce(
      (total, match) =>
        total + (measurer.ofUnion(["iou"], match.reference, match.predictions, match.intersection).iou ?? 0),
      0,
    );
    const missed = table.reference.count - matched.length;
    const spurious = table.prediction.count - predictions.size;
    return { pq: sum / (matched.length + missed / 2 + spurious / 2), matched: predictions };
  };
}

/** Metrics of the numbers of voxels alone, without coordinates. */
const COUNTED: readonly MatchingMetric[] = ["iou", "dsc", "rvd", "rvae"];

/** Why the pairs of a group were matched or not. */
function explain({ scored, group, before, matching, measurer }: MatchedTable, options: ResolvedOptions): Explanation {
  const { matchingMetric: metric, decisionMetric: key, decisionThreshold: threshold } = options;
  const kept = new Set(matching.reference);
  const demoted = new Map<number, Decision>();
  if (key !== null && threshold !== null) {
    for (const match of matchedReferences(before)) {
      const value = () => decisionValue(measurer, key, match);
      if (!kept.has(match.reference)) demoted.set(match.reference, { metric: key, value: value(), threshold });
    }
  }
  return explainMatching(scored, {
    matchedBy: group.single ? "overlap" : options.input === "matched" ? "equal-labels" : options.strategy,
    allowManyToOne: options.allowManyToOne,
    threshold: { value: options.threshold, rule: options.thresholdRule },
    score: isScoreOfCounts(metric)
      ? { score: matchingScoreOf(metric).abbreviation, unit: "" }
      : { score: metricOf(metric).name.toLowerCase(), unit: metricOf(metric).unit === "mm" ? " mm" : "" },
    matching: before,
    demoted,
  });
}
