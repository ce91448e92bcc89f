import { type Interval, intervalOf } from "../statistics/bootstrap.js";
import { holm } from "../statistics/holm.js";
import { type PairTest, type PairTests, pairTests } from "../statistics/pair-tests.js";
import { meanOf } from "../statistics/statistic.js";
import { wilcoxonSignedRank } from "../statistics/wilcoxon.js";
import type { Sample } from "../summary/strata.js";
import type { ResolvedSummarizeOptions } from "../summary/summary-options.js";
import type { ComparisonRow } from "../summary/summary-types.js";
import { drawRanks, type RankDraws } from "./rank-draws.js";
import { scoringOf } from "./schemes.js";
import { clusterColumn, pairsByCases, type ScoreTable, scoreTable } from "./score-table.js";

/** Two models by their places among the samples. */
export type Pair = readonly [first: number, second: number];

/** Draws for each comparison that Holm's bound is divided by: the smallest p is then a twentieth of what is needed. */
const DRAWS_PER_COMPARISON = 20;

/** The parts that a contest's comparisons are made of. */
export interface PairedContest {
  readonly contest: { readonly samples: readonly Sample[]; readonly metric: string };
  /** Over the cases in which all models count. */
  readonly table: ScoreTable;
  readonly means: RankDraws;
  readonly pairs: readonly Pair[];
}

/**
 * Compares models pair by pair on the cases in which both count.
 * @param family of how many comparisons these are a part
 */
export function comparePairs(
  { contest: { samples, metric }, table, means, pairs }: PairedContest,
  family: number,
  options: ResolvedSummarizeOptions,
): ComparisonRow[] {
  const draws = Math.max(options.resamples, Math.ceil((DRAWS_PER_COMPARISON * family) / options.alpha));
  const tested = (own: ScoreTable, ownPairs: readonly Pair[]) => {
    const columns = own.values.map((values) => clusterColumn(values, own, options.weight));
    const { seed, margin, test } = options;
    return { columns, tests: pairTests(columns, ownPairs, { draws, seed, margin, stepDown: test === "maxt" }) };
  };
  const groups = pairsByCases(samples, metric, pairs);
  const common = groups.length > 1 ? tested(table, pairs).tests : null;
  const rows: ComparisonRow[] = [];
  for (const places of groups) {
    const models = [...new Set(places.flatMap((i) => pairs[i]))].sort((a, b) => a - b);
    const own =
      common === null
        ? table
        : scoreTable(
            models.map((m) => samples[m]),
            metric,
          );
    const at = (m: number) => (common === null ? m : models.indexOf(m));
    const ownPairs = places.map((i): Pair => [at(pairs[i][0]), at(pairs[i][1])]);
    const { columns, tests } = tested(own, ownPairs);
    const spreads = common === null ? means.spreads : meanDraws(own, options).spreads;
    for (const [k, i] of places.entries()) {
      const [x, y] = ownPairs[k];
      // The step-down maximum runs over all pairs, so over the cases that all models have.
      const stepDown = common === null ? {} : { p_step_down: common.pairs[i].p_step_down };
      rows[i] = comparisonRow({
        samples: [samples[pairs[i][0]], samples[pairs[i][1]]],
        metric,
        table: own,
        values: [own.values[x], own.values[y]],
        columns: [columns[x], columns[y]],
        spread: spreads[x].map((value, round) => value - spreads[y][round]),
        tests,
        test: { ...tests.pairs[k], ...stepDown },
        options,
      });
    }
  }
  return rows;
}

export function meanDraws(table: ScoreTable, options: ResolvedSummarizeOptions): RankDraws {
  return drawRanks(scoringOf(table, "mean", { ...options, estimand: options.weight }), table.clusters, options);
}

interface Compared {
  readonly samples: readonly [Sample, Sample];
  readonly metric: string;
  readonly table: ScoreTable;
  readonly values: readonly [Float64Array, Float64Array];
  readonly columns: readonly [Float64Array, Float64Array];
  /** Of the difference in draws of clusters. */
  readonly spread: Float64Array;
  readonly tests: PairTests;
  readonly test: PairTest;
  readonly options: ResolvedSummarizeOptions;
}

function comparisonRow(compared: Compared): ComparisonRow {
  const { samples, metric, table, columns, tests, test, options } = compared;
  const [first, second] = samples;
  // Cases of one cluster are not independent, which tests take for granted: each cluster gives one difference.
  const differences = Array.from(columns[0], (value, k) => value - columns[1][k]);
  const wilcoxon = wilcoxonSignedRank(differences);
  const difference = mean(differences);
  const interval = differenceInterval(compared);
  const better = betterOf(difference, table.sign);
  const [notWorse, notBetter] = table.sign > 0 ? [test.p_above, test.p_below] : [test.p_below, test.p_above];
  return {
    by: first.by,
    group: first.group,
    metric,
    first: first.model,
    second: second.model,
    n_cases: table.cases.length,
    n_clusters: table.clusters,
    n_left_out: table.leftOut,
    mean_first: mean(columns[0]),
    mean_second: mean(columns[1]),
    difference,
    difference_low: interval.low,
    difference_high: interval.high,
    better,
    wilcoxon_p: wilcoxon.p,
    wilcoxon_p_holm: Number.NaN,
    wilcoxon_method: wilcoxon.method,
    wilcoxon_p_min: wilcoxon.n === 0 ? Number.NaN : Math.min(1, 2 ** (1 - wilcoxon.n)),
    permutation_p: test.p,
    permutation_p_holm: Number.NaN,
    permutation_p_step_down: test.p_step_down,
    permutation_method: tests.method,
    permutation_draws: tests.draws,
    permutation_p_min: tests.smallestP,
    noninferior_first_p: notWorse,
    noninferior_second_p: notBetter,
    equivalence_p: options.margin === null ? Number.NaN : Math.max(test.p_above, test.p_below),
    equivalence_p_holm: Number.NaN,
    significant: false,
    wilcoxon_favours: favoured(wilcoxon.r_plus - wilcoxon.r_minus, table.sign),
  };
}

/** Of the mean over cases, or over clusters' means. */
function differenceInterval({ table, values, columns, spread, options }: Compared): Interval {
  const lists: number[][] = Array.from({ length: table.clusters }, () => []);
  if (options.weight === "cluster") {
    for (const [k, own] of lists.entries()) own.push(columns[0][k] - columns[1][k]);
  } else {
    for (const [c, cluster] of table.clusterOf.entries()) lists[cluster].push(values[0][c] - values[1][c]);
  }
  const statistic = meanOf(lists);
  const { confidence, interval: method } = options;
  return intervalOf(statistic, spread, { confidence, method });
}

/** Adjusts the p-values of one family, and says which comparisons are significant. */
export function adjustFamily(rows: readonly ComparisonRow[], options: ResolvedSummarizeOptions): ComparisonRow[] {
  const wilcoxon = holm(rows.map(({ wilcoxon_p }) => wilcoxon_p));
  const permutation = holm(rows.map(({ permutation_p }) => permutation_p));
  const equivalence = holm(rows.map(({ equivalence_p }) => equivalence_p));
  return rows.map((row, i) => {
    const adjusted = {
      ...row,
      wilcoxon_p_holm: wilcoxon[i],
      permutation_p_holm: permutation[i],
      equivalence_p_holm: equivalence[i],
    };
    return { ...adjusted, significant: isSignificant(adjusted, options) };
  });
}

/** The test that decides must point to the model whose mean is the better one. */
function isSignificant(row: ComparisonRow, { test, alpha }: ResolvedSummarizeOptions): boolean {
  if (row.better === null) return false;
  if (test === "wilcoxon") return row.wilcoxon_p_holm < alpha && row.wilcoxon_favours === row.better;
  return (test === "maxt" ? row.permutation_p_step_down : row.permutation_p_holm) < alpha;
}

function favoured(lead: number, sign: 1 | -1): ComparisonRow["better"] {
  return lead === 0 ? null : lead * sign > 0 ? "first" : "second";
}

function betterOf(difference: number, sign: 1 | -1): ComparisonRow["better"] {
  return Number.isNaN(difference) ? null : favoured(difference, sign);
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
