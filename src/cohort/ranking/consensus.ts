/** Rankings joined into one: models are ranked by the mean or median of their ranks, in all cases and in every draw alike. */
import { quantile } from "../statistics/describe.js";
import type { ResolvedSummarizeOptions } from "../summary/summary-options.js";
import type { ConsensusRow } from "../summary/summary-types.js";
import type { Ranking } from "./leaderboard.js";
import { rankSpread, tauSpread } from "./rank-draws.js";
import { minimumRanks } from "./schemes.js";

type StratumRanking = Ranking & { readonly by: string | null };

/** Of each stratum, over its metrics and groups; and over all strata but the whole. Nothing where there is but one ranking. */
export function consensusRows(rankings: readonly StratumRanking[], options: ResolvedSummarizeOptions): ConsensusRow[] {
  const strata = [...new Set(rankings.map(({ by }) => by))];
  const joined = strata.map((by) => ({ by, over: "metrics" as const, own: rankings.filter((one) => one.by === by) }));
  const parts = { by: null, over: "strata" as const, own: rankings.filter(({ by }) => by !== null) };
  return [...joined, parts].flatMap(({ own, ...which }) =>
    own.length < 2 ? [] : join(own, options).map((row) => ({ ...which, ...row })),
  );
}

function join(
  rankings: readonly Ranking[],
  { consensus, confidence }: ResolvedSummarizeOptions,
): Omit<ConsensusRow, "by" | "over">[] {
  // A stratum may lack a model: only models with all ranks can be joined.
  const models = rankings[0].models.filter((model) => rankings.every((own) => own.models.includes(model)));
  const places = rankings.map((own) => models.map((model) => own.models.indexOf(model)));
  const whole = combine(
    models.map((_, m) => rankings.map((own, r) => own.ranks[places[r][m]])),
    consensus,
  );
  const ranks = minimumRanks(whole, -1);
  const rounds = Math.min(...rankings.map(({ drawn }) => drawn[0]?.length ?? 0));
  const drawn = models.map(() => new Uint16Array(rounds));
  for (let round = 0; round < rounds; round++) {
    const own = models.map((_, m) => rankings.map((one, r) => one.drawn[places[r][m]][round]));
    minimumRanks(combine(own, consensus), -1).forEach((rank, m) => {
      drawn[m][round] = rank;
    });
  }
  const tau = tauSpread(ranks, drawn);
  const rows = models.map((model, m) => {
    const spread = rankSpread(drawn[m], models.length, confidence);
    return {
      model,
      n_rankings: rankings.length,
      value: whole[m],
      rank: ranks[m],
      rank_low: spread.low,
      rank_high: spread.high,
      rank_shares: spread.shares,
      mean_tau: tau.mean,
    };
  });
  return rows.sort((a, b) => a.rank - b.rank);
}

function combine(ranks: readonly (readonly number[])[], consensus: "mean" | "median"): number[] {
  return ranks.map((own) => {
    if (consensus === "median")
      return quantile(
        [...own].sort((a, b) => a - b),
        0.5,
      );
    return own.reduce((sum, rank) => sum + rank, 0) / own.length;
  });
}
