import type { Sample } from "../summary/strata.js";
import type { PolicyRow } from "../summary/summary-types.js";
import type { MissingCase } from "./fill-missing.js";
import { emptinessOf } from "./settle-values.js";

/**
 * What the cases of a model and group count for.
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
  for (const { origin, result } of members) {
    const { isReferenceEmpty, isPredictionEmpty } = emptinessOf(result, false);
    if (origin !== "predicted") row[origin === "missing" ? "n_missing" : "n_failed"]++;
    else if (isReferenceEmpty) row[isPredictionEmpty ? "n_correct_empty" : "n_false_alarm"]++;
    else row[isPredictionEmpty || result.counts.tp === 0 ? "n_missed" : "n_measured"]++;
  }
  return { by, model, group, n_cases: members.length + own.length, ...row };
}
