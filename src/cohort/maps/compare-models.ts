import { eachDraw, intervalOf } from "../statistics/bootstrap.js";
import { holm } from "../statistics/holm.js";
import { pairedPermutation } from "../statistics/permutation.js";
import { Random } from "../statistics/random.js";
import { meanOf } from "../statistics/statistic.js";
import { DETECTION_COUNTS, DETECTION_KEYS, DetectionSample } from "./detection-sample.js";
import type { MapCase } from "./map-case.js";
import type { DetectionRules } from "./map-record.js";
import { type MapSample, type MapSummaryOptions, sampleOf, scoreOf } from "./map-sample.js";
import type { MapComparisonRow } from "./map-summary.js";

/** The cases that two models have both, in one order. */
interface Pair {
  readonly group: string;
  readonly first: MapSample;
  readonly second: MapSample;
}

/**
 * Every two models of a cohort, over the cases that both have: differences of detection scores by the paired permutation of whole cases
 * (or clusters), of means of scores by that of signs.
 */
export function compareModels(
  samples: readonly MapSample[],
  group: string,
  rules: DetectionRules,
  options: MapSummaryOptions,
): MapComparisonRow[] {
  const rows = samples.flatMap((first, i) =>
    samples.slice(i + 1).flatMap((second) => {
      const pair = pairOf(first, second, group, options.cluster);
      if (pair.first.cases.length === 0) return [];
      return [...detectionComparisons(pair, rules, options), ...scoreComparisons(pair, options)];
    }),
  );
  const adjusted = new Map<MapComparisonRow, number>();
  for (const score of new Set(rows.map((row) => row.score))) {
    const family = rows.filter((row) => row.score === score);
    const values = holm(family.map(({ p }) => p));
    family.forEach((row, i) => {
      adjusted.set(row, values[i]);
    });
  }
  return rows.map((row) => ({ ...row, p_holm: adjusted.get(row) ?? Number.NaN }));
}

function pairOf(first: MapSample, second: MapSample, group: string, cluster: string | null): Pair {
  const has = (sample: MapSample) =>
    new Map(sample.cases.filter(({ groups }) => groups.has(group)).map((one) => [one.case, one]));
  const [ours, theirs] = [has(first), has(second)];
  const ids = [...ours.keys()].filter((id) => theirs.has(id));
  const pick = (cases: ReadonlyMap<string, MapCase>) => ids.flatMap((id) => cases.get(id) ?? []);
  return {
    group,
    first: sampleOf(first.model, pick(ours), cluster),
    second: sampleOf(second.model, pick(theirs), cluster),
  };
}

function rowOf({ group, first, second }: Pair, score: string, n_cases: number) {
  return { group, score, first: first.model, second: second.model, n_cases, p_holm: Number.NaN };
}

/** Detection scores need all cases at once: a permutation gives each cluster's cases to either model. */
function detectionComparisons(pair: Pair, rules: DetectionRules, options: MapSummaryOptions): MapComparisonRow[] {
  const { group, first, second } = pair;
  const detections = [first, second].map(({ cases }) =>
    cases.map(({ groups }) => groups.get(group)?.detection ?? null),
  );
  const kept = first.cases.map((_, i) => i).filter((i) => detections.every((own) => own[i] !== null));
  if (kept.length === 0) return [];
  const { clusters } = first;
  // Of the first model are the clusters 0 … C − 1, of the second the next ones.
  const cases = detections.flatMap((own) => kept.flatMap((i) => own[i] ?? []));
  const clusterOf = [0, clusters].flatMap((offset) => kept.map((i) => offset + first.clusterOf[i]));
  const both = new DetectionSample(cases, clusterOf, 2 * clusters, rules);
  const weights = new Float64Array(2 * clusters);
  const differences = (give: (cluster: number) => readonly [own: number, other: number]) => {
    const values = [0, 1].map((which) => {
      for (let cluster = 0; cluster < clusters; cluster++) {
        const [own, other] = give(cluster);
        weights[cluster] = which === 0 ? own : other;
        weights[clusters + cluster] = which === 0 ? other : own;
      }
      return both.weigh(weights);
    });
    return values[0].map((value, i) => value - values[1][i]);
  };
  const observed = differences(() => [1, 0]);
  const { resamples, seed, confidence, interval: method } = options;
  const extreme = new Float64Array(observed.length).fill(1);
  const random = new Random(seed);
  for (let round = 0; round < resamples; round++) {
    const swapped = Uint8Array.from({ length: clusters }, () => random.below(2));
    differences((cluster) => (swapped[cluster] === 1 ? [0, 1] : [1, 0])).forEach((value, i) => {
      if (Math.abs(value) >= Math.abs(observed[i]) - 1e-9) extreme[i]++;
    });
  }
  const spreads = Array.from(observed, () => new Float64Array(resamples));
  eachDraw(clusters, resamples, seed, (_, counts, round) => {
    differences((cluster) => [counts[cluster], 0]).forEach((value, i) => {
      spreads[i][round] = value;
    });
  });
  const without = Array.from({ length: clusters }, (_, left) =>
    differences((cluster) => [Number(cluster !== left), 0]),
  );
  const keys = [...DETECTION_KEYS, ...rules.frocRates.map((rate) => `froc_sens_at_${rate}`)];
  return keys.flatMap((key, i) => {
    if (DETECTION_COUNTS.has(key)) return [];
    const statistic = {
      clusters,
      over: () => observed[i],
      leavingOut: () => Float64Array.from(without, (values) => values[i]),
    };
    const { low, high } = intervalOf(statistic, spreads[i], { confidence, method });
    const p = Number.isNaN(observed[i]) ? Number.NaN : extreme[i] / (resamples + 1);
    return { ...rowOf(pair, key, kept.length), difference: observed[i], low, high, p };
  });
}

/** Scores of single cases that say which is better: the mean difference, signs permuted by cluster. */
function scoreComparisons(pair: Pair, { resamples, seed, confidence, interval: method }: MapSummaryOptions) {
  const { group, first, second } = pair;
  const keys = [...new Set(first.cases.flatMap(({ groups }) => [...(groups.get(group)?.scores.keys() ?? [])]))];
  return keys
    .filter((key) => scoreOf(key).better !== "none")
    .map((key): MapComparisonRow => {
      const lists: number[][] = Array.from({ length: first.clusters }, () => []);
      first.cases.forEach((one, i) => {
        const [own, other] = [one, second.cases[i]].map(({ groups }) => groups.get(group)?.scores.get(key));
        const difference = (own ?? Number.NaN) - (other ?? Number.NaN);
        if (Number.isFinite(difference)) lists[first.clusterOf[i]].push(difference);
      });
      const held = lists.filter((own) => own.length > 0);
      const sums = held.map((own) => own.reduce((sum, value) => sum + value, 0));
      const n = held.reduce((sum, own) => sum + own.length, 0);
      const statistic = meanOf(held);
      const spread = new Float64Array(resamples);
      eachDraw(held.length, resamples, seed, (drawn, _, round) => {
        spread[round] = statistic.over(drawn);
      });
      const { low, high } = intervalOf(statistic, spread, { confidence, method });
      const { p } = pairedPermutation(sums, { resamples, seed });
      return { ...rowOf(pair, key, n), difference: sums.reduce((sum, value) => sum + value, 0) / n, low, high, p };
    });
}
