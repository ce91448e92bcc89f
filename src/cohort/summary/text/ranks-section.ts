import { formatNumber } from "../../../reports/case/text.js";
import { summaryMetricOf } from "../summary-metrics.js";
import type { CohortSummary, ConsensusRow, RankRow } from "../summary-types.js";
import { contestsOf, hasUnequalCounts, leaderboard, unequalWarning, unitOf } from "./leaderboard-section.js";
import { plural, said, tableLines } from "./text-table.js";

/** One leaderboard, or the ranks of several side by side; then those of each value of the column `by`. */
export function ranksSection(summary: CohortSummary, width: number): string[][] {
  const contests = contestsOf(summary.ranks);
  const whole = contests.filter(([{ by }]) => by === null);
  const parts = contests.filter(([{ by }]) => by !== null);
  return [
    whole.length > 1 ? sideBySide(whole, summary, width) : whole.flatMap((rows) => leaderboard(rows, summary, width)),
    parts.length > 0 ? sideBySide(parts, summary, width) : [],
  ];
}

function sideBySide(contests: readonly (readonly RankRow[])[], summary: CohortSummary, width: number): string[] {
  const { options } = summary;
  const over = contests[0][0].by === null ? "metrics" : "strata";
  const consensus = summary.consensus.filter((row) => row.by === null && row.over === over);
  const joined = new Map(consensus.map((row) => [row.model, row]));
  const models = consensus.length > 0 ? consensus.map(({ model }) => model) : contests[0].map(({ model }) => model);
  const shown = models.slice(0, options.top);
  const names = columnNames(contests.map(([first]) => first));
  const what = over === "metrics" ? "metrics and groups" : `the values of ${options.by}`;
  return [
    `Ranks and values over ${what}${consensusText(consensus, options.consensus)}`,
    ...tableLines(
      {
        head: ["model", ...(consensus.length > 0 ? ["consensus"] : []), ...names],
        rows: shown.map((model) => [
          model ?? "",
          ...(consensus.length > 0 ? [String(joined.get(model)?.rank ?? "")] : []),
          ...contests.map((rows) => placeOf(rows.find((row) => row.model === model))),
        ]),
        dispensable: [...names].reverse(),
      },
      width,
    ),
    ...(models.length > shown.length
      ? said(`… and ${models.length - shown.length} more (--top ${models.length}).`, width)
      : []),
    ...(contests.some(([first]) => hasUnequalCounts(first, summary.metrics)) ? unequalWarning(null, width) : []),
  ];
}

function consensusText([first]: readonly ConsensusRow[], kind: string): string {
  if (first === undefined) return "";
  return `; consensus: ${kind} of ${plural(first.n_rankings, "rank")} (τ ${formatNumber(first.mean_tau)})`;
}

/** `2: 0.624`: rank and value. */
function placeOf(row: RankRow | undefined): string {
  return row === undefined ? "" : `${row.rank}: ${formatNumber(row.value, unitOf(row))}`;
}

/** Of value, group and metric what tells the contests apart. */
function columnNames(contests: readonly RankRow[]): string[] {
  const parts = contests.map(({ by, group, metric }) => [by ?? "", group, metricName(metric)]);
  const differing = [0, 1, 2].filter((i) => new Set(parts.map((own) => own[i])).size > 1);
  return parts.map((own) => differing.map((i) => own[i]).join(" "));
}

function metricName(metric: string): string {
  const { unit } = summaryMetricOf(metric);
  return unit === "1" ? metric : `${metric} (${unit})`;
}
