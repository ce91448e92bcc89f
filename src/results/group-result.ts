import { type MatchedReference, type Matching, matchedReferences } from "../matching/matching.js";
import type { UndefinedInMeans } from "../metrics/means.js";
import type { MetricValues } from "../metrics/measurer.js";
import {
  type MetricKey,
  measuredMetrics,
  PANOPTIC_METRICS,
  panopticQualityKey,
  segmentationQualityKey,
} from "../metrics/registry.js";
import { edgeValue, type ResolvedEdgeCases } from "../options/edge-cases.js";
import { type GroupInstances, type OverlapTable, totalVoxels, voxelVolume } from "../overlap/overlap-table.js";
import { emptyCase, panopticQuality, recognitionQuality } from "./panoptic-quality.js";
import type { GroupResult, MatchRow, PredictionRow, ReferenceRow } from "./result-types.js";
import { mean, populationDeviation } from "./statistics.js";

/** The measurements of a group, from which its result is summed up. */
export interface GroupMeasurements {
  /** Without predictions that do not count, as they lie in void. */
  readonly table: OverlapTable;
  /** With them: the table that defines the foregrounds. */
  readonly all: OverlapTable;
  readonly matching: Matching;
  /** Metrics of each matched reference, in the order of {@link matchedReferences}. */
  readonly instances: readonly MetricValues[];
  /** Metrics of the whole foregrounds, where there is something to measure. */
  readonly foreground: MetricValues;
}

/** The metrics of a group's result, and how they are summed up. */
export interface ResultRequest {
  readonly metrics: readonly MetricKey[];
  readonly globalMetrics: readonly MetricKey[];
  readonly edgeCases: ResolvedEdgeCases;
  readonly undefinedInMeans: UndefinedInMeans;
  /** Why recognition, segmentation and panoptic quality have no meaning here; null if they do. */
  readonly withoutQuality: string | null;
}

// Results and rows are written field by field, because there may be a hundred thousand of them (regions, small
// instances): spreads and Object.fromEntries took nine tenths of the time.

/** Counts, qualities and rows of a group. */
export function groupResult(measurements: GroupMeasurements, request: ResultRequest): GroupResult {
  const { table, matching, instances } = measurements;
  const matched = matchedReferences(matching);
  const counts = countVertices(table, matching, matched.length);
  const meanVoxels = mean(matched.map(({ reference }) => table.reference.voxels[reference]));
  const result: Record<string, unknown> = counts;
  writeQualities(result, counts, instances, request);
  result.sq_n = counts.tp;
  result.instance_voxel_count_ref = meanVoxels;
  result.instance_volume_ref = meanVoxels * voxelVolume(table);
  writeGlobals(result, measurements, request);
  result.reference_instances = referenceRows(table, matched, instances, request.metrics);
  result.predicted_instances = predictionRows(table, matching);
  result.matches = matchRows(table, matching);
  return result as unknown as GroupResult;
}

/** RQ, and SQ with its deviation and PQ for each metric and for IoU in any case; or why there are none. */
function writeQualities(
  result: Record<string, unknown>,
  counts: ReturnType<typeof countVertices>,
  instances: readonly MetricValues[],
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
    const all = instances.map((row) => row[key] ?? Number.NaN);
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
  const matchedPredictions = new Set(matching.prediction).size;
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

function referenceRows(
  table: OverlapTable,
  matched: readonly MatchedReference[],
  instances: readonly MetricValues[],
  metrics: readonly MetricKey[],
): ReferenceRow[] {
  const { reference, prediction } = table;
  const unit = voxelVolume(table);
  const names = metrics.map((key) => [key, segmentationQualityKey(key)] as const);
  const rows: ReferenceRow[] = [];
  let next = 0;
  for (let g = 0; g < reference.count; g++) {
    // Matched references rise, like the rows.
    const match = matched[next]?.reference === g ? matched[next] : null;
    const row: Record<string, unknown> = {
      label: reference.labels[g],
      class: reference.classes[g],
      is_matched: match === null ? 0 : 1,
      centre: centreOf(table, reference, g),
      box: boxOf(table, reference, g),
      first_voxel: reference.firstVoxels[g],
      instance_voxel_count_ref: reference.voxels[g],
      instance_volume_ref: reference.voxels[g] * unit,
      predictions: match === null ? [] : match.predictions.map((p) => prediction.labels[p]),
    };
    if (match !== null) {
      const values = instances[next++];
      for (const [key, name] of names) row[name] = values[key];
    }
    rows.push(row as unknown as ReferenceRow);
  }
  return rows;
}

function predictionRows(table: OverlapTable, matching: Matching): PredictionRow[] {
  const { reference, prediction } = table;
  const unit = voxelVolume(table);
  const references: (number[] | undefined)[] = new Array(prediction.count).fill(undefined);
  for (let i = 0; i < matching.reference.length; i++) {
    const label = reference.labels[matching.reference[i]];
    const own = references[matching.prediction[i]];
    // A list of one, not an empty one that grows: that reserves seventeen places.
    if (own === undefined) references[matching.prediction[i]] = [label];
    else own.push(label);
  }
  return references.map((labels = [], p) => ({
    label: prediction.labels[p],
    class: prediction.classes[p],
    is_matched: labels.length > 0 ? 1 : 0,
    centre: centreOf(table, prediction, p),
    box: boxOf(table, prediction, p),
    first_voxel: prediction.firstVoxels[p],
    instance_voxel_count_pred: prediction.voxels[p],
    instance_volume_pred: prediction.voxels[p] * unit,
    references: labels,
  }));
}

function centreOf({ dimensions }: OverlapTable, { sums, voxels }: GroupInstances, i: number): number[] {
  const x = sums[3 * i] / voxels[i];
  const y = sums[3 * i + 1] / voxels[i];
  return dimensions === 2 ? [x, y] : [x, y, sums[3 * i + 2] / voxels[i]];
}

function boxOf({ dimensions }: OverlapTable, { boxes }: GroupInstances, i: number): [number, number][] {
  const at = 6 * i;
  const x: [number, number] = [boxes[at], boxes[at + 1]];
  const y: [number, number] = [boxes[at + 2], boxes[at + 3]];
  return dimensions === 2 ? [x, y] : [x, y, [boxes[at + 4], boxes[at + 5]]];
}

function matchRows(table: OverlapTable, matching: Matching): MatchRow[] {
  return Array.from(matching.reference, (g, i) => ({
    reference: table.reference.labels[g],
    prediction: table.prediction.labels[matching.prediction[i]],
    score: matching.scores[i],
    overlap: matching.voxels[i],
  }));
}
