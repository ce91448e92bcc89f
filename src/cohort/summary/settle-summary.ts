import { VoxmatchError } from "../../../base/errors.js";
import { refuseUnknown } from "../../options/suggest.js";
import { checkPolicy, POLICY_OPTION_NAMES, settlePolicy } from "../policy/policy-options.js";
import { SCHEMES } from "../ranking/schemes.js";
import { ESTIMANDS } from "../ranking/score-table.js";
import { INTERVAL_METHODS } from "../statistics/bootstrap.js";
import type { CaseValues } from "./case-values.js";
import { SUMMARY_METRIC_KEYS, SUMMARY_METRICS, type SummaryMetric, summaryMetricOf } from "./summary-metrics.js";
import {
  COMPARED_WITH,
  CONSENSUS_CHOICES,
  DECIDING_TESTS,
  FAMILIES,
  type ResolvedSummarizeOptions,
  type SummarizeOptions,
} from "./summary-options.js";

const OPTION_NAMES = [
  "by",
  "cluster",
  "subject",
  "metrics",
  "compare",
  "seed",
  "resamples",
  "confidence",
  "interval",
  "worst",
  "rankBy",
  "quantile",
  "consensus",
  "weight",
  "compareWith",
  "test",
  "alpha",
  "margin",
  "family",
  "top",
  ...POLICY_OPTION_NAMES,
] as const satisfies readonly (keyof SummarizeOptions)[];

/**
 * Checks what can be checked before any record is read.
 * @throws VoxmatchError `INVALID_OPTION`
 */
export function checkSummarizeOptions(options: SummarizeOptions): void {
  refuseUnknown("option", Object.keys(options), OPTION_NAMES);
  for (const key of [...(options.metrics ?? []), ...(options.compare ?? [])]) {
    refuseUnknown("metric", [key], SUMMARY_METRIC_KEYS);
  }
  for (const key of options.compare ?? []) {
    if (summaryMetricOf(key).direction !== null) continue;
    throw refused("compare", key, "a metric of which one end is better");
  }
  whole("resamples", options.resamples, 99);
  whole("worst", options.worst, 0);
  whole("seed", options.seed, 0);
  whole("top", options.top, 1);
  share("confidence", options.confidence, 0.95);
  share("quantile", options.quantile, 0.25);
  share("alpha", options.alpha, 0.05);
  const { margin } = options;
  if (margin != null && !(typeof margin === "number" && margin > 0 && Number.isFinite(margin))) {
    throw refused("margin", margin, "a number above 0, in the unit of the metrics compared");
  }
  for (const [option, choices] of Object.entries(CHOICES)) {
    const value = options[option as keyof typeof CHOICES];
    if (value === undefined || (choices as readonly string[]).includes(value)) continue;
    throw refused(option, value, `one of ${choices.join(", ")}`);
  }
  checkPolicy(options);
}

const CHOICES = {
  interval: INTERVAL_METHODS,
  rankBy: SCHEMES,
  consensus: CONSENSUS_CHOICES,
  weight: ESTIMANDS,
  compareWith: COMPARED_WITH,
  test: DECIDING_TESTS,
  family: FAMILIES,
} as const satisfies Partial<Record<keyof SummarizeOptions, readonly string[]>>;

/** The metrics that records are read for: those asked for, those compared by, else all. */
export function metricsToRead({ metrics, compare }: SummarizeOptions): readonly SummaryMetric[] {
  if (metrics === undefined) {
    return SUMMARY_METRICS.filter(({ key, isUsual }) => isUsual || compare?.includes(key));
  }
  return [...new Set([...metrics, ...(compare ?? ["pq"])])].map(summaryMetricOf);
}

/** The choices, settled by the contents of the results. */
export function settleSummary(options: SummarizeOptions, cases: readonly CaseValues[]): ResolvedSummarizeOptions {
  const found = new Set(
    cases.flatMap(({ groups }) => [...groups.values()].flatMap(({ values }) => [...values.keys()])),
  );
  const usual = SUMMARY_METRICS.filter(({ key, isUsual }) => isUsual && found.has(key)).map(({ key }) => key);
  const metrics = options.metrics ?? usual;
  const absent = [...metrics, ...(options.compare ?? [])].filter((key) => !found.has(key));
  if (cases.length > 0 && absent.length > 0) throw withoutMetrics(absent, usual, options.subject ?? null);
  const directed = metrics.filter((key) => summaryMetricOf(key).direction !== null);
  return {
    by: options.by ?? null,
    cluster: options.cluster ?? null,
    subject: options.subject ?? null,
    metrics,
    compare: options.compare ?? (found.has("pq") ? ["pq"] : directed.slice(0, 1)),
    seed: options.seed ?? 0,
    resamples: options.resamples ?? 9999,
    confidence: options.confidence ?? 0.95,
    interval: options.interval ?? "bca",
    worst: options.worst ?? 5,
    rankBy: options.rankBy ?? "mean",
    quantile: options.quantile ?? 0.25,
    consensus: options.consensus ?? "mean",
    weight: options.weight ?? "case",
    compareWith: options.compareWith ?? "all",
    test: options.test ?? "wilcoxon",
    alpha: options.alpha ?? 0.05,
    margin: options.margin ?? null,
    family: options.family ?? "metric",
    top: options.top ?? 10,
    ...settlePolicy(options),
  };
}

function withoutMetrics(absent: readonly string[], found: readonly string[], subject: string | null): VoxmatchError {
  const whose = subject === null ? "The results have" : "The pooled subjects have";
  return new VoxmatchError("INVALID_OPTION", `${whose} no ${absent.join(", ")}. They have: ${found.join(", ")}.`, {
    option: "metrics",
    absent: [...absent],
    found: [...found],
  });
}

/**
 * @throws VoxmatchError `INVALID_OPTION` if a case has no such column
 */
export function checkColumn(option: "by" | "cluster" | "subject", column: string, cases: readonly CaseValues[]): void {
  for (const { case: id, columns } of cases) {
    if (Object.hasOwn(columns, column)) continue;
    const known = Object.keys(columns);
    const has = known.length === 0 ? "no columns" : `the columns ${known.join(", ")}`;
    throw new VoxmatchError("INVALID_OPTION", `Option ${option} is "${column}", but case ${id} has ${has}.`, {
      option,
      column,
      case: id,
      known,
    });
  }
}

function share(option: string, value: number | undefined, example: number): void {
  if (value === undefined || (value > 0 && value < 1)) return;
  throw refused(option, value, `between 0 and 1, such as ${example}`);
}

function whole(option: string, value: number | undefined, minimum: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= minimum)) return;
  throw refused(option, value, `a whole number, at least ${minimum}`);
}

function refused(option: string, value: unknown, expected: string): VoxmatchError {
  return new VoxmatchError("INVALID_OPTION", `Option ${option} is ${value}, but must be ${expected}.`, {
    option,
    value,
  });
}
