import { intervalOf, resample } from "../statistics/bootstrap.js";
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
  return keys.flatMap(({ group, model }) =>
    options.compare.flatMap((metric) => {
      const own = samples.filter((one) => one.group === group && one.model === model);
      return gapRow(own, metric, options) ?? [];
    }),
  );
}

function gapRow(samples: readonly Sample[], metric: string, options: ResolvedSummarizeOptions): GapRow | null {
  const sign = summaryMetricOf(metric).direction === "lower" ? -1 : 1;
  const means = samples
    .map((sample) => ({ sample, statistic: meanStatistic(sample, metric, options.weight) }))
    .map((one) => ({ ...one, mean: wholeOf(one.statistic), n: countOf(one.sample, metric) }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => sign * (a.mean - b.mean));
  if (means.length < 2) return null;
  const [worst, best] = [means[0], means[means.length - 1]];
  const { resamples, seed, confidence } = options;
  // Other seeds for other cases: the same draws would make the two means rise and fall together.
  const [low] = resample([worst.statistic], resamples, seed);
  const [high] = resample([best.statistic], resamples, seed + 1);
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
