import type { GroupResult } from "../../results/result-types.js";

/** Why a number of a group's result is not defined, or not finite. */
export function undefinedReason(group: GroupResult, key: string): string {
  const stated: unknown = group[`${key}_reason` as keyof GroupResult];
  if (typeof stated === "string") return stated;
  const { n_ref_instances: references, n_pred_instances: predictions, tp } = group;
  if (references === 0 && predictions === 0) return "neither volume has an instance of this group";
  if (references === 0) return "the reference has no instance of this group";
  if (predictions === 0) return "the prediction has no instance of this group";
  if (tp === 0) return "no reference is matched, so there is nothing to measure";
  if (/^[sp]q/.test(key)) return "a matched reference has no value, so there is no mean over all of them";
  return "not defined for these masks";
}
