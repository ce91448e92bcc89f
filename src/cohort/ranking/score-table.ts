import { placesOf, type Sample } from "../summary/strata.js";
import { summaryMetricOf } from "../summary/summary-metrics.js";

/** How cases weigh where some belong together: each `case` alike, or each `cluster` (patient) alike. */
export const ESTIMANDS = ["case", "cluster"] as const;
export type Estimand = (typeof ESTIMANDS)[number];

/** One metric of several models over the cases in which all of them count. */
export interface ScoreTable {
  readonly models: readonly (string | null)[];
  readonly cases: readonly string[];
  /** The cluster of each case. */
  readonly clusterOf: Int32Array;
  readonly clusters: number;
  /** The values of each model by case. */
  readonly values: readonly Float64Array[];
  /** Cases in which some model does not count. */
  readonly leftOut: number;
  /** 1 if the larger value is the better one, else −1. */
  readonly sign: 1 | -1;
}

/** @param samples of one group and stratum */
export function scoreTable(samples: readonly Sample[], metric: string): ScoreTable {
  const byCase = samples.map(({ members }) => new Map(members.map((member) => [member.case, member])));
  const all = [...new Set(byCase.flatMap((own) => [...own.keys()]))].sort();
  const rows = all.flatMap((id) => {
    const members = byCase.map((own) => own.get(id));
    const values = members.map((member) => member?.result.counted.get(metric) ?? Number.NaN);
    const [first] = members;
    return first === undefined || values.some(Number.isNaN) ? [] : [{ id, name: first.clusterName, values }];
  });
  // A cluster left without a case would be drawn, too, and give nothing.
  const places = placesOf(rows.map(({ name }) => name));
  return {
    models: samples.map(({ model }) => model),
    cases: rows.map(({ id }) => id),
    clusterOf: Int32Array.from(rows, ({ name }) => places.get(name) ?? 0),
    clusters: places.size,
    values: samples.map((_, m) => Float64Array.from(rows, ({ values }) => values[m])),
    leftOut: all.length - rows.length,
    sign: summaryMetricOf(metric).direction === "lower" ? -1 : 1,
  };
}

/**
 * Pairs of models that share the same cases, which can be drawn together: all of them, unless models lack cases.
 * @returns places among the pairs
 */
export function pairsByCases(
  samples: readonly Sample[],
  metric: string,
  pairs: readonly (readonly [number, number])[],
): number[][] {
  const counted = samples.map(({ members }) => {
    return members.flatMap((member) => (member.result.counted.has(metric) ? [member.case] : [])).sort();
  });
  const sets = counted.map((own) => new Set(own));
  const kinds = counted.map((own) => JSON.stringify(own));
  const keys = new Map<string, string>();
  const lists = new Map<string, number[]>();
  for (const [i, [a, b]] of pairs.entries()) {
    // Few models differ in the cases that they have: what two kinds share is found once.
    const both = kinds[a] < kinds[b] ? `${kinds[a]} ${kinds[b]}` : `${kinds[b]} ${kinds[a]}`;
    const key = keys.get(both) ?? JSON.stringify(counted[a].filter((id) => sets[b].has(id)));
    keys.set(both, key);
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [i]);
    else list.push(i);
  }
  return [...lists.values()];
}

/** The sum of each cluster's values, and how many they are. */
export function clusterSums(
  values: ArrayLike<number>,
  { clusterOf, clusters }: Pick<ScoreTable, "clusterOf" | "clusters">,
): { readonly sums: Float64Array; readonly counts: Float64Array } {
  const sums = new Float64Array(clusters);
  const counts = new Float64Array(clusters);
  for (const [c, cluster] of clusterOf.entries()) {
    sums[cluster] += values[c];
    counts[cluster]++;
  }
  return { sums, counts };
}

/**
 * One value for each cluster, so that their mean is the estimand: the mean over cases, or that over clusters' means.
 * Tests and estimates then concern the same number.
 */
export function clusterColumn(values: ArrayLike<number>, table: ScoreTable, estimand: Estimand): Float64Array {
  const { sums, counts } = clusterSums(values, table);
  // 1 where every case is a cluster: values keep their bits, and equal differences stay equal.
  const scale = table.clusters / table.cases.length;
  return sums.map((sum, cluster) => (estimand === "cluster" ? sum / counts[cluster] : sum * scale));
}
