/** The keys of a group in the order in which panoptica's aggregator writes them. */
import type { GroupResult } from "../../results/result-types.js";

/** panoptica's metrics in the order of its results; those that it does not have follow. */
const METRICS = ["iou", "dsc", "cldsc", "assd", "rvd", "rvae", "cedi", "hd", "hd95", "nsd", "masd", "boundaryIou"];
const GLOBAL_METRICS = ["dsc", "iou", ...METRICS.slice(2)];
const COUNTS = ["n_ref_instances", "n_pred_instances", "tp", "fp", "fn", "prec", "rec", "rq"];
const VOLUMES = ["instance_voxel_count_ref", "instance_volume_ref", "global_bin_volume_pred", "global_bin_volume_ref"];

/** Written whether or not they were asked for. */
export const AREA_KEYS = ["pq", "pq_cldsc", "pq_dsc", "rq", "sq", "sq_cldsc", "sq_dsc"].map((key) => `autc_${key}`);

const QUALITIES = METRICS.flatMap((metric) => {
  const suffix = metric === "iou" ? "" : `_${metric}`;
  return [`sq${suffix}`, `sq${suffix}_std`, `pq${suffix}`];
});

const ORDER = [
  ...COUNTS,
  ...QUALITIES,
  ...VOLUMES,
  ...GLOBAL_METRICS.map((metric) => `global_bin_${metric}`),
  ...METRICS.map((metric) => `region_avg_${metric}`),
];

/** Those of panoptica's keys that any of the groups has. */
export function keysOf(groups: readonly GroupResult[]): string[] {
  return ORDER.filter((key) => groups.some((group) => key in group));
}

/** Its keys of each reference instance, apart from `is_matched`. */
export function instanceKeysOf(keys: readonly string[]): string[] {
  return keys.filter((key) => /^(sq(_(?!.*std$).+)?|instance_.*)$/.test(key) && !key.endsWith("_std"));
}
