import type { Engine } from "../../bindings/engine/engine.js";
import type { GroupPlan } from "../instances/label-passes.js";
import type { ScoredTable } from "../matching/candidate-graph.js";
import { matchByStrategy } from "../matching/match-instances.js";
import { matchedReferences } from "../matching/matching.js";
import { qualityUndefinedReason } from "../matching/registry.js";
import type { MaskSource } from "../metrics/mask-source.js";
import { measuredMetrics } from "../metrics/registry.js";
import { type TableScores, tableScores } from "../metrics/table-scores/registry.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { dropSmall } from "../overlap/drop-small.js";
import { foregroundOf } from "../overlap/foreground.js";
import { isMostlyVoid, type OverlapTable } from "../overlap/overlap-table.js";
import { partRows } from "../overlap/parts/part-rows.js";
import { regionTables } from "../regions/region-tables.js";
import { groupResult } from "../results/group-result.js";
import { regionResult } from "../results/region-rows.js";
import type { GroupResult, RegionResult } from "../results/result-types.js";
import { STARDIST_THRESHOLDS, type StardistRow, stardistRow } from "../results/stardist-scores.js";
import { taxonomyOf } from "../results/taxonomy/taxonomy.js";
import { countVoid } from "../results/threshold-values.js";
import { volumeBins } from "../results/volume-bins.js";
import { bratsOfGroup } from "./brats-group.js";
import { explainGroup, trialOf } from "./explain-group.js";
import { judgeVoid } from "./judge-void.js";
import { type GroupMatching, isMatchedByStrategy, matchTable } from "./match-table.js";
import type { GroupTable } from "./overlap-tables.js";
import { areaOfGroup } from "./sweep-group.js";

/** Everything that follows from one group's overlap table. */
export function evaluateGroup(group: GroupTable, options: VolumeOptions): GroupResult {
  const { masks, table: whole, plan } = group;
  const { table, dropped } = dropSmall(whole, { voxels: options.minVoxels, volume: options.minVolume });
  const matched = matchTable(masks, table, plan, options);
  const { judged, voids } = judgeVoid(masks, matched, options);
  const showsStardist = options.preset === "stardist" && isMatchedByStrategy(plan, options);
  const result = evaluateTable(matched, judged, options);
  return {
    ...result,
    ...(options.scores.length > 0 && scoresOf(group, table, result, options)),
    ...(voids && { n_void_pred_instances: voids.length, void_instances: voids }),
    ...(showsStardist && { stardist: stardistRows(masks.engine, matched.scored, options) }),
    ...(options.lesionDilation !== null && { brats: bratsOfGroup(masks, table, options, options.lesionDilation) }),
    ...(options.autc !== null && areaOfGroup(masks.engine, matched, { ...options, autc: options.autc })),
    ...(options.taxonomy && { taxonomy: taxonomyOf(judged.table, trialOf(masks, judged, options)) }),
    ...(options.explain && { explanation: explainGroup(matched, options) }),
    ...(options.volumeBins && { by_volume: volumeBins(judged.table, judged.matching, options.volumeBins) }),
    ...((options.minVoxels > 0 || options.minVolume > 0) && { dropped }),
    ...(options.regions && evaluateRegions(masks, table, plan, options)),
  };
}

/** The scores of neighbouring fields. */
function scoresOf(
  { masks: { engine }, gridVoxels }: GroupTable,
  table: OverlapTable,
  result: GroupResult,
  { scores, voiBackground }: VolumeOptions,
): TableScores {
  return tableScores(scores, {
    engine,
    table,
    gridVoxels,
    counts: result,
    predictions: result.n_pred_instances,
    voiBackground,
  });
}

/** Counts, qualities and rows of a matched table; `judged` is without the predictions that do not count. */
function evaluateTable(
  { table, group, measurer, matching }: GroupMatching,
  judged: GroupMatching,
  options: VolumeOptions,
): GroupResult {
  const matched = matchedReferences(matching);
  const instances = matched.map(({ reference, predictions, intersection }) =>
    measurer.ofUnion(measuredMetrics(options.metrics), reference, predictions, intersection),
  );
  const foreground = measurer.ofForeground(options.globalMetrics, ...foregroundOf(table));
  const withoutQuality = isMatchedByStrategy(group, options) ? qualityUndefinedReason(options.strategy) : null;
  const result = groupResult({ ...judged, all: table, instances, foreground }, { ...options, withoutQuality });
  return table.parts === null ? result : { ...result, parts: partRows(table, matched) };
}

/** Every reference in its own region, matched and measured on its own. */
function evaluateRegions(
  masks: MaskSource,
  table: OverlapTable,
  group: GroupPlan,
  options: VolumeOptions,
): RegionResult {
  const { engine } = masks;
  const mark = engine.arena.mark();
  try {
    const { tables, lists } = regionTables(engine, table, masks, {
      space: options.regionSpace,
      connectivity: options.input === "semantic" && !group.single ? options.connectivity : null,
    });
    const own = { engine, ...lists, known: new Map() };
    const results = tables.map((region) => {
      const matched = matchTable(own, region, group, options);
      return evaluateTable(matched, judgeVoid(own, matched, options).judged, options);
    });
    return regionResult(results, options.globalMetrics);
  } finally {
    engine.arena.release(mark);
  }
}

/** stardist's results at its usual thresholds and at the one asked for, all from one table. */
function stardistRows(engine: Engine, scored: ScoredTable, options: VolumeOptions): StardistRow[] {
  const { table } = scored;
  const thresholds = [...new Set([...STARDIST_THRESHOLDS, options.threshold])].sort((a, b) => a - b);
  return thresholds.map((value) => {
    const threshold = { value, rule: options.thresholdRule };
    const { scores, prediction } = matchByStrategy(scored, { engine, ...options, threshold });
    const inVoid = prediction.filter((p) => isMostlyVoid(table.prediction, p)).length;
    const predictions = table.prediction.count - countVoid(table) + inVoid;
    const counts = { references: table.reference.count, predictions };
    return stardistRow(options.matchingMetric, value, counts, scores);
  });
}
