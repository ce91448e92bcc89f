import { delimited } from "../export/delimited.js";
import type { CohortSummary } from "./summary-types.js";

interface SummaryTable<Row extends object> {
  readonly rows: (summary: CohortSummary) => readonly Row[];
  /** In their order; lists and counts by name, whose columns depend on the cohort, come last. */
  readonly columns: readonly (keyof Row & string)[];
}

/** A table whose columns are checked against its rows. */
function tableOf<Row extends object>(
  rows: (summary: CohortSummary) => readonly Row[],
  columns: readonly (keyof Row & string)[],
): SummaryTable<Row> {
  return { rows, columns };
}

const OF = ["by", "model", "group"] as const;
const INSTANCES = ["n_ref_instances", "n_pred_instances", "tp", "fp", "fn"] as const;
const RANKS = ["rank", "rank_low", "rank_high"] as const;

/** Everything that a summary says, as tables. */
const TABLES = {
  metrics: tableOf(
    ({ metrics }) => metrics,
    [
      ...([...OF, "metric", "n", "n_nan", "n_infinite", "n_null", "mean", "mean_low", "mean_high", "sd"] as const),
      ...(["min", "q1", "median", "q3", "max", "pooled", "pooled_low", "pooled_high"] as const),
      ...(["unit", "direction", "n_as_best", "n_as_worst", "n_left_out", "reasons"] as const),
    ],
  ),
  policy: tableOf(
    ({ policy }) => policy,
    [
      ...([...OF, "n_cases", "n_measured", "n_correct_empty", "n_false_alarm", "n_missed"] as const),
      ...(["n_missing", "n_failed"] as const),
    ],
  ),
  leaderboard: tableOf(
    ({ ranks }) => ranks,
    [
      ...(["by", "group", "metric", "scheme", "rank", "model", "value", "value_low", "value_high", "mean"] as const),
      ...(["n_cases", "n_missing", "rank_low", "rank_high", "mean_tau", "rank_draws", "better_than"] as const),
      "n_compared" as const,
      ...(["ranks_by_scheme", "rank_shares"] as const),
    ],
  ),
  comparisons: tableOf(
    ({ comparisons }) => comparisons,
    [
      ...(["by", "group", "metric", "first", "second", "n_cases", "n_clusters", "n_left_out"] as const),
      ...(["mean_first", "mean_second", "difference", "difference_low", "difference_high"] as const),
      ...(["better", "significant", "wilcoxon_p", "wilcoxon_p_holm", "wilcoxon_method", "wilcoxon_p_min"] as const),
      ...(["wilcoxon_favours", "permutation_p", "permutation_p_holm", "permutation_p_step_down"] as const),
      ...(["permutation_method", "permutation_draws", "permutation_p_min", "noninferior_first_p"] as const),
      ...(["noninferior_second_p", "equivalence_p", "equivalence_p_holm"] as const),
    ],
  ),
  consensus: tableOf(
    ({ consensus }) => consensus,
    ["by", "over", "model", ...RANKS, "value", "n_rankings", "mean_tau", "rank_shares"],
  ),
  counts: tableOf(({ counts }) => counts, [...OF, "n_cases", "n_clusters", ...INSTANCES]),
  gaps: tableOf(
    ({ gaps }) => gaps,
    [
      ...(["model", "group", "metric", "worst_by", "worst_mean", "worst_n", "best_by", "best_mean", "best_n"] as const),
      ...(["difference", "difference_low", "difference_high"] as const),
    ],
  ),
  agreement: tableOf(
    ({ agreement }) => agreement,
    [...OF, "quantity", "n", "bias", "bias_low", "bias_high", "limit_low", "limit_high", "sd"],
  ),
  volumes: tableOf(
    ({ by_volume }) => by_volume,
    [
      ...([...OF, "low", "high", "n_ref_instances", "n_matched_ref_instances", "rec", "rec_low", "rec_high"] as const),
      ...(["n_pred_instances", "n_matched_pred_instances", "prec", "prec_low", "prec_high"] as const),
    ],
  ),
  extremes: tableOf(({ extremes }) => extremes, ["metric", "model", "end", "place", "case", "value"]),
  missing: tableOf(({ missing }) => missing, ["case", "model", "cause"]),
  "left-out": tableOf(({ left_out }) => left_out, ["case", "why", "models"]),
  "map-scores": tableOf(
    ({ maps }) => maps?.scores ?? [],
    [
      ...(["model", "group", "score", "n", "n_undefined", "mean", "mean_low", "mean_high", "sd", "median"] as const),
      ...(["unit", "better", "chance"] as const),
    ],
  ),
  detection: tableOf(
    ({ maps }) => maps?.detection ?? [],
    ["model", "group", "score", "n_cases", "n_lesions", "value", "low", "high", "chance"],
  ),
  froc: tableOf(({ maps }) => maps?.froc ?? [], ["model", "group", "rate", "sensitivity", "low", "high"]),
  "map-comparisons": tableOf(
    ({ maps }) => maps?.comparisons ?? [],
    ["group", "score", "first", "second", "n_cases", "difference", "low", "high", "p", "p_holm"],
  ),
  regions: tableOf(
    ({ maps }) => maps?.regions ?? [],
    [
      ...(["model", "label", "name", "n", "share", "share_low", "share_high", "density", "density_low"] as const),
      ...(["density_high", "rank_share", "rank_density"] as const),
    ],
  ),
  repeats: tableOf(
    ({ maps }) => maps?.repeats ?? [],
    ["model", "score", "n", "n_undefined", "mean", "mean_low", "mean_high", "sd", "median"],
  ),
  failures: tableOf(({ failures }) => failures, ["case", "model", "code", "message"]),
} as const;

export type SummaryTableName = keyof typeof TABLES;
export const SUMMARY_TABLES = Object.keys(TABLES) as readonly SummaryTableName[];

export interface DelimitedOptions {
  readonly format: "csv" | "tsv";
  /** Default `metrics`: a line for each model, group and metric. */
  readonly table?: SummaryTableName;
  /** Guards texts that a spreadsheet would take for formulas. Default false. */
  readonly spreadsheet?: boolean;
}

/**
 * A table of a summary as CSV or TSV. NaN and Infinity are written so; a cell is empty where there is no such thing. Of a list of
 * shares each has a column (`rank_shares_1`, …), as has each number by name (`ranks_by_scheme_mean`); names are joined by `; `.
 */
export function summaryToDelimited(
  summary: CohortSummary,
  { format, table = "metrics", spreadsheet = false }: DelimitedOptions,
): string {
  const { rows, columns } = TABLES[table] as SummaryTable<object> & { readonly columns: readonly string[] };
  const own = rows(summary).map((row) => cellsOf(row, columns));
  // A table without rows has its columns all the same.
  const plain = columns.filter((column) => !SPREAD.has(column));
  const names = [...new Set([...plain, ...own.flatMap((cells) => [...cells.keys()])])];
  const lines = own.map((cells) => names.map((name) => cells.get(name) ?? ""));
  return delimited([names, ...lines], format === "csv" ? "," : "\t", spreadsheet);
}

/** Columns of numbers by place or name, each of which gets its own column. */
const SPREAD: ReadonlySet<string> = new Set(["rank_shares", "ranks_by_scheme"]);

function cellsOf(row: object, columns: readonly string[]): Map<string, string> {
  const values = row as Readonly<Record<string, unknown>>;
  return new Map(
    columns.flatMap((column): (readonly [string, string])[] => {
      const value = values[column];
      if (!SPREAD.has(column)) return [[column, textOf(value)]];
      const parts = Array.isArray(value) ? value.map((part, i) => [i + 1, part]) : Object.entries(Object(value));
      return parts.map(([part, number]) => [`${column}_${part}`, String(number)]);
    }),
  );
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map((name) => name ?? "").join("; ");
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .map(([name, count]) => `${name}: ${count}`)
    .join("; ");
}
