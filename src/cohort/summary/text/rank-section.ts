import { formatNumber, UNDEFINED_MARK, withUnit, wrap } from "../../../reports/case/text.js";
import type { Scheme } from "../../ranking/schemes.js";
import { summaryMetricOf } from "../summary-metrics.js";
import type { ResolvedSummarizeOptions } from "../summary-options.js";
import type { CohortSummary, ComparisonRow, MetricRow, RankRow } from "../summary-types.js";
import { contestOf, fewer, interval, plural, probability, rankRange, said, tableLines } from "./text-table.js";

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
export function leaderboardSection({ ranks, metrics, options }: CohortSummary, width: number): string[] {
  return contests(ranks).flatMap((rows, i) => [
    ...(i === 0 ? [] : [""]),
    ...leaderboard(rows, options, width),
    ...(hasUnequalCounts(rows[0], metrics)
      ? said(
          `Warning: over the ${rows[0].n_cases} cases that every model has; their numbers of cases differ, so another model may change these ranks.`,
          width,
        )
      : []),
  ]);
}

/** Whether a choice of the policy makes the models' numbers of cases differ. */
function hasUnequalCounts({ by, group, metric }: RankRow, metrics: readonly MetricRow[]): boolean {
  const own = metrics.filter((row) => row.by === by && row.group === group && row.metric === metric);
  return new Set(own.map(({ n }) => n)).size > 1;
}

function leaderboard(rows: readonly RankRow[], options: ResolvedSummarizeOptions, width: number): string[] {
  const [first] = rows;
  const shown = rows.slice(0, options.top);
  const unit = first.scheme === "ranks" || first.scheme === "test" ? "1" : summaryMetricOf(first.metric).unit;
  const others = rows.length - 1;
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
      `${row.better_than.length} of ${others}`,
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
    ];
  });
}

/** Each names its test, since a narrow terminal shows one of them alone. */
const WILCOXON_COLUMNS = ["p Wilcoxon", "Holm Wilcoxon"];
const PERMUTATION_COLUMNS = ["p permuted", "Holm permuted"];

/** The columns of tests that do not decide. */
function otherTests({ test }: ResolvedSummarizeOptions): string[] {
  return {
    wilcoxon: PERMUTATION_COLUMNS,
    permutation: WILCOXON_COLUMNS,
    maxt: [...WILCOXON_COLUMNS, ...PERMUTATION_COLUMNS],
  }[test];
}

function decidedBy({ test, alpha }: ResolvedSummarizeOptions): string {
  const names = { wilcoxon: "Wilcoxon, Holm", permutation: "permutation, Holm", maxt: "step-down maximum" };
  return `${names[test]}, below ${alpha}`;
}

/** The pairs of models: all, or where they are many those next to each other in rank. */
export function comparisonSection(summary: CohortSummary, width: number): string[] {
  const { comparisons, options, ranks } = summary;
  if (comparisons.length === 0) return [];
  const shown =
    comparisons.length <= options.top ? comparisons : nextToEachOther(comparisons, ranks).slice(0, fewer(options.top));
  const stepDown = options.test === "maxt" ? ["max-T"] : [];
  const margin = options.margin === null ? [] : ["p equal", "p not worse"];
  const table = {
    head: [
      "compared",
      "metric",
      "cases",
      "difference",
      "",
      "better",
      ...WILCOXON_COLUMNS,
      ...PERMUTATION_COLUMNS,
      ...stepDown,
      ...margin,
    ],
    rows: shown.map((row) => [
      `${contestOf(row)}: ${row.first} − ${row.second}`,
      withUnit(row.metric, summaryMetricOf(row.metric).unit),
      String(row.n_cases),
      formatNumber(row.difference, summaryMetricOf(row.metric).unit),
      interval(row.difference_low, row.difference_high, summaryMetricOf(row.metric).unit),
      row.better === null ? UNDEFINED_MARK : `${row[row.better]}${row.significant ? " *" : ""}`,
      ...[row.wilcoxon_p, row.wilcoxon_p_holm, row.permutation_p, row.permutation_p_holm].map(probability),
      ...(options.test === "maxt" ? [probability(row.permutation_p_step_down)] : []),
      ...(options.margin === null ? [] : [row.equivalence_p_holm, row.noninferior_first_p].map(probability)),
    ]),
    left: 2,
    dispensable: [...otherTests(options), "cases", "p Wilcoxon", "p permuted", "metric"],
  };
  const rest = comparisons.length - shown.length;
  return [
    ...wrap(`Comparison of models (first − second, paired; * significant: ${decidedBy(options)})`, width, "  "),
    ...tableLines(table, width),
    ...(rest > 0
      ? said(`Next in rank only; ${rest} more with --top ${comparisons.length} or --format json.`, width)
      : []),
  ];
}

function nextToEachOther(comparisons: readonly ComparisonRow[], ranks: readonly RankRow[]): ComparisonRow[] {
  const next = new Set(
    contests(ranks).flatMap((rows) => rows.slice(1).map((row, i) => pairKey(row, [rows[i].model, row.model]))),
  );
  return comparisons.filter((row) => next.has(pairKey(row, [row.first, row.second])));
}

function pairKey(
  { by, group, metric }: Pick<RankRow, "by" | "group" | "metric">,
  models: readonly (string | null)[],
): string {
  return JSON.stringify([by, group, metric, ...models.map(String).sort()]);
}

function contests(ranks: readonly RankRow[]): RankRow[][] {
  const lists = new Map<string, RankRow[]>();
  for (const row of ranks) {
    const key = JSON.stringify([row.by, row.group, row.metric]);
    lists.set(key, [...(lists.get(key) ?? []), row]);
  }
  return [...lists.values()];
}

/** How far each model's worst value of the column lies from its best. */
export function gapSection({ gaps, options }: CohortSummary, width: number): string[] {
  if (gaps.length === 0) return [];
  return [
    `Gaps between the values of ${options.by}: worst − best, of means`,
    ...tableLines(
      {
        head: ["model", "metric", "worst", "mean", "best", "mean ", "difference", ""],
        rows: gaps.slice(0, options.top).map((row) => {
          const { unit } = summaryMetricOf(row.metric);
          return [
            [row.model, row.group].filter((part) => part !== null).join(" · "),
            withUnit(row.metric, unit),
            `${row.worst_by} (${row.worst_n})`,
            formatNumber(row.worst_mean, unit),
            `${row.best_by} (${row.best_n})`,
            formatNumber(row.best_mean, unit),
            formatNumber(row.difference, unit),
            interval(row.difference_low, row.difference_high, unit),
          ];
        }),
        left: 2,
        dispensable: ["mean ", "mean"],
      },
      width,
    ),
    ...said("Worst and best were chosen by their means, so a gap without a cause is larger than 0, too.", width),
  ];
}
