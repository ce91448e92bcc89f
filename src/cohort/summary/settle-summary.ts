import { VoxmatchError } from "../../../base/errors.js";
import { refuseUnknown } from "../../options/suggest.js";
import { INTERVAL_METHODS } from "../statistics/bootstrap.js";
import type { CaseValues } from "./case-values.js";
import { SUMMARY_METRIC_KEYS, SUMMARY_METRICS, type SummaryMetric, summaryMetricOf } from "./summary-metrics.js";
import type { ResolvedSummarizeOptions, SummarizeOptions } from "./summary-types.js";

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
  const { confidence, interval } = options;
  if (confidence !== undefined && !(confidence > 0 && confidence < 1)) {
    throw refused("confidence", confidence, "between 0 and 1, such as 0.95");
  }
  if (interval !== undefined && !INTERVAL_METHODS.includes(interval)) {
    throw refused("interval", interval, `one of ${INTERVAL_METHODS.join(", ")}`);
  }
}

/** The metrics that records are read for: those asked for, those compared by, else all. */
export function metricsToRead({ metrics, compare }: SummarizeOptions): readonly SummaryMetric[] {
  if (metrics === undefined) {
    return SUMMARY_METRICS.filter(({ key, isUsual }) => isUsual || compare?.includes(key));
  }
  return [...new Set([...metrics, ...(compare ?? ["pq"])])].map(summaryMetricOf);
}

/** The choices, once it is known what the results have. */
export function settleSummary(options: SummarizeOptions, cases: readonly CaseValues[]): ResolvedSummarizeOptions {
  const found = new Set(
    cases.flatMap(({ groups }) => [...groups.values()].flatMap(({ values }) => [...values.keys()])),
  );
  const usual = SUMMARY_METRICS.filter(({ key, isUsual }) => isUsual && found.has(key)).map(({ key }) => key);
  const metrics = options.metrics ?? usual;
  const absent = [...metrics, ...(options.compare ?? [])].filter((key) => !found.has(key));
  if (cases.length > 0 && absent.length > 0) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      `The results have no ${absent.join(", ")}. They have: ${usual.join(", ")}.`,
      { option: "metrics", absent, found: usual },
    );
  }
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
  };
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
