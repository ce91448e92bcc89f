import type { Explanation, GroupResult, InstanceRow } from "../../src/index.js";
import { METRIC_KEYS, type MetricKey, segmentationQualityKey } from "../../src/metrics/registry.js";
import { outcomesOf } from "./outcome.js";
import type { EdgeColumns, GroupNumbers, SideColumns } from "./protocol.js";

/** The rows of both sides as columns. */
export function columnsOf(group: GroupResult): { readonly reference: SideColumns; readonly prediction: SideColumns } {
  const outcomes = outcomesOf(group);
  const { reference_instances: references, predicted_instances: predictions } = group;
  return {
    reference: {
      ...placesOf(references),
      ...partnersOf(references.map((row) => row.predictions)),
      voxels: Float64Array.from(references, (row) => row.instance_voxel_count_ref),
      volumes: Float64Array.from(references, (row) => row.instance_volume_ref),
      ...outcomes.reference,
      metrics: Object.fromEntries(
        METRIC_KEYS.filter((key) => segmentationQualityKey(key) in group).map((key): [MetricKey, Float64Array] => {
          const name = segmentationQualityKey(key) as "sq";
          return [key, Float64Array.from(references, (row) => row[name] ?? Number.NaN)];
        }),
      ),
    },
    prediction: {
      ...placesOf(predictions),
      ...partnersOf(predictions.map((row) => row.references)),
      voxels: Float64Array.from(predictions, (row) => row.instance_voxel_count_pred),
      volumes: Float64Array.from(predictions, (row) => row.instance_volume_pred),
      ...outcomes.prediction,
      metrics: {},
    },
  };
}

function placesOf(rows: readonly InstanceRow[]) {
  const centres = new Float64Array(3 * rows.length);
  rows.forEach(({ centre }, i) => {
    centres.set(centre, 3 * i);
  });
  return {
    labels: Uint32Array.from(rows, (row) => row.label),
    classes: Uint32Array.from(rows, (row) => row.class),
    matched: Uint8Array.from(rows, (row) => row.is_matched),
    centres,
  };
}

function partnersOf(lists: readonly (readonly number[])[]) {
  const partnerOffsets = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => {
    partnerOffsets[i + 1] = partnerOffsets[i] + list.length;
  });
  return { partnerOffsets, partners: Uint32Array.from(lists.flat()) };
}

/** The overlapping pairs as columns. */
export function edgesOf({ edges }: Explanation): EdgeColumns {
  return {
    references: Uint32Array.from(edges, (edge) => edge.reference),
    predictions: Uint32Array.from(edges, (edge) => edge.prediction),
    scores: Float64Array.from(edges, (edge) => edge.score),
    overlaps: Float64Array.from(edges, (edge) => edge.overlap),
    fates: edges.map((edge) => edge.fate),
  };
}

/** A group without what is shown as rows. */
export function numbersOf(group: GroupResult): GroupNumbers {
  const { reference_instances, predicted_instances, matches, explanation, autc_curve, regions, ...numbers } = group;
  return numbers;
}
