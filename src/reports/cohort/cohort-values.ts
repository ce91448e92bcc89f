import { type CaseRecord, compareKeys, type DoneCase, keyOf } from "../../cohort/case-record.js";
import { meanOverGroups } from "../../cohort/summary/extreme-rows.js";
import type { SettledCohort } from "../../cohort/summary/settled-cohort.js";
import type { GroupResult } from "../../results/result-types.js";
import { isolate } from "./isolate.js";

/** The results of one model in one group, over the cases that were evaluated. */
export interface Series {
  readonly name: string;
  readonly model: string | null;
  readonly group: string;
  readonly cases: readonly { readonly id: string; readonly result: GroupResult }[];
}

export function doneCases(records: readonly CaseRecord[]): DoneCase[] {
  return records.filter((record): record is DoneCase => record.status === "done");
}

/** Every model in every group, in the order of first mention, called by what tells it from the others. */
export function seriesOf(records: readonly CaseRecord[]): Series[] {
  const done = doneCases(records);
  const models = [...new Set(done.map(({ model }) => model))];
  const groups = [...new Set(done.flatMap((record) => Object.keys(record.groups)))];
  const nameOf = (model: string | null, group: string) => {
    if (model === null || (models.length === 1 && groups.length > 1)) return isolate(group);
    return groups.length === 1 ? isolate(model) : `${isolate(model)} · ${isolate(group)}`;
  };
  return groups.flatMap((group) =>
    models.map((model) => ({
      name: nameOf(model, group),
      model,
      group,
      cases: done
        .filter((record) => record.model === model && group in record.groups)
        .map((record) => ({ id: record.case, result: record.groups[group] })),
    })),
  );
}

/** Panoptic, segmentation and recognition quality first; counts, deviations and reasons are no metrics. */
const METRIC = /^(pq|sq|rq|prec|rec|autc|global_bin)(_|$)/;
const NO_METRIC = /(_std|_n|_reason|_curve|_volume_ref|_volume_pred)$/;
/** These first, in this order; then what else there is. */
const FIRST = ["pq", "sq", "rq", "rec", "prec", "autc_pq", "pq_dsc", "sq_dsc"];

export function metricKeysOf(series: readonly Series[]): string[] {
  const keys = new Set(series.flatMap(({ cases }) => cases.flatMap(({ result }) => Object.keys(result))));
  const place = (key: string) => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);
  return [...keys].filter((key) => METRIC.test(key) && !NO_METRIC.test(key)).sort((a, b) => place(a) - place(b));
}

/** A metric of a result; NaN where it is null or absent. */
export function metricOf(result: GroupResult, key: string): number {
  const value = (result as unknown as Readonly<Record<string, unknown>>)[key];
  return typeof value === "number" ? value : Number.NaN;
}

export function valuesOf(series: Series, key: string): number[] {
  return series.cases.map(({ result }) => metricOf(result, key));
}

/** The mean over groups of what a case's panoptic quality counts for; NaN if it counts nowhere. */
export function caseQuality({ cases }: SettledCohort, record: DoneCase): number {
  const own = cases.find((one) => one.case === record.case && one.model === record.model);
  return own === undefined ? Number.NaN : meanOverGroups(own, "pq");
}

/** The evaluated cases with the lowest panoptic quality, of equal ones those with the most instances in error. */
export function worstCases(cohort: SettledCohort, records: readonly CaseRecord[], count: number): DoneCase[] {
  const values = new Map(cohort.cases.map((one) => [keyOf(one), meanOverGroups(one, "pq")]));
  const errors = ({ groups }: DoneCase) => Object.values(groups).reduce((sum, { fp, fn }) => sum + fp + fn, 0);
  return doneCases(records)
    .map((record) => ({ record, quality: values.get(keyOf(record)) ?? Number.NaN }))
    .filter(({ quality }) => !Number.isNaN(quality))
    .sort((a, b) => a.quality - b.quality || errors(b.record) - errors(a.record) || compareKeys(a.record, b.record))
    .slice(0, count)
    .map(({ record }) => record);
}
