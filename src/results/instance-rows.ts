import { indexAmong } from "../../base/search.js";
import type { Matching } from "../matching/matching.js";
import { type MetricKey, segmentationQualityKey } from "../metrics/registry.js";
import { type GroupInstances, type OverlapTable, voxelVolume } from "../overlap/overlap-table.js";
import type { GroupMeasurements } from "./group-measurements.js";
import { defineRows, type RowSource } from "./lazy-rows.js";
import type { MatchRow, PredictionRow, ReferenceRow } from "./result-types.js";

/** Gives a result the lists of the instances of both sides and of the matches, made when they are read. */
export function defineInstanceRows(
  result: object,
  measurements: GroupMeasurements,
  metrics: readonly MetricKey[],
): void {
  defineRows(result, "reference_instances", referenceRows(measurements, metrics));
  defineRows(result, "predicted_instances", predictionRows(measurements));
  defineRows(result, "matches", matchRows(measurements));
}

function referenceRows(
  { table, matching, matches }: GroupMeasurements,
  metrics: readonly MetricKey[],
): RowSource<ReferenceRow> {
  // The rows hold these columns, and must not hold the table: its pairs may be ten times the instances.
  const { reference, prediction, dimensions } = table;
  const unit = voxelVolume(table);
  const columns = metrics.map((key) => [segmentationQualityKey(key), matches.values.get(key)] as const);
  const at = (g: number) => {
    const match = indexAmong(matches.reference, g);
    const predictions = match < 0 ? [] : labelsAt(prediction, matching.prediction, matches.edges, match);
    // Field by field: spreads and Object.fromEntries took nine tenths of the time.
    const row: Record<string, unknown> = {
      label: reference.labels[g],
      class: reference.classes[g],
      is_matched: match < 0 ? 0 : 1,
      centre: centreOf(dimensions, reference, g),
      box: boxOf(dimensions, reference, g),
      first_voxel: reference.firstVoxels[g],
      instance_voxel_count_ref: reference.voxels[g],
      instance_volume_ref: reference.voxels[g] * unit,
      predictions,
    };
    if (match >= 0) for (const [name, values] of columns) row[name] = values?.[match];
    return row as unknown as ReferenceRow;
  };
  return { length: reference.count, at };
}

function predictionRows({ table, matching }: GroupMeasurements): RowSource<PredictionRow> {
  const { reference, prediction, dimensions } = table;
  const unit = voxelVolume(table);
  const { references, edges } = byPrediction(matching, prediction.count);
  const at = (p: number): PredictionRow => ({
    label: prediction.labels[p],
    class: prediction.classes[p],
    is_matched: edges[p + 1] > edges[p] ? 1 : 0,
    centre: centreOf(dimensions, prediction, p),
    box: boxOf(dimensions, prediction, p),
    first_voxel: prediction.firstVoxels[p],
    instance_voxel_count_pred: prediction.voxels[p],
    instance_volume_pred: prediction.voxels[p] * unit,
    references: labelsAt(reference, references, edges, p),
  });
  return { length: prediction.count, at };
}

function matchRows({ table, matching }: GroupMeasurements): RowSource<MatchRow> {
  const { reference, prediction } = table;
  const at = (i: number): MatchRow => ({
    reference: reference.labels[matching.reference[i]],
    prediction: prediction.labels[matching.prediction[i]],
    score: matching.scores[i],
    overlap: matching.voxels[i],
  });
  return { length: matching.reference.length, at };
}

/** The references of each prediction, rising: those of `p` are at `edges[p] … edges[p + 1] − 1`. */
function byPrediction({ reference, prediction }: Matching, count: number) {
  const edges = new Uint32Array(count + 2);
  for (const p of prediction) edges[p + 2]++;
  for (let p = 2; p < edges.length; p++) edges[p] += edges[p - 1];
  const references = new Uint32Array(reference.length);
  for (let i = 0; i < reference.length; i++) references[edges[prediction[i] + 1]++] = reference[i];
  return { references, edges };
}

function labelsAt({ labels }: GroupInstances, members: Uint32Array, edges: Uint32Array, row: number): number[] {
  // A list of one, not an empty one that grows: that reserves seventeen places.
  const found = edges[row + 1] > edges[row] ? [labels[members[edges[row]]]] : [];
  for (let i = edges[row] + 1; i < edges[row + 1]; i++) found.push(labels[members[i]]);
  return found;
}

function centreOf(dimensions: OverlapTable["dimensions"], { sums, voxels }: GroupInstances, i: number): number[] {
  const x = sums[3 * i] / voxels[i];
  const y = sums[3 * i + 1] / voxels[i];
  return dimensions === 2 ? [x, y] : [x, y, sums[3 * i + 2] / voxels[i]];
}

function boxOf(dimensions: OverlapTable["dimensions"], { boxes }: GroupInstances, i: number): [number, number][] {
  const at = 6 * i;
  const x: [number, number] = [boxes[at], boxes[at + 1]];
  const y: [number, number] = [boxes[at + 2], boxes[at + 3]];
  return dimensions === 2 ? [x, y] : [x, y, [boxes[at + 4], boxes[at + 5]]];
}
