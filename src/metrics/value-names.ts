import { METRIC_KEYS, type MetricKey, metricOf } from "./registry.js";

/** What tables, axes and legends call a number of a result. */
export interface ValueName {
  /** Without the unit. */
  readonly name: string;
  readonly unit: "1" | "mm";
}

const QUALITIES: Readonly<Record<string, string>> = { pq: "PQ", sq: "SQ", rq: "RQ", rec: "recall", prec: "precision" };
const COUNTS: Readonly<Record<string, string>> = {
  tp: "TP",
  fp: "FP",
  fn: "FN",
  n_ref_instances: "references",
  n_pred_instances: "predictions",
  instance_voxel_count_ref: "voxels of references",
  instance_volume_ref: "volume of references",
  global_bin_volume_ref: "foreground of the reference",
  global_bin_volume_pred: "foreground of the prediction",
};
/** The names of keys that are made of a metric's key. */
const OF_METRICS: readonly (readonly [RegExp, (metric: string) => string])[] = [
  [/^sq_(.+)$/, (metric) => `SQ by ${metric}`],
  [/^global_bin_(.+)$/, (metric) => `${metric} of the foreground`],
  [/^region_avg_(.+)$/, (metric) => `mean ${metric} of regions`],
];

/** The name of a key of results: that of `sq_assd` is "SQ by ASSD", in mm. A key that is no number's stays as it is. */
export function valueName(key: string): ValueName {
  const fixed = QUALITIES[key] ?? COUNTS[key];
  if (fixed !== undefined) return { name: fixed, unit: "1" };
  const [, deviating] = /^(.+)_std$/.exec(key) ?? [];
  if (deviating !== undefined) return { ...valueName(deviating), name: `deviation of ${valueName(deviating).name}` };
  const [, swept] = /^autc_(.+)$/.exec(key) ?? [];
  if (swept !== undefined) return { name: `AUTC of ${valueName(swept).name}`, unit: "1" };
  for (const [pattern, nameOf] of OF_METRICS) {
    const metric = METRIC_KEYS.find((each) => each === pattern.exec(key)?.[1]);
    if (metric !== undefined) return { name: nameOf(shortName(metric)), unit: metricOf(metric).unit };
  }
  const panoptic = METRIC_KEYS.find((metric) => key === `pq_${metric}`);
  return { name: panoptic === undefined ? key : `PQ by ${shortName(panoptic)}`, unit: "1" };
}

/** A metric's key as columns call it. */
export function shortName(metric: MetricKey): string {
  return metric.toUpperCase();
}
