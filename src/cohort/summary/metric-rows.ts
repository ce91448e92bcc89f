import type { Situation } from "../policy/settle-values.js";
import type { Estimand } from "../ranking/score-table.js";
import { bootstrapIntervals, type Interval } from "../statistics/bootstrap.js";
import { describeValues } from "../statistics/describe.js";
import { meanOf, ofSums, type Statistic } from "../statistics/statistic.js";
import { roundedSum } from "./exact-total.js";
import { addSums } from "./pool-subjects.js";
import { poolingOf } from "./pooling.js";
import { byCluster, type Member, type Sample } from "./strata.js";
import { summaryMetricOf } from "./summary-metrics.js";
import type { ResolvedSummarizeOptions } from "./summary-options.js";
import type { CountsRow, MetricRow } from "./summary-types.js";

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
    const mean = statistics.push(meanStatistic(sample, key, options.weight)) - 1;
    const pooled = isPoolable(sample, key) ? statistics.push(pooledStatistic(sample, key)) - 1 : null;
    return { key, mean, pooled };
  });
  const intervals = bootstrapIntervals(statistics, { ...options, method: options.interval });
  return plans.map(({ key, mean, pooled }) =>
    metricRow(sample, key, intervals[mean], pooled === null ? null : intervals[pooled], options.weight),
  );
}

function metricRow(sample: Sample, key: string, mean: Interval, pooled: Interval | null, weight: Estimand): MetricRow {
  const { by, model, group, members } = sample;
  const { unit, direction } = summaryMetricOf(key);
  const raw = rawValues(members, key);
  const described = describeValues(countedValues(members, key));
  const situations = members.map(({ result }) => result.situations.get(key));
  const count = (...which: readonly Situation[]) =>
    situations.filter((situation) => situation !== undefined && which.includes(situation)).length;
  return {
    by,
    model,
    group,
    metric: key,
    unit,
    direction,
    n: described.n,
    n_as_best: count("correct_empty"),
    n_as_worst: count("false_alarm", "missed", "undefined", "missing", "failed"),
    n_left_out: count("omitted", "left_out"),
    n_nan: raw.filter(Number.isNaN).length,
    n_infinite: raw.filter((value) => value !== null && Math.abs(value) === Number.POSITIVE_INFINITY).length,
    n_null: raw.filter((value) => value === null).length,
    reasons: countReasons(members, key),
    mean: weight === "case" ? described.mean : wholeOf(meanStatistic(sample, key, weight)),
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

/** As the results have them, of cases with a prediction. */
function rawValues(members: readonly Member[], key: string): (number | null)[] {
  return members.flatMap(({ origin, result }) => {
    const value = result.values.get(key);
    return value === undefined || origin !== "predicted" ? [] : [value];
  });
}

function countedValues(members: readonly Member[], key: string): number[] {
  return members.flatMap(({ result }) => result.counted.get(key) ?? []);
}

function countReasons(members: readonly Member[], key: string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { result } of members) {
    const reason = result.reasons.get(key);
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The mean over cases, or over the means of clusters. */
export function meanStatistic({ members, clusters }: Sample, key: string, weight: Estimand): Statistic {
  const items = members.flatMap(({ cluster, result }) => {
    const item = result.counted.get(key);
    return item === undefined ? [] : [{ cluster, item }];
  });
  const lists = byCluster(items, clusters);
  return meanOf(weight === "case" ? lists : lists.map((own) => (own.length === 0 ? [] : [describeValues(own).mean])));
}

export function wholeOf(statistic: Statistic): number {
  return statistic.over(Uint32Array.from({ length: statistic.clusters }, (_, i) => i));
}

function isPoolable({ members }: Sample, key: string): boolean {
  return (
    poolingOf(key) !== null &&
    members.every(({ result }) => !result.values.has(key) || result.terms.has(key) || !result.isReferenceKnown)
  );
}

function pooledValue(members: readonly Member[], key: string): number {
  const sums = addSums(members.flatMap(({ result }) => [result.terms.get(key) ?? []]).filter((own) => own.length > 0));
  return poolingOf(key)?.combine(sums.map(roundedSum)) ?? Number.NaN;
}

function pooledStatistic({ members, clusters }: Sample, key: string): Statistic {
  const terms = members.flatMap(({ cluster, result }) => {
    const own = result.terms.get(key);
    return own === undefined ? [] : [{ cluster, values: own.map(roundedSum) }];
  });
  const columns = (terms[0]?.values ?? []).map((_, place) => {
    const column = new Float64Array(clusters);
    for (const { cluster, values } of terms) column[cluster] += values[place];
    return column;
  });
  const combine = poolingOf(key)?.combine ?? (() => Number.NaN);
  return ofSums(columns, combine);
}
