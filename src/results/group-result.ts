import type { Matching } from "../matching/matching.js";
import type { UndefinedInMeans } from "../metrics/means.js";
import {
  type MetricKey,
  measuredMetrics,
  PANOPTIC_METRICS,
  panopticQualityKey,
  segmentationQualityKey,
} from "../metrics/registry.js";
import { edgeValue, type ResolvedEdgeCases } from "../options/edge-cases.js";
import { gather } from "../overlap/gather.js";
import { type OverlapTable, totalVoxels, voxelVolume } from "../overlap/overlap-table.js";
import type { GroupMeasurements, MatchColumns } from "./group-measurements.js";
import { defineInstanceRows } from "./instance-rows.js";
import { emptyCase, panopticQuality, recognitionQuality } from "./panoptic-quality.js";
import type { GroupResult, RegionRow } from "./result-types.js";
import { mean, populationDeviation } from "./statistics.js";

/** The metrics of a group's result, and how they are summed up. */
export interface ResultRequest {
  readonly metrics: readonly MetricKey[];
  readonly globalMetrics: readonly MetricKey[];
  readonly edgeCases: ResolvedEdgeCases;
  readonly undefinedInMeans: UndefinedInMeans;
  /** Why recognition, segmentation and panoptic quality have no meaning here; null if they do. */
  readonly withoutQuality: string | null;
}

/** Counts, qualities and rows of a group. */
export function groupResult(measurements: GroupMeasurements, request: ResultRequest): GroupResult {
  const result: Record<string, unknown> = {};
  writeSummary(result, measurements, request);
  defineInstanceRows(result, measurements, request.metrics);
  return result as unknown as GroupResult;
}

/** Counts and qualities of the region of the only reference of a table. */
export function regionRow(measurements: GroupMeasurements, request: ResultRequest): RegionRow {
  const row: Record<string, unknown> = { label: measurements.table.reference.labels[0] };
  writeSummary(row, measurements, request);
  return row as unknown as RegionRow;
}

// Field by field, as there may be a hundred thousand regions: spreads and Object.fromEntries took nine tenths of the time.

function writeSummary(result: Record<string, unknown>, measurements: GroupMeasurements, request: ResultRequest): void {
  const { table, matching, matches } = measurements;
  const { count, voxels } = { count: matches.reference.length, voxels: table.reference.voxels };
  const counts = countVertices(table, matching, count);
  const meanVoxels = mean(gather(new Float64Array(count), voxels, matches.reference, 1));
  Object.assign(result, counts);
  writeQualities(result, counts, matches, request);
  result.sq_n = counts.tp;
  result.instance_voxel_count_ref = meanVoxels;
  result.instance_volume_ref = meanVoxels * voxelVolume(table);
  writeGlobals(result, measurements, request);
}

/** RQ, and SQ with its deviation and PQ for each metric and for IoU in any case; or why there are none. */
function writeQualities(
  result: Record<string, unknown>,
  counts: ReturnType<typeof countVertices>,
  { values: columns }: MatchColumns,
  { metrics, edgeCases, undefinedInMeans, withoutQuality }: ResultRequest,
): void {
  const { tp } = counts;
  const write = (key: string, value: number) => {
    result[key] = withoutQuality === null ? value : null;
    if (withoutQuality !== null) result[`${key}_reason`] = withoutQuality;
  };
  const rq = recognitionQuality(counts);
  const empty = emptyCase(counts.n_ref_instances, counts.n_pred_instances);
  write("rq", rq);
  for (const key of measuredMetrics(metrics)) {
    const all = columns.get(key) ?? new Float64Array();
    const values = undefinedInMeans === "omit" ? all.filter((value) => !Number.isNaN(value)) : all;
    const quality = tp > 0 ? mean(values) : edgeValue(edgeCases, key, empty);
    const name = segmentationQualityKey(key);
    write(name, quality);
    write(`${name}_std`, populationDeviation(values));
    if (values.length < all.length) result[`${name}_n`] = values.length;
    if (PANOPTIC_METRICS.includes(key)) write(panopticQualityKey(key), panopticQuality(quality, rq, tp));
  }
}

function writeGlobals(
  result: Record<string, unknown>,
  { all, foreground }: GroupMeasurements,
  { globalMetrics, edgeCases }: ResultRequest,
): void {
  const reference = totalVoxels(all.reference);
  const prediction = totalVoxels(all.prediction);
  const empty = emptyCase(reference, prediction);
  result.global_bin_volume_pred = prediction;
  result.global_bin_volume_ref = reference;
  for (const key of globalMetrics) result[`global_bin_${key}`] = foreground[key] ?? edgeValue(edgeCases, key, empty);
}

/** Vertices, never edges: a reference with three predictions is one true positive. */
function countVertices(table: OverlapTable, matching: Matching, tp: number) {
  const references = table.reference.count;
  const predictions = table.prediction.count;
  const isMatched = new Uint8Array(predictions);
  for (const p of matching.prediction) isMatched[p] = 1;
  const matchedPredictions = isMatched.reduce((sum, each) => sum + each, 0);
  const fn = references - tp;
  const fp = predictions - matchedPredictions;
  return {
    n_ref_instances: references,
    n_pred_instances: predictions,
    tp,
    fp,
    fn,
    n_matched_pred_instances: matchedPredictions,
    prec: tp / (tp + fp),
    rec: tp / (tp + fn),
  };
}
