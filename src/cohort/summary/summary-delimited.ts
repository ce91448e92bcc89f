import { delimited } from "../export/delimited.js";
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

/**
 * The metrics of a summary as CSV or TSV, a line for each model, group and metric; JSON has all that there is. NaN and Infinity
 * are written so; a cell is empty where there is no such thing.
 * @param isForPeople guards texts that a spreadsheet would take for formulas
 */
export function summaryToDelimited({ metrics }: CohortSummary, format: "csv" | "tsv", isForPeople = false): string {
  const rows = metrics.map((row) => COLUMNS.map((key) => String(row[key] ?? "")));
  return delimited([COLUMNS, ...rows], format === "csv" ? "," : "\t", isForPeople);
}
