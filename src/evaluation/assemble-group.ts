import { eachMatchedReference, type Matching, matchedReferences } from "../matching/matching.js";
import { qualityUndefinedReason } from "../matching/registry.js";
import type { MaskSource } from "../metrics/mask-source.js";
import type { Measurer } from "../metrics/measurer.js";
import { type MetricKey, measuredMetrics } from "../metrics/registry.js";
import type { TableScores } from "../metrics/table-scores/registry.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { allInstances } from "../overlap/all-instances.js";
import type { DroppedInstances } from "../overlap/drop-small.js";
import { partRows } from "../overlap/parts/part-rows.js";
import type { BratsScores } from "../results/brats-scores.js";
import type { GroupMeasurements, MatchColumns } from "../results/group-measurements.js";
import { groupResult, type ResultRequest, regionRow } from "../results/group-result.js";
import type { Autc, GroupResult, RegionResult, RegionRow } from "../results/result-types.js";
import { judgeVoid } from "./judge-void.js";
import { type GroupMatching, isMatchedByStrategy } from "./match-table.js";
import { trialOf } from "./trial.js";

/** A group once all that its result says is matched and measured. */
export interface MeasuredGroup {
  readonly masks: MaskSource;
  readonly matched: GroupMatching;
  /** Voxels of the grid that are not void. */
  readonly gridVoxels: number;
  /** Instances that were too small to count; undefined where none is too small. */
  readonly dropped: DroppedInstances | undefined;
  /** Null where it was not asked for. */
  readonly brats: BratsScores | null;
  readonly areas: Autc | null;
  readonly regions: RegionResult | null;
}

/** Assembles a group's result. Sections that no default asks for are loaded when asked for. */
export async function assembleGroup(measured: MeasuredGroup, options: VolumeOptions): Promise<GroupResult> {
  const { masks, matched, dropped, brats, areas, regions } = measured;
  const { judged, voids } = await judgeVoid(masks, matched, options);
  const { table } = matched;
  const result = groupResult(measurementsOf(matched, judged, options), requestOf(matched, options));
  // Not a spread, which would read the lists of instances.
  return Object.assign(result, {
    ...(table.parts !== null && { parts: partRows(table, matchedReferences(matched.finalMatching)) }),
    ...(options.scores.length > 0 && (await scoresOf(measured, result, options))),
    ...(voids && { n_void_pred_instances: voids.length, void_instances: voids }),
    ...(options.preset === "stardist" && (await stardistOf(measured, options))),
    ...(brats && { brats }),
    ...areas,
    ...(options.taxonomy && (await errorsOf(masks, judged, options))),
    ...(options.explain && (await explanationOf(matched, options))),
    ...(options.volumeBins && (await binsOf(judged, options.volumeBins))),
    ...(dropped && { dropped }),
    ...regions,
  });
}

async function errorsOf(masks: MaskSource, judged: GroupMatching, options: VolumeOptions) {
  const { taxonomyOf } = await import("../results/taxonomy/taxonomy.js");
  return { taxonomy: taxonomyOf(judged.table, judged.finalMatching, trialOf(masks, judged, options)) };
}

async function stardistOf({ masks, matched }: MeasuredGroup, options: VolumeOptions): Promise<Partial<GroupResult>> {
  if (!isMatchedByStrategy(matched.group, options)) return {};
  const { stardistRows } = await import("./stardist-group.js");
  return { stardist: stardistRows(masks.engine, matched.scored, options) };
}

async function explanationOf(matched: GroupMatching, options: VolumeOptions): Promise<Partial<GroupResult>> {
  const { explainGroup } = await import("./explain-group.js");
  return { explanation: explainGroup(matched, options) };
}

async function binsOf(
  { table, finalMatching }: GroupMatching,
  borders: readonly number[],
): Promise<Partial<GroupResult>> {
  const { volumeBins } = await import("../results/volume-bins.js");
  return { by_volume: volumeBins(table, finalMatching, borders) };
}

/** Assembles the result of a region, without void predictions. */
export async function assembleRegion(
  masks: MaskSource,
  matched: GroupMatching,
  options: VolumeOptions,
): Promise<RegionRow> {
  const { judged } = await judgeVoid(masks, matched, options);
  return regionRow(measurementsOf(matched, judged, options), requestOf(matched, options));
}

/** The scores of neighbouring fields. */
async function scoresOf(
  { masks: { engine }, matched: { table }, gridVoxels }: MeasuredGroup,
  result: GroupResult,
  { scores, voiBackground }: VolumeOptions,
): Promise<TableScores> {
  const { tableScores } = await import("../metrics/table-scores/registry.js");
  const predictions = result.n_pred_instances;
  return tableScores(scores, { engine, table, gridVoxels, counts: result, predictions, voiBackground });
}

function requestOf({ group }: GroupMatching, options: VolumeOptions): ResultRequest {
  const withoutQuality = isMatchedByStrategy(group, options) ? qualityUndefinedReason(options.strategy) : null;
  return { ...options, withoutQuality };
}

/** The measurements of a matched table; `judged` is without the predictions that do not count. */
function measurementsOf(
  { table, measurer, finalMatching }: GroupMatching,
  judged: GroupMatching,
  { metrics, globalMetrics }: VolumeOptions,
): GroupMeasurements {
  const matches = measureMatches(measuredMetrics(metrics), measurer, finalMatching);
  const foreground = measurer.ofForeground(globalMetrics, ...allInstances(table));
  return { table: judged.table, all: table, matching: judged.finalMatching, matches, foreground };
}

/** Measures each matched reference against the union of its predictions. */
function measureMatches(keys: readonly MetricKey[], measurer: Measurer, matching: Matching): MatchColumns {
  const reference = matching.reference.filter((g, i) => i === 0 || matching.reference[i - 1] !== g);
  const edges = new Uint32Array(reference.length + 1);
  const values = new Map(keys.map((key) => [key, new Float64Array(reference.length)]));
  let row = 0;
  for (const { reference: g, predictions, intersection } of eachMatchedReference(matching)) {
    const measured = measurer.ofUnion(keys, g, predictions, intersection);
    for (const [key, column] of values) column[row] = measured[key] ?? Number.NaN;
    edges[row + 1] = edges[row] + predictions.length;
    row++;
  }
  return { reference, edges, values };
}
