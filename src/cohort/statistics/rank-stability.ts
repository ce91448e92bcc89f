/** How often models keep their rank when the cases are drawn anew (Wiesenfarth et al. 2021, DOI 10.1038/s41598-021-82017-6). */
import { resample } from "./bootstrap.js";
import { describeValues } from "./describe.js";
import { kendallTau } from "./ranks.js";
import type { Statistic } from "./statistic.js";

export interface RankStability {
  /** Rank of each model by all clusters, 1 the best; equal models share the smaller rank. */
  readonly ranks: readonly number[];
  /** `shares[model][rank − 1]`: the share of resamples in which the model had that rank. */
  readonly shares: readonly (readonly number[])[];
  /** Kendall's τ between the ranking by all clusters and that of each resample. */
  readonly tau: { readonly mean: number; readonly q1: number; readonly median: number; readonly q3: number };
}

/** Ranks models by statistics over the same clusters. Resamples in which a model has no value are left out. */
export function rankStability(
  models: readonly Statistic[],
  { higherIsBetter = true, resamples = 9999, seed = 0 } = {},
): RankStability {
  const sign = higherIsBetter ? 1 : -1;
  const all = Uint32Array.from({ length: models[0]?.clusters ?? 0 }, (_, i) => i);
  const observed = models.map((model) => sign * model.over(all));
  const spreads = resample(models, resamples, seed);
  const counts = models.map(() => new Array<number>(models.length).fill(0));
  const taus: number[] = [];
  let rounds = 0;
  for (let round = 0; round < resamples; round++) {
    const values = spreads.map((spread) => sign * spread[round]);
    if (values.some(Number.isNaN)) continue;
    rounds++;
    ranksOf(values).forEach((rank, model) => {
      counts[model][rank - 1]++;
    });
    const tau = kendallTau(observed, values);
    if (!Number.isNaN(tau)) taus.push(tau);
  }
  const { mean, q1, median, q3 } = describeValues(taus);
  return {
    ranks: ranksOf(observed),
    shares: counts.map((own) => own.map((count) => count / rounds)),
    tau: { mean, q1, median, q3 },
  };
}

function ranksOf(values: readonly number[]): number[] {
  return values.map((value) => 1 + values.filter((other) => other > value).length);
}
