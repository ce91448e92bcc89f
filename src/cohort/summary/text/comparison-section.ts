import { formatNumber, UNDEFINED_MARK, withUnit, wrap } from "../../../reports/case/text.js";
import { summaryMetricOf } from "../summary-metrics.js";
import type { ResolvedSummarizeOptions } from "../summary-options.js";
import type { CohortSummary, ComparisonRow, RankRow } from "../summary-types.js";
import { contestsOf } from "./leaderboard-section.js";
import { contestOf, fewer, interval, probability, said, tableLines } from "./text-table.js";

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
    ...wrap(`Comparison of models: first − second (* ${decidedBy(options)})`, width, "  "),
    ...tableLines(table, width),
    ...(rest > 0
      ? said(`Next in rank only; ${rest} more with --top ${comparisons.length} or --format json.`, width)
      : []),
  ];
}

function nextToEachOther(comparisons: readonly ComparisonRow[], ranks: readonly RankRow[]): ComparisonRow[] {
  const next = new Set(
    contestsOf(ranks).flatMap((rows) => rows.slice(1).map((row, i) => pairKey(row, [rows[i].model, row.model]))),
  );
  return comparisons.filter((row) => next.has(pairKey(row, [row.first, row.second])));
}

function pairKey(
  { by, group, metric }: Pick<RankRow, "by" | "group" | "metric">,
  models: readonly (string | null)[],
): string {
  return JSON.stringify([by, group, metric, ...models.map(String).sort()]);
}

/** How far each model's worst value of the column lies from its best. */
export function gapSection({ gaps, options }: CohortSummary, width: number): string[] {
  if (gaps.length === 0) return [];
  return [
    `Gaps between the values of ${options.by}: worst − best, of means`,
    ...tableLines(
      {
        head: ["model", "metric", "worst", "of mean", "best", "of mean ", "difference", ""],
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
        dispensable: ["of mean ", "of mean"],
      },
      width,
    ),
    ...(gaps.length > options.top
      ? said(`… and ${gaps.length - options.top} more (--top ${gaps.length}).`, width)
      : []),
    ...said("Worst and best were chosen by their means, so a gap without a cause is larger than 0, too.", width),
  ];
}
