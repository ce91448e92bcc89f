import { PAIR_KEYS } from "../../maps/agreement/pair-scores.js";
import { bootstrapIntervals } from "../statistics/bootstrap.js";
import { describeValues } from "../statistics/describe.js";
import { type MapSample, type MapSummaryOptions, meanBy } from "./map-sample.js";
import type { RepeatRow } from "./map-summary.js";
import type { RepeatRecord } from "./repeat-record.js";

/** How repeated maps agree, in the order of tables. */
const KEYS = [...PAIR_KEYS, "kendall_w"] as const;

/** The agreement of repeated maps over a model's cases; none where no case has repeats. */
export function repeatRows(sample: MapSample, options: MapSummaryOptions): RepeatRow[] {
  const repeated = sample.cases.flatMap(({ agreement }) => agreement ?? []);
  const keys = KEYS.filter((key) => key !== "kendall_w" || repeated.some(({ kendall_w }) => kendall_w !== undefined));
  if (repeated.length === 0) return [];
  const statistics = keys.map((key) => meanBy(sample, ({ agreement }) => agreementBy(agreement, key)));
  const intervals = bootstrapIntervals(statistics, { ...options, method: options.interval });
  return keys.map((score, i) => {
    const values = repeated.map((one) => agreementBy(one, score)).filter(Number.isFinite);
    const { mean, sd, median } = describeValues(values);
    const { low, high } = intervals[i];
    return {
      ...{ model: sample.model, score, n: values.length, n_undefined: repeated.length - values.length },
      ...{ mean, mean_low: low, mean_high: high, sd, median },
    };
  });
}

function agreementBy(agreement: RepeatRecord | null, key: (typeof KEYS)[number]): number {
  if (agreement === null) return Number.NaN;
  return key === "kendall_w" ? (agreement.kendall_w ?? Number.NaN) : agreement.mean[key];
}
