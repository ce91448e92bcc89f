import { type CaseRecord, compareKeys, type FailedCase, keyOf } from "../case-record.js";
import { fillMissing } from "../policy/fill-missing.js";
import type { Policy } from "../policy/policy-options.js";
import { type SettledCase, settleValues } from "../policy/settle-values.js";
import { type CaseValues, caseValues, sortCases } from "../summary/case-values.js";
import { SUMMARY_METRICS } from "../summary/summary-metrics.js";

/** Qualities; counts, volumes and deviations are no scores that a policy could give. */
const USUAL = SUMMARY_METRICS.filter(({ isUsual }) => isUsual);

/** A cohort's records with the policy applied to every number. */
export interface SettledRecords {
  /** By `keyOf`; cases that are left out for every model are not there. */
  readonly cases: ReadonlyMap<string, SettledCase>;
  /** Those of which there is no record, in order. */
  readonly missing: readonly SettledCase[];
}

/**
 * Applies the policy to every metric that the records have.
 * @throws VoxmatchError `INVALID_FILE` if predictions are missing and the policy refuses that
 */
export function settleForExport(records: readonly CaseRecord[], policy: Policy, isFinished: boolean): SettledRecords {
  const done: CaseValues[] = [];
  const failed: FailedCase[] = [];
  for (const record of records) {
    if (record.status === "done") done.push(caseValues(record, USUAL));
    else failed.push(record);
  }
  const filled = fillMissing(sortCases(done), failed, policy, isFinished);
  const cases = new Map(settleValues(filled.cases, policy).map((one) => [keyOf(one), one]));
  const known = new Set(records.map(keyOf));
  const missing = [...cases].filter(([key]) => !known.has(key)).map(([, one]) => one);
  return { cases, missing: missing.sort(compareKeys) };
}
