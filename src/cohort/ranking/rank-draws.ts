/** How ranks change when cases are drawn anew (Wiesenfarth et al. 2021, DOI 10.1038/s41598-021-82017-6). */
import { eachDraw } from "../statistics/bootstrap.js";
import { describeValues, quantile } from "../statistics/describe.js";
import { kendallTau } from "../statistics/ranks.js";
import { minimumRanks, type Scoring } from "./schemes.js";

export interface RankDraws {
  /** By all clusters. */
  readonly scores: readonly number[];
  readonly ranks: readonly number[];
  /** Of each model, its rank in each draw. */
  readonly drawn: readonly Uint16Array[];
  /** Of each model, its score in each draw. */
  readonly spreads: readonly Float64Array[];
}

export function drawRanks(
  scoring: Scoring,
  clusters: number,
  { resamples, seed }: { readonly resamples: number; readonly seed: number },
): RankDraws {
  const scores = Array.from(scoring.over(new Uint16Array(clusters).fill(1)));
  const drawn = scores.map(() => new Uint16Array(resamples));
  const spreads = scores.map(() => new Float64Array(resamples));
  eachDraw(clusters, resamples, seed, (_, weights, round) => {
    const found = scoring.over(weights);
    const ranks = minimumRanks(found, scoring.sign);
    for (let m = 0; m < ranks.length; m++) {
      drawn[m][round] = ranks[m];
      spreads[m][round] = found[m];
    }
  });
  return { scores, ranks: minimumRanks(scores, scoring.sign), drawn, spreads };
}

export interface RankSpread {
  /** The share of draws in which the model had rank 1, 2, …. */
  readonly shares: readonly number[];
  readonly low: number;
  readonly high: number;
}

export function rankSpread(drawn: Uint16Array, models: number, confidence: number): RankSpread {
  const counts = new Array<number>(models).fill(0);
  for (const rank of drawn) counts[rank - 1]++;
  const sorted = Uint16Array.from(drawn).sort();
  const tail = (1 - confidence) / 2;
  return {
    shares: counts.map((count) => count / drawn.length),
    low: quantile(sorted, tail),
    high: quantile(sorted, 1 - tail),
  };
}

export interface TauSpread {
  readonly mean: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
}

/** Kendall's τ between a ranking and those of the draws; draws that tie all models have none. */
export function tauSpread(ranks: readonly number[], drawn: readonly Uint16Array[]): TauSpread {
  const rounds = drawn[0]?.length ?? 0;
  const taus: number[] = [];
  const own = new Float64Array(drawn.length);
  for (let round = 0; round < rounds; round++) {
    for (let m = 0; m < drawn.length; m++) own[m] = drawn[m][round];
    const tau = kendallTau(ranks, own);
    if (!Number.isNaN(tau)) taus.push(tau);
  }
  const { mean, q1, median, q3 } = describeValues(taus);
  return { mean, q1, median, q3 };
}
