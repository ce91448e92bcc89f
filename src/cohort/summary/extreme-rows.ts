import { compareKeys } from "../case-record.js";
import type { SettledCase } from "../policy/settle-values.js";
import { modelsOf } from "./strata.js";
import { summaryMetricOf } from "./summary-metrics.js";
import type { ExtremeRow } from "./summary-types.js";

/** The best and the worst cases of each model by the mean of a metric over the groups in which it counts. */
export function extremeRows(cases: readonly SettledCase[], metric: string, count: number): ExtremeRow[] {
  const sign = summaryMetricOf(metric).direction === "lower" ? -1 : 1;
  return modelsOf(cases).flatMap((model) => {
    const ranked = cases
      .filter((one) => one.model === model)
      .map((one) => ({ one, value: meanOverGroups(one, metric) }))
      .filter(({ value }) => !Number.isNaN(value))
      .sort((a, b) => sign * (b.value - a.value) || compareKeys(a.one, b.one));
    const rows = (end: "best" | "worst", list: typeof ranked) =>
      list.slice(0, count).map(({ one, value }, i) => ({ metric, model, end, place: i + 1, case: one.case, value }));
    const worstFirst = [...ranked].sort((a, b) => sign * (a.value - b.value) || compareKeys(a.one, b.one));
    return [...rows("best", ranked), ...rows("worst", worstFirst)];
  });
}

export function meanOverGroups({ groups }: SettledCase, metric: string): number {
  const values = [...groups.values()].flatMap(({ counted }) => counted.get(metric) ?? []);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
