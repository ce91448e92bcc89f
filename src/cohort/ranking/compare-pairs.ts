import { bootstrapIntervals, type Interval, intervalOf } from "../statistics/bootstrap.js";
import { holm } from "../statistics/holm.js";
import { type PairTest, type PairTests, pairTests } from "../statistics/pair-tests.js";
import { meanOf } from "../statistics/statistic.js";
import { wilcoxonSignedRank } from "../statistics/wilcoxon.js";
import type { Sample } from "../summary/strata.js";
import type { ResolvedSummarizeOptions } from "../summary/summary-options.js";
import type { ComparisonRow } from "../summary/summary-types.js";
import type { RankDraws } from "./rank-draws.js";
import { clusterColumn, type ScoreTable, scoreTable } from "./score-table.js";

/** Two models by their places among the samples. */
export type Pair = readonly [first: number, second: number];

/** Draws for each comparison that Holm's bound is divided by: the smallest p is then a twentieth of what is needed. */
const DRAWS_PER_COMPARISON = 20;

/** What a contest's comparisons are made of. */
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
  const columnsOf = (own: ScoreTable) => own.values.map((values) => clusterColumn(values, own, options.weight));
  const tested = (columns: readonly Float64Array[], own: readonly Pair[]) =>
    pairTests(columns, own, { draws, seed: options.seed, margin: options.margin });
  const common = columnsOf(table);
  const tests = tested(common, pairs);
  return pairs.map(([a, b], i) => {
    const both = [samples[a], samples[b]] as const;
    // Where some models lack cases, those that a pair shares are its own; else one set of draws serves all pairs.
    if (table.leftOut === 0) {
      const spread = means.spreads[a].map((value, round) => value - means.spreads[b][round]);
      const values = [table.values[a], table.values[b]] as const;
      const columns = [common[a], common[b]] as const;
      return comparisonRow({
        samples: both,
        metric,
        table,
        values,
        columns,
        spread,
        tests,
        test: tests.pairs[i],
        options,
      });
    }
    const own = scoreTable(both, metric);
    const columns = columnsOf(own);
    const alone = tested(columns, [[0, 1]]);
    return comparisonRow({
      samples: both,
      metric,
      table: own,
      values: [own.values[0], own.values[1]],
      columns: [columns[0], columns[1]],
      spread: null,
      tests: alone,
      test: { ...alone.pairs[0], p_step_down: tests.pairs[i].p_step_down },
      options,
    });
  });
}

interface Compared {
  readonly samples: readonly [Sample, Sample];
  readonly metric: string;
  readonly table: ScoreTable;
  readonly values: readonly [Float64Array, Float64Array];
  readonly columns: readonly [Float64Array, Float64Array];
  /** Of the difference in draws of clusters; null: to be drawn. */
  readonly spread: Float64Array | null;
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
  if (spread !== null) return intervalOf(statistic, spread, { confidence, method });
  return bootstrapIntervals([statistic], { ...options, method })[0];
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
