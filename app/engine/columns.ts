import type { Explanation, GroupResult, InstanceRow } from "../../src/index.js";
import { METRIC_KEYS, type MetricKey, segmentationQualityKey } from "../../src/metrics/registry.js";
import type { VoidRow } from "../../src/results/result-types.js";
import { NO_KIND, outcomesOf, STATUSES } from "./outcome.js";
import type { EdgeColumns, GroupNumbers, MissReason, SideColumns } from "./protocol.js";

/** The rows of both sides as columns; predictions that lie in void come after those that are counted. */
export function columnsOf(group: GroupResult): { readonly reference: SideColumns; readonly prediction: SideColumns } {
  const outcomes = outcomesOf(group);
  const { reference_instances: references, predicted_instances: predictions, void_instances: voids = [] } = group;
  const inVoid = STATUSES.indexOf("void");
  return {
    reference: {
      ...placesOf(references),
      ...partnersOf(references.map((row) => row.predictions)),
      voxels: Float64Array.from(references, (row) => row.instance_voxel_count_ref),
      volumes: Float64Array.from(references, (row) => row.instance_volume_ref),
      statuses: Uint8Array.from(outcomes.reference.statuses),
      kinds: Uint8Array.from(outcomes.reference.kinds),
      metrics: Object.fromEntries(
        METRIC_KEYS.filter((key) => segmentationQualityKey(key) in group).map((key): [MetricKey, Float64Array] => {
          const name = segmentationQualityKey(key) as "sq";
          return [key, Float64Array.from(references, (row) => row[name] ?? Number.NaN)];
        }),
      ),
    },
    prediction: {
      ...placesOf([...predictions, ...voids.map(placeOfVoid)]),
      ...partnersOf([...predictions.map((row) => row.references), ...voids.map(() => [])]),
      voxels: Float64Array.from([
        ...predictions.map((row) => row.instance_voxel_count_pred),
        ...voids.map((row) => row.voxels),
      ]),
      volumes: Float64Array.from([
        ...predictions.map((row) => row.instance_volume_pred),
        ...voids.map(() => Number.NaN),
      ]),
      statuses: Uint8Array.from([...outcomes.prediction.statuses, ...voids.map(() => inVoid)]),
      kinds: Uint8Array.from([...outcomes.prediction.kinds, ...voids.map(() => NO_KIND)]),
      metrics: {},
    },
  };
}

type Place = Pick<InstanceRow, "label" | "class" | "centre" | "box">;

/** A label is missing where void left nothing of an instance; a place always is. */
function placeOfVoid({ label, class: own }: VoidRow): Place {
  return { label: label ?? 0, class: own, centre: [Number.NaN, Number.NaN, Number.NaN], box: [] };
}

function placesOf(rows: readonly Place[]) {
  const centres = new Float64Array(3 * rows.length);
  const boxes = new Float64Array(6 * rows.length).fill(Number.NaN);
  rows.forEach(({ centre, box }, i) => {
    centres.set(centre, 3 * i);
    // A plane has one slice.
    if (box.length > 0) boxes.set([...box, [0, 0] as const].slice(0, 3).flat(), 6 * i);
  });
  return {
    labels: Uint32Array.from(rows, (row) => row.label),
    classes: Uint32Array.from(rows, (row) => row.class),
    centres,
    boxes,
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

/** How many references are missed for which reason. */
export function missesOf({ unmatched }: Explanation): Partial<Record<MissReason, number>> {
  const counts: Partial<Record<MissReason, number>> = {};
  for (const { reason } of unmatched.references) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** A group without what is shown as rows. */
export function numbersOf(group: GroupResult): GroupNumbers {
  const {
    reference_instances,
    predicted_instances,
    matches,
    explanation,
    void_instances,
    autc_curve,
    regions,
    ...numbers
  } = group;
  return numbers;
}
