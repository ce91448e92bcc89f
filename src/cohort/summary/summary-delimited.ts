import { type Delimited, toDelimited } from "../delimited.js";
import type { CohortSummary, MetricRow } from "./summary-types.js";

const COLUMNS = [
  "by",
  "model",
  "group",
  "metric",
  "n",
  "n_nan",
  "n_infinite",
  "n_null",
  "mean",
  "mean_low",
  "mean_high",
  "sd",
  "min",
  "q1",
  "median",
  "q3",
  "max",
  "pooled",
  "pooled_low",
  "pooled_high",
] as const satisfies readonly (keyof MetricRow)[];

/** The metrics of a summary as CSV or TSV, a line for each model, group and metric; JSON has all that there is. */
export function summaryToDelimited({ metrics }: CohortSummary, format: Delimited): string {
  return toDelimited(
    COLUMNS,
    metrics.map((row) => COLUMNS.map((key) => row[key])),
    format,
  );
}
