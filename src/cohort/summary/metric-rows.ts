import { bootstrapIntervals, type Interval } from "../statistics/bootstrap.js";
import { describeValues } from "../statistics/describe.js";
import { meanOf, ofSums, type Statistic } from "../statistics/statistic.js";
import { mergeTotals } from "./pool-subjects.js";
import { poolingOf } from "./pooling.js";
import { byCluster, type Member, type Sample } from "./strata.js";
import { summaryMetricOf } from "./summary-metrics.js";
import type { CountsRow, MetricRow, ResolvedSummarizeOptions } from "./summary-types.js";

export function countsRow({ by, model, group, members, clusters }: Sample): CountsRow {
  const sum = (key: "n_ref_instances" | "n_pred_instances" | "tp" | "fp" | "fn") =>
    members.reduce((total, { result }) => total + result.counts[key], 0);
  return {
    by,
    model,
    group,
    n_cases: members.length,
    n_clusters: clusters,
    n_ref_instances: sum("n_ref_instances"),
    n_pred_instances: sum("n_pred_instances"),
    tp: sum("tp"),
    fp: sum("fp"),
    fn: sum("fn"),
  };
}

/** A row for each metric that the sample has. All intervals come from the same draws. */
export function metricRows(sample: Sample, options: ResolvedSummarizeOptions): MetricRow[] {
  const keys = options.metrics.filter((key) => sample.members.some(({ result }) => result.values.has(key)));
  const statistics: Statistic[] = [];
  const plans = keys.map((key) => {
    const mean = statistics.push(meanStatistic(sample, key)) - 1;
    const pooled = isPoolable(sample, key) ? statistics.push(pooledStatistic(sample, key)) - 1 : null;
    return { key, mean, pooled };
  });
  const intervals = bootstrapIntervals(statistics, { ...options, method: options.interval });
  return plans.map(({ key, mean, pooled }) =>
    metricRow(sample, key, intervals[mean], pooled === null ? null : intervals[pooled]),
  );
}

function metricRow(sample: Sample, key: string, mean: Interval, pooled: Interval | null): MetricRow {
  const { by, model, group, members } = sample;
  const { unit, direction } = summaryMetricOf(key);
  const values = valuesOf(members, key);
  const described = describeValues(values.filter(isFiniteNumber));
  return {
    by,
    model,
    group,
    metric: key,
    unit,
    direction,
    n: described.n,
    n_nan: values.filter(Number.isNaN).length,
    n_infinite: values.filter((value) => value !== null && Math.abs(value) === Number.POSITIVE_INFINITY).length,
    n_null: values.filter((value) => value === null).length,
    reasons: countReasons(members, key),
    mean: described.mean,
    mean_low: mean.low,
    mean_high: mean.high,
    sd: described.sd,
    min: described.min,
    q1: described.q1,
    median: described.median,
    q3: described.q3,
    max: described.max,
    pooled: pooled === null ? null : pooledValue(members, key),
    pooled_low: pooled?.low ?? null,
    pooled_high: pooled?.high ?? null,
  };
}

function valuesOf(members: readonly Member[], key: string): (number | null)[] {
  return members.flatMap(({ result }) => {
    const value = result.values.get(key);
    return value === undefined ? [] : [value];
  });
}

function isFiniteNumber(value: number | null): value is number {
  return Number.isFinite(value);
}

function countReasons(members: readonly Member[], key: string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { result } of members) {
    const reason = result.reasons.get(key);
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function meanStatistic({ members, clusters }: Sample, key: string): Statistic {
  const items = members.flatMap(({ cluster, result }) => {
    const item = result.values.get(key) ?? null;
    return isFiniteNumber(item) ? [{ cluster, item }] : [];
  });
  return meanOf(byCluster(items, clusters));
}

function isPoolable({ members }: Sample, key: string): boolean {
  return poolingOf(key) !== null && members.every(({ result }) => !result.values.has(key) || result.terms.has(key));
}

function pooledValue(members: readonly Member[], key: string): number {
  const sums = mergeTotals(
    members.flatMap(({ result }) => [result.terms.get(key) ?? []]).filter((own) => own.length > 0),
  );
  return poolingOf(key)?.combine(sums.map((sum) => sum.value)) ?? Number.NaN;
}

function pooledStatistic({ members, clusters }: Sample, key: string): Statistic {
  const terms = members.flatMap(({ cluster, result }) => {
    const own = result.terms.get(key);
    return own === undefined ? [] : [{ cluster, values: own.map((total) => total.value) }];
  });
  const columns = (terms[0]?.values ?? []).map((_, place) => {
    const column = new Float64Array(clusters);
    for (const { cluster, values } of terms) column[cluster] += values[place];
    return column;
  });
  const combine = poolingOf(key)?.combine ?? (() => Number.NaN);
  return ofSums(columns, combine);
}
