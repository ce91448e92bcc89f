import type { Engine } from "../../bindings/engine/engine.js";
import type { ScoredTable } from "../matching/candidate-graph.js";
import { matchByStrategy } from "../matching/match-instances.js";
import { matchedReferences } from "../matching/matching.js";
import { qualityUndefinedReason } from "../matching/registry.js";
import type { MaskSource } from "../metrics/mask-source.js";
import { measuredMetrics } from "../metrics/registry.js";
import { type TableScores, tableScores } from "../metrics/table-scores/registry.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { allInstances } from "../overlap/all-instances.js";
import type { DroppedInstances } from "../overlap/drop-small.js";
import { isMostlyVoid, type OverlapTable } from "../overlap/overlap-table.js";
import { partRows } from "../overlap/parts/part-rows.js";
import type { BratsScores } from "../results/brats-scores.js";
import { groupResult } from "../results/group-result.js";
import type { Autc, GroupResult, RegionResult } from "../results/result-types.js";
import { STARDIST_THRESHOLDS, type StardistRow, stardistRow } from "../results/stardist-scores.js";
import { taxonomyOf } from "../results/taxonomy/taxonomy.js";
import { countVoid } from "../results/threshold-values.js";
import { volumeBins } from "../results/volume-bins.js";
import { explainGroup, trialOf } from "./explain-group.js";
import { judgeVoid } from "./judge-void.js";
import { type GroupMatching, isMatchedByStrategy } from "./match-table.js";

/** A group once all that its result says is matched and measured. */
export interface MeasuredGroup {
  readonly masks: MaskSource;
  readonly matched: GroupMatching;
  /** Voxels of the grid that are not void. */
  readonly gridVoxels: number;
  /** Instances that were too small to count. */
  readonly dropped: DroppedInstances;
  /** Null where it was not asked for. */
  readonly brats: BratsScores | null;
  readonly areas: Autc | null;
  readonly regions: RegionResult | null;
}

/** Assembles a group's result. */
export function assembleGroup(measured: MeasuredGroup, options: VolumeOptions): GroupResult {
  const { masks, matched, dropped, brats, areas, regions } = measured;
  const { table, group } = matched;
  const { judged, voids } = judgeVoid(masks, matched, options);
  const showsStardist = options.preset === "stardist" && isMatchedByStrategy(group, options);
  const result = tableResult(matched, judged, options);
  return {
    ...result,
    ...(options.scores.length > 0 && scoresOf(measured, table, result, options)),
    ...(voids && { n_void_pred_instances: voids.length, void_instances: voids }),
    ...(showsStardist && { stardist: stardistRows(masks.engine, matched.scored, options) }),
    ...(brats && { brats }),
    ...areas,
    ...(options.taxonomy && {
      taxonomy: taxonomyOf(judged.table, judged.finalMatching, trialOf(masks, judged, options)),
    }),
    ...(options.explain && { explanation: explainGroup(matched, options) }),
    ...(options.volumeBins && { by_volume: volumeBins(judged.table, judged.finalMatching, options.volumeBins) }),
    ...((options.minVoxels > 0 || options.minVolume > 0) && { dropped }),
    ...regions,
  };
}

/** Assembles the result of a table, be it a group's or a region's: counts, qualities and rows, without void predictions. */
export function assembleTable(masks: MaskSource, matched: GroupMatching, options: VolumeOptions): GroupResult {
  return tableResult(matched, judgeVoid(masks, matched, options).judged, options);
}

/** The scores of neighbouring fields. */
function scoresOf(
  { masks: { engine }, gridVoxels }: MeasuredGroup,
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
function tableResult(
  { table, group, measurer, finalMatching }: GroupMatching,
  judged: GroupMatching,
  options: VolumeOptions,
): GroupResult {
  const matched = matchedReferences(finalMatching);
  const instances = matched.map(({ reference, predictions, intersection }) =>
    measurer.ofUnion(measuredMetrics(options.metrics), reference, predictions, intersection),
  );
  const foreground = measurer.ofForeground(options.globalMetrics, ...allInstances(table));
  const withoutQuality = isMatchedByStrategy(group, options) ? qualityUndefinedReason(options.strategy) : null;
  const rest = { table: judged.table, matching: judged.finalMatching };
  const result = groupResult({ ...rest, all: table, instances, foreground }, { ...options, withoutQuality });
  return table.parts === null ? result : { ...result, parts: partRows(table, matched) };
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
