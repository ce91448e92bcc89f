import { bootstrapIntervals } from "../statistics/bootstrap.js";
import { holm } from "../statistics/holm.js";
import { pairedPermutation } from "../statistics/permutation.js";
import { rankStability } from "../statistics/rank-stability.js";
import { meanOf } from "../statistics/statistic.js";
import { wilcoxonSignedRank } from "../statistics/wilcoxon.js";
import { byCluster, type Member, placesOf, type Sample } from "./strata.js";
import { summaryMetricOf } from "./summary-metrics.js";
import type { ComparisonRow, RankRow, ResolvedSummarizeOptions } from "./summary-types.js";

/** Every two models of one group by one metric. */
export function comparisonRows(
  samples: readonly Sample[],
  metric: string,
  options: ResolvedSummarizeOptions,
): ComparisonRow[] {
  const rows = samples.flatMap((first, i) =>
    samples.slice(i + 1).map((second) => compare(first, second, metric, options)),
  );
  const wilcoxon = holm(rows.map(({ wilcoxon_p }) => wilcoxon_p));
  const permutation = holm(rows.map(({ permutation_p }) => permutation_p));
  return rows.map((row, i) => ({ ...row, wilcoxon_p_holm: wilcoxon[i], permutation_p_holm: permutation[i] }));
}

function compare(first: Sample, second: Sample, metric: string, options: ResolvedSummarizeOptions): ComparisonRow {
  const shared = sharedValues([first, second], metric);
  const { cases, clusters } = shared;
  const items = cases.map(({ cluster, values: [a, b] }) => ({ cluster, item: a - b }));
  const byOne = byCluster(items, clusters);
  // Cases of one cluster are not independent, which tests take for granted: each cluster gives one difference.
  const differences = byOne.map(mean);
  const [interval] = bootstrapIntervals([meanOf(byOne)], { ...options, method: options.interval });
  const wilcoxon = wilcoxonSignedRank(differences);
  const permutation = pairedPermutation(differences, options);
  const difference = mean(items.map(({ item }) => item));
  return {
    by: first.by,
    group: first.group,
    metric,
    first: first.model,
    second: second.model,
    n_cases: cases.length,
    n_clusters: clusters,
    n_left_out: shared.leftOut,
    mean_first: mean(cases.map(({ values }) => values[0])),
    mean_second: mean(cases.map(({ values }) => values[1])),
    difference,
    difference_low: interval.low,
    difference_high: interval.high,
    better: betterOf(difference, metric),
    wilcoxon_p: wilcoxon.p,
    wilcoxon_p_holm: Number.NaN,
    wilcoxon_method: wilcoxon.method,
    permutation_p: permutation.p,
    permutation_p_holm: Number.NaN,
    permutation_method: permutation.method,
  };
}

/** Ranks of all models of one group by the mean of one metric; none of a single model. */
export function rankRows(samples: readonly Sample[], metric: string, options: ResolvedSummarizeOptions): RankRow[] {
  if (samples.length < 2) return [];
  const { cases, clusters } = sharedValues(samples, metric);
  if (cases.length === 0) return [];
  const statistics = samples.map((_, m) =>
    meanOf(
      byCluster(
        cases.map(({ cluster, values }) => ({ cluster, item: values[m] })),
        clusters,
      ),
    ),
  );
  const higherIsBetter = summaryMetricOf(metric).direction === "higher";
  const { ranks, shares, tau } = rankStability(statistics, { ...options, higherIsBetter });
  return samples.map(({ by, model, group }, m) => ({
    by,
    model,
    group,
    metric,
    n_cases: cases.length,
    mean: mean(cases.map(({ values }) => values[m])),
    rank: ranks[m],
    rank_shares: shares[m],
    mean_tau: tau.mean,
  }));
}

/** The cases in which every sample has a finite value. */
function sharedValues(samples: readonly Sample[], metric: string) {
  const byCase = samples.map(({ members }) => new Map(members.map((member) => [member.case, member])));
  const all = new Set(byCase.flatMap((members) => [...members.keys()]));
  const found = [...all].flatMap((id) => {
    const members = byCase.map((own) => own.get(id));
    const values = members.map((member) => member?.result.values.get(metric) ?? Number.NaN);
    return members[0] !== undefined && values.every(Number.isFinite) ? [{ member: members[0], values }] : [];
  });
  // Clusters left without a case would be drawn, too, and give nothing.
  const places = placesOf(found.map(({ member }) => clusterName(member)));
  const cases = found.map(({ member, values }) => ({ cluster: places.get(clusterName(member)) ?? 0, values }));
  return { cases, clusters: places.size, leftOut: all.size - cases.length };
}

/** So that names are in the order of places. */
function clusterName({ cluster }: Member): string {
  return String(cluster).padStart(10, "0");
}

function betterOf(difference: number, metric: string): ComparisonRow["better"] {
  const { direction } = summaryMetricOf(metric);
  if (direction === null || Number.isNaN(difference) || difference === 0) return null;
  return difference > 0 === (direction === "higher") ? "first" : "second";
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
