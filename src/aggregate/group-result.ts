import { unionOf } from "../metrics/measure-counts.js";
import {
  type EdgeCase,
  type MetricKey,
  PANOPTIC_METRICS,
  panopticQualityKey,
  segmentationQualityKey,
} from "../metrics/registry.js";
import type { ResolvedEdgeCases } from "../options/edge-cases.js";
import { type Instances, type OverlapTable, totalVoxels, voxelVolume } from "../overlap/overlap-table.js";
import { type MatchedReference, type Matching, matchedReferences } from "../strategies/matching.js";
import { mean, populationDeviation } from "./statistics.js";

/** A number for each of some metrics. */
export type MetricValues = Readonly<Partial<Record<MetricKey, number>>>;

/** What a row of either side says of one instance. Lengths are in mm, along the volume's axes. */
export interface InstanceRow {
  readonly label: number;
  /** The label that its voxels have in the volume; 0 where several were merged. */
  readonly class: number;
  readonly is_matched: 0 | 1;
  /** Centre of mass in voxel indices. */
  readonly centre: readonly number[];
  /** First and last voxel (inclusive) along each axis. */
  readonly box: readonly (readonly [number, number])[];
  /** Linear index, x fastest, of the first voxel in scan order. */
  readonly first_voxel: number;
}

export interface ReferenceRow extends InstanceRow {
  readonly instance_voxel_count_ref: number;
  readonly instance_volume_ref: number;
  /** Labels of the predictions that it is matched to. */
  readonly predictions: readonly number[];
  /** `sq`, `sq_dsc`, …: its metrics against the union of those predictions, if it is matched. */
  readonly [metric: `sq${string}`]: number;
}

export interface PredictionRow extends InstanceRow {
  readonly instance_voxel_count_pred: number;
  readonly instance_volume_pred: number;
  /** Labels of the references that it is matched to. */
  readonly references: readonly number[];
}

/** One edge of the matching. */
export interface MatchRow {
  readonly reference: number;
  readonly prediction: number;
  readonly score: number;
  /** Voxels that the two share. */
  readonly overlap: number;
}

/** The result of one group. Keys are panoptica's, so that its readers find what they know. */
export interface GroupResult {
  readonly n_ref_instances: number;
  readonly n_pred_instances: number;
  /** References with at least one match. */
  readonly tp: number;
  /** Predictions without a match. */
  readonly fp: number;
  /** References without a match. */
  readonly fn: number;
  /** Predictions with at least one match. */
  readonly n_matched_pred_instances: number;
  readonly prec: number;
  readonly rec: number;
  readonly rq: number;
  /** Over how many matched references each mean was taken. */
  readonly sq_n: number;
  readonly [quality: `sq${string}` | `pq${string}`]: number;
  readonly instance_voxel_count_ref: number;
  readonly instance_volume_ref: number;
  readonly [global: `global_bin_${string}`]: number;
  readonly reference_instances: readonly ReferenceRow[];
  readonly predicted_instances: readonly PredictionRow[];
  readonly matches: readonly MatchRow[];
}

/** What is measured of a group before it is summed up. */
export interface GroupMeasurements {
  readonly table: OverlapTable;
  readonly matching: Matching;
  /** Metrics of each matched reference, in the order of {@link matchedReferences}. */
  readonly instances: readonly MetricValues[];
  /** Metrics of the whole foregrounds, where these overlap. */
  readonly foreground: MetricValues;
}

/** Counts, qualities and rows of a group. */
export function groupResult(
  { table, matching, instances, foreground }: GroupMeasurements,
  metrics: readonly MetricKey[],
  globalMetrics: readonly MetricKey[],
  edgeCases: ResolvedEdgeCases,
): GroupResult {
  const matched = matchedReferences(matching);
  const counts = countVertices(table, matching, matched.length);
  const { tp } = counts;
  const empty = emptyCase(counts.n_ref_instances, counts.n_pred_instances);
  const qualities: Record<string, number> = {};
  for (const key of metrics) {
    const values = instances.map((row) => row[key] ?? Number.NaN);
    const quality = tp > 0 ? mean(values) : edgeCases[key][empty];
    qualities[segmentationQualityKey(key)] = quality;
    qualities[`${segmentationQualityKey(key)}_std`] = populationDeviation(values);
    // Without a match the recognition quality decides: 0, or NaN where both sides are empty.
    if (PANOPTIC_METRICS.includes(key)) qualities[panopticQualityKey(key)] = tp > 0 ? quality * counts.rq : counts.rq;
  }

  const volumeRef = totalVoxels(table.reference);
  const volumePred = totalVoxels(table.prediction);
  const globals: Record<string, number> = {
    global_bin_volume_pred: volumePred,
    global_bin_volume_ref: volumeRef,
  };
  for (const key of globalMetrics) {
    globals[`global_bin_${key}`] = foreground[key] ?? edgeCases[key][emptyCase(volumeRef, volumePred)];
  }

  const meanVoxels = mean(matched.map(({ reference }) => table.reference.voxels[reference]));
  return {
    ...counts,
    sq_n: tp,
    ...(qualities as Record<`sq${string}` | `pq${string}`, number>),
    instance_voxel_count_ref: meanVoxels,
    instance_volume_ref: meanVoxels * voxelVolume(table),
    ...(globals as Record<`global_bin_${string}`, number>),
    reference_instances: referenceRows(table, matched, instances),
    predicted_instances: predictionRows(table, matching),
    matches: matchRows(table, matching),
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
    rq: tp / (tp + fp / 2 + fn / 2),
  };
}

/** Which empty case it is when nothing matches or overlaps, from what each side has. */
function emptyCase(reference: number, prediction: number): EdgeCase {
  if (reference === 0) return prediction === 0 ? "bothEmpty" : "referenceEmpty";
  return prediction === 0 ? "predictionEmpty" : "noMatch";
}

function referenceRows(
  table: OverlapTable,
  matched: readonly MatchedReference[],
  instances: readonly MetricValues[],
): ReferenceRow[] {
  const rowOf = new Map(matched.map(({ reference }, row) => [reference, row]));
  return Array.from(table.reference.labels, (_, g) => {
    const row = rowOf.get(g);
    const values = Object.entries(row === undefined ? {} : instances[row]);
    return {
      ...instanceRow(table, table.reference, g, row !== undefined),
      instance_voxel_count_ref: table.reference.voxels[g],
      instance_volume_ref: table.reference.voxels[g] * voxelVolume(table),
      predictions: row === undefined ? [] : matched[row].predictions.map((p) => table.prediction.labels[p]),
      ...Object.fromEntries(values.map(([key, value]) => [segmentationQualityKey(key as MetricKey), value])),
    };
  });
}

function predictionRows(table: OverlapTable, matching: Matching): PredictionRow[] {
  const references: number[][] = Array.from({ length: table.prediction.count }, () => []);
  for (let i = 0; i < matching.reference.length; i++) {
    references[matching.prediction[i]].push(table.reference.labels[matching.reference[i]]);
  }
  return references.map((labels, p) => ({
    ...instanceRow(table, table.prediction, p, labels.length > 0),
    instance_voxel_count_pred: table.prediction.voxels[p],
    instance_volume_pred: table.prediction.voxels[p] * voxelVolume(table),
    references: labels,
  }));
}

function instanceRow({ dimensions }: OverlapTable, instances: Instances, i: number, matched: boolean): InstanceRow {
  const axes = Array.from({ length: dimensions }, (_, axis) => axis);
  const { centre } = unionOf(instances, [i], [1, 1, 1]);
  return {
    label: instances.labels[i],
    class: instances.classes[i],
    is_matched: matched ? 1 : 0,
    centre: axes.map((axis) => centre[axis]),
    box: axes.map((axis) => [instances.boxes[6 * i + 2 * axis], instances.boxes[6 * i + 2 * axis + 1]] as const),
    first_voxel: instances.firstVoxels[i],
  };
}

function matchRows(table: OverlapTable, matching: Matching): MatchRow[] {
  return Array.from(matching.reference, (g, i) => ({
    reference: table.reference.labels[g],
    prediction: table.prediction.labels[matching.prediction[i]],
    score: matching.scores[i],
    overlap: matching.voxels[i],
  }));
}
