import type { MetricValues } from "../metrics/measurer.js";
import { type MetricKey, PANOPTIC_METRICS, panopticQualityKey, segmentationQualityKey } from "../metrics/registry.js";
import type { ResolvedEdgeCases } from "../options/edge-cases.js";
import { type Instances, type OverlapTable, totalVoxels, voxelVolume } from "../overlap/overlap-table.js";
import { type MatchedReference, type Matching, matchedReferences } from "../strategies/matching.js";
import { emptyCase, panopticQuality, recognitionQuality } from "./panoptic-quality.js";
import type { GlobalMetrics, GroupResult, MatchRow, PredictionRow, Qualities, ReferenceRow } from "./result-types.js";
import { mean, populationDeviation } from "./statistics.js";

/** What is measured of a group before it is summed up. */
export interface GroupMeasurements {
  readonly table: OverlapTable;
  readonly matching: Matching;
  /** Metrics of each matched reference, in the order of {@link matchedReferences}. */
  readonly instances: readonly MetricValues[];
  /** Metrics of the whole foregrounds, where these overlap. */
  readonly foreground: MetricValues;
}

/** What of a group is summed up, and how. */
export interface ResultRequest {
  readonly metrics: readonly MetricKey[];
  readonly globalMetrics: readonly MetricKey[];
  readonly edgeCases: ResolvedEdgeCases;
  /** Why recognition, segmentation and panoptic quality have no meaning here; null if they do. */
  readonly withoutQuality: string | null;
}

/** Counts, qualities and rows of a group. */
export function groupResult(measurements: GroupMeasurements, request: ResultRequest): GroupResult {
  const { table, matching, instances } = measurements;
  const matched = matchedReferences(matching);
  const counts = countVertices(table, matching, matched.length);
  const meanVoxels = mean(matched.map(({ reference }) => table.reference.voxels[reference]));
  const qualities = qualitiesOf(counts, instances, request);
  return {
    ...counts,
    ...(request.withoutQuality === null ? qualities : withoutValues(qualities, request.withoutQuality)),
    sq_n: counts.tp,
    instance_voxel_count_ref: meanVoxels,
    instance_volume_ref: meanVoxels * voxelVolume(table),
    ...globalsOf(measurements, request),
    reference_instances: referenceRows(table, matched, instances, request.metrics),
    predicted_instances: predictionRows(table, matching),
    matches: matchRows(table, matching),
  };
}

/** RQ, and SQ with its deviation and PQ for each metric. */
function qualitiesOf(
  counts: ReturnType<typeof countVertices>,
  instances: readonly MetricValues[],
  { metrics, edgeCases }: ResultRequest,
): Qualities & { readonly rq: number } {
  const { tp } = counts;
  const rq = recognitionQuality(counts);
  const empty = emptyCase(counts.n_ref_instances, counts.n_pred_instances);
  const qualities: Record<string, number> = {};
  for (const key of metrics) {
    const values = instances.map((row) => row[key] ?? Number.NaN);
    const quality = tp > 0 ? mean(values) : edgeCases[key][empty];
    qualities[segmentationQualityKey(key)] = quality;
    qualities[`${segmentationQualityKey(key)}_std`] = populationDeviation(values);
    if (PANOPTIC_METRICS.includes(key)) qualities[panopticQualityKey(key)] = panopticQuality(quality, rq, tp);
  }
  return { rq, ...qualities };
}

function withoutValues(qualities: object, reason: string): { readonly rq: null } {
  const entries = Object.keys(qualities).flatMap((key) => [
    [key, null],
    [`${key}_reason`, reason],
  ]);
  return { rq: null, ...Object.fromEntries(entries) };
}

function globalsOf({ table, foreground }: GroupMeasurements, { globalMetrics, edgeCases }: ResultRequest) {
  const reference = totalVoxels(table.reference);
  const prediction = totalVoxels(table.prediction);
  const empty = emptyCase(reference, prediction);
  const values = globalMetrics.map((key) => [`global_bin_${key}`, foreground[key] ?? edgeCases[key][empty]]);
  return {
    global_bin_volume_pred: prediction,
    global_bin_volume_ref: reference,
    ...(Object.fromEntries(values) as GlobalMetrics),
  };
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

// Rows are written field by field, because there may be a hundred thousand of them: spreads and Object.fromEntries took
// nine tenths of the time of evaluating many small instances.

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
  const references: number[][] = Array.from({ length: prediction.count }, () => []);
  for (let i = 0; i < matching.reference.length; i++) {
    references[matching.prediction[i]].push(reference.labels[matching.reference[i]]);
  }
  return references.map((labels, p) => ({
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

function centreOf({ dimensions }: OverlapTable, { sums, voxels }: Instances, i: number): number[] {
  const x = sums[3 * i] / voxels[i];
  const y = sums[3 * i + 1] / voxels[i];
  return dimensions === 2 ? [x, y] : [x, y, sums[3 * i + 2] / voxels[i]];
}

function boxOf({ dimensions }: OverlapTable, { boxes }: Instances, i: number): [number, number][] {
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
