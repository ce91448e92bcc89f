import { formatCount, wrap } from "../../../reports/case/text.js";
import type { CohortSummary, PolicyRow } from "../summary-types.js";
import { nameOf, plural, tableLines } from "./text-table.js";

/** More models than these have a table. */
const MOST_SENTENCES = { full: 4, brief: 2 };
/** In brief, more models than these have a sentence for all of them. */
const MOST_ROWS = 4;

/**
 * Warnings, cases and models, the policy and its counts: every number rests on these. In brief the leaderboard and the notes say
 * which models lack predictions.
 */
export function headSection(summary: CohortSummary, width: number, isBrief = false): string[] {
  const { policy, warnings } = summary;
  const models = new Set(policy.map(({ model }) => model));
  const rows = policy.filter(({ by }) => by === null);
  const what = models.size > 1 ? `, ${plural(models.size, "model")}` : "";
  return [
    ...warnings.flatMap((warning) => wrap(`Warning: ${warning}`, width, "  ")),
    `${plural(summary.n_cases, "case")}${what}${summary.left_out.length > 0 ? `, of which ${plural(summary.left_out.length, "case")} left out for every model` : ""}`,
    ...wrap(`What counts: ${summary.what_counts}`, width, "  "),
    ...countLines(rows, summary, width, isBrief),
  ];
}

function countLines(rows: readonly PolicyRow[], summary: CohortSummary, width: number, isBrief: boolean): string[] {
  if (rows.length <= MOST_SENTENCES[isBrief ? "brief" : "full"]) {
    return rows.flatMap((row) => wrap(policyLine(row, summary), width, "  "));
  }
  if (isBrief && rows.length <= MOST_ROWS) return countsTable(rows, width);
  return [...wrap(policyRanges(rows), width, "  "), ...(isBrief ? [] : lackingTable(rows, summary, width))];
}

/** `careful · lesion: 20 cases: 10 measured, 10 rightly empty (count as 1), 0 missing`. */
function policyLine(row: PolicyRow, { options }: CohortSummary): string {
  const { correctEmpty, missing } = options;
  const undefinedAs = options.undefined === "worst" ? "as 0" : "where a number is finite";
  const parts = [
    `${formatCount(row.n_measured)} measured`,
    ...(row.n_correct_empty > 0
      ? [`${formatCount(row.n_correct_empty)} rightly empty (${correctEmpty === "best" ? "count as 1" : "left out"})`]
      : []),
    ...(row.n_false_alarm > 0 ? [`${plural(row.n_false_alarm, "false alarm")} (count ${undefinedAs})`] : []),
    ...(row.n_missed > 0 ? [`${formatCount(row.n_missed)} missed (count ${undefinedAs})`] : []),
    ...(row.n_failed > 0 ? [`${formatCount(row.n_failed)} unusable${lackingAs(missing)}`] : []),
    `${formatCount(row.n_missing)} missing${row.n_missing > 0 ? lackingAs(missing) : ""}`,
  ];
  return `${nameOf(row)}: ${plural(row.n_cases, "case")}: ${parts.join(", ")}`;
}

function lackingAs(missing: CohortSummary["options"]["missing"]): string {
  return missing === "worst" ? " (count as 0)" : " (left out)";
}

/** Of many models the counts from the smallest to the largest. */
export function policyRanges(rows: readonly PolicyRow[]): string {
  const range = (key: keyof PolicyRow) => {
    const values = rows.map((row) => Number(row[key]));
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return low === high ? formatCount(low) : `${formatCount(low)}–${formatCount(high)}`;
  };
  return (
    `Of each model: ${range("n_cases")} cases: ${range("n_measured")} measured, ${range("n_correct_empty")} rightly empty, ` +
    `${range("n_false_alarm")} false alarms, ${range("n_missed")} missed, ${range("n_failed")} unusable, ` +
    `${range("n_missing")} missing`
  );
}

/** The counts of each model. */
function countsTable(rows: readonly PolicyRow[], width: number): string[] {
  return tableLines(
    {
      head: ["model", "cases", "measured", "rightly empty", "false alarms", "missed", "unusable", "missing"],
      rows: rows.map((row) => [
        nameOf(row),
        ...[row.n_cases, row.n_measured, row.n_correct_empty, row.n_false_alarm, row.n_missed].map(formatCount),
        ...[row.n_failed, row.n_missing].map(formatCount),
      ]),
      dispensable: ["cases", "measured"],
    },
    width,
  );
}

/** Models for which something is amiss; the others have as many cases as all have. */
function lackingTable(rows: readonly PolicyRow[], { options }: CohortSummary, width: number): string[] {
  const amiss = rows.filter((row) => row.n_missing + row.n_failed > 0);
  if (amiss.length === 0) return [];
  const rest = amiss.length - options.top;
  return [
    "Without all predictions:",
    ...countsTable(amiss.slice(0, options.top), width),
    ...(rest > 0 ? [`  … and ${rest} more models`] : []),
  ];
}
