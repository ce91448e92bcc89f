import { type DisplayUnit, formatNumber, withUnit } from "../../../reports/case/text.js";
import type { Scheme } from "../../ranking/schemes.js";
import { summaryMetricOf } from "../summary-metrics.js";
import type { ResolvedSummarizeOptions } from "../summary-options.js";
import type { CohortSummary, MetricRow, RankRow } from "../summary-types.js";
import { contestOf, interval, plural, rankRange, said, tableLines } from "./text-table.js";

/** How a scheme's value is called. */
export function schemeName(scheme: Scheme, { quantile, weight, cluster }: ResolvedSummarizeOptions): string {
  const weighed = weight === "cluster" && cluster !== null ? ` by ${cluster}` : "";
  return {
    mean: `mean${weighed}`,
    ranks: `mean rank within cases${weighed}`,
    median: "median",
    quantile: `quantile ${quantile} from the worst`,
    test: "number of models significantly beaten",
  }[scheme];
}

/** The leaderboards: first of all cases, then of strata. */
export function leaderboardSection(summary: CohortSummary, width: number): string[] {
  return contestsOf(summary.ranks).flatMap((rows, i) => [
    ...(i === 0 ? [] : [""]),
    ...leaderboard(rows, summary, width),
  ]);
}

/** The rows of each ranking. */
export function contestsOf(ranks: readonly RankRow[]): RankRow[][] {
  const lists = new Map<string, RankRow[]>();
  for (const row of ranks) {
    const key = JSON.stringify([row.by, row.group, row.metric]);
    lists.set(key, [...(lists.get(key) ?? []), row]);
  }
  return [...lists.values()];
}

/** Whether a choice of the policy makes the models' numbers of cases differ. */
export function hasUnequalCounts({ by, group, metric }: RankRow, metrics: readonly MetricRow[]): boolean {
  const own = metrics.filter((row) => row.by === by && row.group === group && row.metric === metric);
  return new Set(own.map(({ n }) => n)).size > 1;
}

export function unequalWarning(cases: number | null, width: number): string[] {
  const which = cases === null ? "the cases" : `the ${plural(cases, "case")}`;
  return said(
    `Warning: over ${which} that every model has; their numbers of cases differ, so another model may change these ranks.`,
    width,
  );
}

/** Of a rank's value. */
export function unitOf({ scheme, metric }: RankRow): DisplayUnit {
  return scheme === "ranks" || scheme === "test" ? "1" : summaryMetricOf(metric).unit;
}

export function leaderboard(rows: readonly RankRow[], { options, metrics }: CohortSummary, width: number): string[] {
  const [first] = rows;
  const shown = rows.slice(0, options.top);
  const unit = unitOf(first);
  const about =
    `Leaderboard: ${contestOf(first)}, ${withUnit(first.metric, summaryMetricOf(first.metric).unit)} by ${schemeName(first.scheme, options)} over ${plural(first.n_cases, "case")}` +
    ` (τ ${formatNumber(first.mean_tau)})`;
  const table = {
    head: [
      "rank",
      "model",
      first.scheme === "ranks" ? "mean rank" : first.scheme,
      "",
      "ranks",
      "missing",
      "better than",
      "#1",
    ],
    rows: shown.map((row) => [
      String(row.rank),
      row.model ?? "",
      formatNumber(row.value, unit),
      interval(row.value_low, row.value_high, unit),
      rankRange(row.rank_low, row.rank_high),
      String(row.n_missing),
      `${row.better_than.length} of ${row.n_compared}`,
      formatNumber(row.rank_shares[0]),
    ]),
    left: 2,
    dispensable: ["#1", "missing"],
  };
  return [
    about,
    ...tableLines(table, width),
    ...(rows.length > shown.length
      ? said(`… and ${rows.length - shown.length} more (--top ${rows.length}).`, width)
      : []),
    ...(hasUnequalCounts(first, metrics) ? unequalWarning(first.n_cases, width) : []),
  ];
}

/** Ranks by several metrics, groups or strata, joined. */
export function consensusSection({ consensus, options }: CohortSummary, width: number): string[] {
  const lists = new Map<string, (typeof consensus)[number][]>();
  for (const row of consensus) {
    const key = JSON.stringify([row.by, row.over]);
    lists.set(key, [...(lists.get(key) ?? []), row]);
  }
  return [...lists.values()].flatMap((rows) => {
    const [first] = rows;
    const over = first.over === "strata" ? `the values of ${options.by}` : "metrics and groups";
    const stratum = first.by === null ? "" : ` in ${first.by}`;
    return [
      `Consensus: ${options.consensus} of ${plural(first.n_rankings, "rank")} over ${over}${stratum} (τ ${formatNumber(first.mean_tau)})`,
      ...tableLines(
        {
          head: ["rank", "model", `${options.consensus} rank`, "ranks"],
          rows: rows
            .slice(0, options.top)
            .map((row) => [
              String(row.rank),
              row.model ?? "",
              formatNumber(row.value),
              rankRange(row.rank_low, row.rank_high),
            ]),
          left: 2,
        },
        width,
      ),
      ...(rows.length > options.top
        ? said(`… and ${rows.length - options.top} more (--top ${rows.length}).`, width)
        : []),
    ];
  });
}
