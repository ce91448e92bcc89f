import { intervalOf, resample } from "../statistics/bootstrap.js";
import type { Statistic } from "../statistics/statistic.js";
import { meanStatistic, wholeOf } from "./metric-rows.js";
import type { Sample } from "./strata.js";
import { summaryMetricOf } from "./summary-metrics.js";
import type { ResolvedSummarizeOptions } from "./summary-options.js";
import type { GapRow } from "./summary-types.js";

/**
 * Where a model is worst and where best among the values of the column `by`. The two are drawn apart from one another, as they
 * have other cases.
 * @param strata the samples of each value of the column
 */
export function gapRows(strata: readonly (readonly Sample[])[], options: ResolvedSummarizeOptions): GapRow[] {
  const samples = strata.flat();
  const keys = [...new Map(samples.map((one) => [JSON.stringify([one.group, one.model]), one])).values()];
  const ends = keys.flatMap(({ group, model }) =>
    options.compare.flatMap((metric) => {
      const own = samples.filter((one) => one.group === group && one.model === model);
      return endsOf(own, metric, options) ?? [];
    }),
  );
  const { resamples, seed } = options;
  // Other seeds for other cases: the same draws would make the two means rise and fall together.
  const low = spreadsOf(
    ends.map(({ worst }) => worst.statistic),
    resamples,
    seed,
  );
  const high = spreadsOf(
    ends.map(({ best }) => best.statistic),
    resamples,
    seed + 1,
  );
  return ends.map((own, i) => gapRow(own, [low[i], high[i]], options.confidence));
}

interface Mean {
  readonly sample: Sample;
  readonly statistic: Statistic;
  readonly mean: number;
  readonly n: number;
}

interface Ends {
  readonly metric: string;
  readonly worst: Mean;
  readonly best: Mean;
}

function endsOf(samples: readonly Sample[], metric: string, options: ResolvedSummarizeOptions): Ends | null {
  const sign = summaryMetricOf(metric).direction === "lower" ? -1 : 1;
  const means = samples
    .map((sample) => ({ sample, statistic: meanStatistic(sample, metric, options.weight) }))
    .map((one): Mean => ({ ...one, mean: wholeOf(one.statistic), n: countOf(one.sample, metric) }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => sign * (a.mean - b.mean));
  return means.length < 2 ? null : { metric, worst: means[0], best: means[means.length - 1] };
}

/** Statistics over as many clusters are drawn together. */
function spreadsOf(statistics: readonly Statistic[], resamples: number, seed: number): Float64Array[] {
  const spreads: Float64Array[] = [];
  for (const clusters of new Set(statistics.map((one) => one.clusters))) {
    const places = [...statistics.keys()].filter((i) => statistics[i].clusters === clusters);
    const own = resample(
      places.map((i) => statistics[i]),
      resamples,
      seed,
    );
    for (const [k, i] of places.entries()) spreads[i] = own[k];
  }
  return spreads;
}

function gapRow(
  { metric, worst, best }: Ends,
  [low, high]: readonly [Float64Array, Float64Array],
  confidence: number,
): GapRow {
  const isDrawn = worst.statistic.clusters > 1 && best.statistic.clusters > 1;
  const spread = low.map((value, round) => value - high[round]);
  const difference = worst.mean - best.mean;
  const statistic = { clusters: isDrawn ? 2 : 0, over: () => difference, leavingOut: () => new Float64Array(0) };
  const interval = intervalOf(statistic, spread, { confidence, method: "percentile" });
  return {
    model: worst.sample.model,
    group: worst.sample.group,
    metric,
    worst_by: worst.sample.by ?? "",
    worst_mean: worst.mean,
    worst_n: worst.n,
    best_by: best.sample.by ?? "",
    best_mean: best.mean,
    best_n: best.n,
    difference,
    difference_low: interval.low,
    difference_high: interval.high,
  };
}

function countOf({ members }: Sample, metric: string): number {
  return members.filter(({ result }) => result.counted.has(metric)).length;
}
