import { summaryMetricOf } from "../../src/cohort/summary/summary-metrics.js";
import { formatNumber } from "../../src/reports/case/text.js";

/** A value of a metric, as reports write it. */
export function metricText(key: string, value: number): string {
  return formatNumber(value, summaryMetricOf(key).unit);
}
