import type { CaseValues, GroupValues } from "../summary/case-values.js";
import type { Sample } from "../summary/strata.js";
import type { PolicyRow } from "../summary/summary-types.js";
import type { MissingCase } from "./fill-missing.js";
import { emptinessOf } from "./settle-values.js";

/** The kind of a case of a model and group: one of the counts at the head of every output. */
export type CaseSituation = "measured" | "correct_empty" | "false_alarm" | "missed" | "missing" | "failed";

export function situationOfCase(origin: CaseValues["origin"], group: GroupValues): CaseSituation {
  if (origin !== "predicted") return origin;
  const { isReferenceEmpty, isPredictionEmpty } = emptinessOf(group, false);
  if (isReferenceEmpty) return isPredictionEmpty ? "correct_empty" : "false_alarm";
  return isPredictionEmpty || group.counts.tp === 0 ? "missed" : "measured";
}

/**
 * Counts the cases of a model and group by their kind.
 * @param omitted cases without a prediction that the policy leaves out, of the same stratum
 */
export function policyRow({ by, model, group, members }: Sample, omitted: readonly MissingCase[]): PolicyRow {
  const own = omitted.filter((one) => one.model === model);
  const row = {
    n_measured: 0,
    n_correct_empty: 0,
    n_false_alarm: 0,
    n_missed: 0,
    n_missing: own.filter(({ cause }) => cause === "missing").length,
    n_failed: own.filter(({ cause }) => cause !== "missing").length,
  };
  for (const { origin, result } of members) row[`n_${situationOfCase(origin, result)}`]++;
  return { by, model, group, n_cases: members.length + own.length, ...row };
}
