/** Ways to rank models by one metric (Maier-Hein et al. 2018, DOI 10.1038/s41467-018-07619-7; challengeR: Wiesenfarth et al. 2021). */
import { ColumnSet } from "../statistics/column-set.js";
import { averageRanks } from "../statistics/ranks.js";
import { clusterSums, type Estimand, type ScoreTable } from "./score-table.js";

/**
 * `mean`, `median`, `quantile`: aggregate over cases, then rank; `ranks`: rank within each case, then take the mean; `test`: by
 * the number of models that a model is significantly better than.
 */
export const SCHEMES = ["mean", "ranks", "median", "quantile", "test"] as const;
export type Scheme = (typeof SCHEMES)[number];

export interface SchemeOptions {
  readonly estimand: Estimand;
  /** For `quantile`: the share of cases, counted from the worst, below which the value lies. */
  readonly quantile: number;
}

/** The scores that a scheme gives the models of a table. */
export interface Scoring {
  /** 1 if the larger number is the better one, else −1. */
  readonly sign: 1 | -1;
  /** With each cluster taken as often as its weight says. The result is overwritten by the next call. */
  readonly over: (weights: Uint16Array) => Float64Array;
}

/** All but `test`, which asks for tests. */
export function scoringOf(table: ScoreTable, scheme: Exclude<Scheme, "test">, options: SchemeOptions): Scoring {
  switch (scheme) {
    case "mean":
      return { sign: table.sign, over: meansOf(table.values, table, options.estimand) };
    case "ranks":
      return { sign: -1, over: meansOf(ranksWithinCases(table), table, options.estimand) };
    case "median":
      return { sign: table.sign, over: quantilesOf(table, 0.5) };
    case "quantile":
      return { sign: table.sign, over: quantilesOf(table, table.sign > 0 ? options.quantile : 1 - options.quantile) };
  }
}

/** Ranks of each model by case, 1 the best; equal values share the mean of theirs. */
export function ranksWithinCases({ values, cases, sign }: ScoreTable): Float64Array[] {
  const ranks = values.map(() => new Float64Array(cases.length));
  for (let c = 0; c < cases.length; c++) {
    averageRanks(values.map((own) => -sign * own[c])).forEach((rank, m) => {
      ranks[m][c] = rank;
    });
  }
  return ranks;
}

function meansOf(values: readonly Float64Array[], table: ScoreTable, estimand: Estimand): Scoring["over"] {
  const lists = values.map((own) => clusterSums(own, table));
  const columns = lists.map(({ sums, counts }) =>
    estimand === "cluster" ? sums.map((sum, cluster) => sum / counts[cluster]) : sums,
  );
  const sizes = estimand === "cluster" ? new Float64Array(table.clusters).fill(1) : lists[0].counts;
  const set = new ColumnSet([[sizes, ...columns]]);
  const [[whole, ...places]] = set.places;
  const means = new Float64Array(values.length);
  return (weights) => {
    set.weigh(weights);
    for (let m = 0; m < means.length; m++) means[m] = set.sums[places[m]] / set.sums[whole];
    return means;
  };
}

/** Linearly interpolated, as NumPy does, over the cases of the clusters drawn. */
function quantilesOf({ values, clusterOf }: ScoreTable, share: number): Scoring["over"] {
  const sorted = values.map((own) => {
    const order = Uint32Array.from(own, (_, c) => c).sort((a, b) => own[a] - own[b]);
    return { values: Float64Array.from(order, (c) => own[c]), clusters: Int32Array.from(order, (c) => clusterOf[c]) };
  });
  const found = new Float64Array(values.length);
  return (weights) => {
    let count = 0;
    for (const cluster of clusterOf) count += weights[cluster];
    const position = share * (count - 1);
    sorted.forEach((own, m) => {
      found[m] = weightedAt(own, weights, position);
    });
    return found;
  };
}

function weightedAt(
  { values, clusters }: { readonly values: Float64Array; readonly clusters: Int32Array },
  weights: Uint16Array,
  position: number,
): number {
  const below = Math.floor(position);
  const rest = position - below;
  let passed = 0;
  let lower = Number.NaN;
  for (let i = 0; i < values.length; i++) {
    passed += weights[clusters[i]];
    if (Number.isNaN(lower) && passed > below) {
      lower = values[i];
      if (rest === 0) return lower;
    }
    if (passed > below + 1) return lower + rest * (values[i] - lower);
  }
  return lower;
}

/** Sums of the same numbers in another order differ by no more than this, relative to their size. */
const ROUNDING = 1e-12;

/** Rank of each model, 1 the best; equal models share the smallest of theirs. */
export function minimumRanks(scores: ArrayLike<number>, sign: 1 | -1): number[] {
  const ranks = new Array<number>(scores.length).fill(1);
  for (let m = 0; m < scores.length; m++) {
    const own = scores[m];
    for (let i = 0; i < scores.length; i++) {
      const lead = sign * (scores[i] - own);
      if (lead > 0 && lead > ROUNDING * Math.max(Math.abs(own), Math.abs(scores[i]))) ranks[m]++;
    }
  }
  return ranks;
}
