import { intervalOf } from "../statistics/bootstrap.js";
import type { Sample } from "../summary/strata.js";
import type { ResolvedSummarizeOptions } from "../summary/summary-options.js";
import type { ComparisonRow, RankRow } from "../summary/summary-types.js";
import { drawRanks, type RankDraws, rankSpread, tauSpread } from "./rank-draws.js";
import { minimumRanks, type Scheme, type Scoring, scoringOf } from "./schemes.js";
import type { ScoreTable } from "./score-table.js";
import { testDraws, testScoring } from "./test-scoring.js";

/** The ranks of one contest and those of its draws, to be joined with others. */
export interface Ranking {
  readonly models: readonly (string | null)[];
  readonly ranks: readonly number[];
  readonly drawn: readonly Uint16Array[];
}

/** The models of a contest, best first. */
export function leaderboard(
  { samples, metric }: { readonly samples: readonly Sample[]; readonly metric: string },
  table: ScoreTable,
  means: RankDraws,
  comparisons: readonly ComparisonRow[],
  options: ResolvedSummarizeOptions,
): { readonly rows: readonly RankRow[]; readonly ranking: Ranking } {
  const { rankBy, confidence, interval: method } = options;
  const wins = winsOf(table.models, comparisons);
  const scoring = schemeScoring(table, rankBy, options);
  const resamples = rankBy === "test" ? testDraws(table, options.resamples) : options.resamples;
  const drawn = rankBy === "mean" ? means : drawRanks(scoring, table.clusters, { ...options, resamples });
  const beaten = beatenModels(table, wins, options);
  const scores = rankBy === "test" ? beaten : drawn.scores;
  const ranks = minimumRanks(scores, scoring.sign);
  const without = leavingOut(scoring, table.clusters, samples.length);
  const tau = tauSpread(ranks, drawn.drawn);
  const byScheme = ranksByScheme(table, ranks, beaten, options);
  const rows = samples.map(({ by, model, group, members }, m): RankRow => {
    const statistic = { clusters: table.clusters, over: () => scores[m], leavingOut: () => without[m] };
    const interval = intervalOf(statistic, drawn.spreads[m], { confidence, method });
    const spread = rankSpread(drawn.drawn[m], samples.length, confidence);
    return {
      by,
      model,
      group,
      metric,
      scheme: rankBy,
      n_cases: table.cases.length,
      n_missing: members.filter(({ origin }) => origin !== "predicted").length,
      mean: means.scores[m],
      value: scores[m],
      value_low: interval.low,
      value_high: interval.high,
      rank: ranks[m],
      rank_low: spread.low,
      rank_high: spread.high,
      rank_shares: spread.shares,
      rank_draws: resamples,
      mean_tau: tau.mean,
      better_than: wins[m],
      n_compared: comparisons.filter(({ first, second }) => first === model || second === model).length,
      ranks_by_scheme: Object.fromEntries(byScheme.map(([scheme, own]) => [scheme, own[m]])) as Record<Scheme, number>,
    };
  });
  const order = rows.map((_, m) => m).sort((a, b) => ranks[a] - ranks[b] || a - b);
  return {
    rows: table.cases.length === 0 ? [] : order.map((m) => rows[m]),
    ranking: { models: table.models, ranks, drawn: drawn.drawn },
  };
}

function winsOf(
  models: readonly (string | null)[],
  comparisons: readonly ComparisonRow[],
): readonly (readonly (string | null)[])[] {
  return models.map((model) =>
    comparisons.flatMap((row) => {
      if (!row.significant || row.better === null || row[row.better] !== model) return [];
      return [row.better === "first" ? row.second : row.first];
    }),
  );
}

/**
 * How many models each one beats over all cases. The comparisons decide, whose p-values are exact where they can be; where some
 * pairs are not compared, Wilcoxon's test and Holm's method over all pairs do, as in the draws.
 */
function beatenModels(
  table: ScoreTable,
  wins: readonly (readonly unknown[])[],
  options: ResolvedSummarizeOptions,
): readonly number[] {
  if (options.compareWith === "all") return wins.map((won) => won.length);
  return Array.from(testScoring(table, options).over(new Uint16Array(table.clusters).fill(1)));
}

function schemeScoring(table: ScoreTable, scheme: Scheme, options: ResolvedSummarizeOptions): Scoring {
  if (scheme === "test") return testScoring(table, options);
  return scoringOf(table, scheme, { ...options, estimand: options.weight });
}

function ranksByScheme(
  table: ScoreTable,
  ranks: readonly number[],
  beaten: readonly number[],
  options: ResolvedSummarizeOptions,
): (readonly [Scheme, readonly number[]])[] {
  const all = new Uint16Array(table.clusters).fill(1);
  const of = (scheme: Exclude<Scheme, "test">) => {
    const { over, sign } = scoringOf(table, scheme, { ...options, estimand: options.weight });
    return [scheme, minimumRanks(over(all), sign)] as const;
  };
  const others = [of("mean"), of("ranks"), of("median"), of("quantile")];
  const byTest = ["test", minimumRanks(beaten, 1)] as const;
  return [...others, byTest].map(([scheme, own]) => [scheme, scheme === options.rankBy ? ranks : own] as const);
}

/** Each model's score without one cluster, for each one. */
function leavingOut(scoring: Scoring, clusters: number, models: number): Float64Array[] {
  const without = Array.from({ length: models }, () => new Float64Array(clusters));
  const weights = new Uint16Array(clusters).fill(1);
  for (let cluster = 0; cluster < clusters; cluster++) {
    weights[cluster] = 0;
    const scores = scoring.over(weights);
    for (let m = 0; m < models; m++) without[m][cluster] = scores[m];
    weights[cluster] = 1;
  }
  return without;
}
