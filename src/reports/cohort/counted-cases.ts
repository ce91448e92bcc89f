import { type CaseRecord, keyOf } from "../../cohort/case-record.js";
import { emptinessOf } from "../../cohort/policy/settle-values.js";
import type { SettledCohort } from "../../cohort/summary/settled-cohort.js";
import { doneCases, type Series } from "./cohort-values.js";

/** The cases of a series for curves over thresholds: results, and cases that count as best or worst at every one. */
export interface CountedCases {
  /** Keys of the records (`keyOf`) whose own numbers count. */
  readonly measured: readonly string[];
  /** Rightly empty. */
  readonly best: number;
  /** Without a usable prediction. */
  readonly worst: number;
}

/** By the policy, as every other number of a report. */
export function countedCases({ cases, options }: SettledCohort, { model, group }: Series): CountedCases {
  const measured: string[] = [];
  let [best, worst] = [0, 0];
  for (const one of cases) {
    const own = one.model === model ? one.groups.get(group) : undefined;
    if (own === undefined) continue;
    const { isReferenceEmpty, isPredictionEmpty } = emptinessOf(own, false);
    if (one.origin !== "predicted") worst++;
    else if (!isReferenceEmpty || !isPredictionEmpty) measured.push(keyOf(one));
    else if (options.correctEmpty === "best") best++;
  }
  return { measured, best, worst };
}

/** The records that were evaluated, by `keyOf`. */
export function recordsByKey(records: readonly CaseRecord[]) {
  return new Map(doneCases(records).map((record) => [keyOf(record), record]));
}
