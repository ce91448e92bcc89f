import { MAP_SCORES, placeOfScore } from "../../maps/scores/registry.js";
import { meanOf, type Statistic } from "../statistics/statistic.js";
import { placesOf } from "../summary/strata.js";
import type { ResolvedSummarizeOptions } from "../summary/summary-options.js";
import type { MapCase } from "./map-case.js";

export type MapSummaryOptions = Pick<
  ResolvedSummarizeOptions,
  "cluster" | "resamples" | "confidence" | "seed" | "interval"
>;

/** One model's cases, and the cluster of each. */
export interface MapSample {
  readonly model: string | null;
  readonly cases: readonly MapCase[];
  readonly clusterOf: readonly number[];
  readonly clusters: number;
}

export function sampleOf(model: string | null, cases: readonly MapCase[], cluster: string | null): MapSample {
  const names = cases.map((one) => (cluster === null ? one.case : (one.columns[cluster] ?? one.case)));
  const places = placesOf(names);
  return { model, cases, clusterOf: names.map((name) => places.get(name) ?? 0), clusters: places.size };
}

/** Lists by cluster, for the mean of values. */
export function meanBy({ cases, clusterOf, clusters }: MapSample, value: (one: MapCase) => number): Statistic {
  const lists: number[][] = Array.from({ length: clusters }, () => []);
  cases.forEach((one, i) => {
    const own = value(one);
    if (Number.isFinite(own)) lists[clusterOf[i]].push(own);
  });
  return meanOf(lists);
}

/** The row of a key, in which a number may stand for `<p>`. */
export function scoreOf(key: string): Pick<(typeof MAP_SCORES)[number], "unit" | "better" | "chance"> {
  return MAP_SCORES[placeOfScore(key)] ?? { unit: "1", better: "none" };
}

/** Keys in the order of the registry, whichever case has them first. */
export function inOrder(keys: Iterable<string>): string[] {
  return [...new Set(keys)].sort((a, b) => placeOfScore(a) - placeOfScore(b));
}
