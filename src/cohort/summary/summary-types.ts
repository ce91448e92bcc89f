import type { ErrorDetails } from "../../../base/error-details.js";
import type { IntervalMethod } from "../statistics/bootstrap.js";
import type { InstanceCounts } from "./case-values.js";

/** How a cohort is summed up; everything may be left out. */
export interface SummarizeOptions {
  /** A column of the manifest: everything is said of each of its values, too. */
  readonly by?: string;
  /** A column (patient, …): cases with the same value are drawn together by the bootstrap, and count once in tests. */
  readonly cluster?: string;
  /** A column: cases with the same value are patches of one subject and are pooled into one case before all else. */
  readonly subject?: string;
  /** Keys of {@link SUMMARY_METRICS}; default: every quality that the results have. */
  readonly metrics?: readonly string[];
  /** Metrics by which models are compared and ranked, and cases called best or worst. Default `pq`, else the first metric. */
  readonly compare?: readonly string[];
  /** Of random draws. Default 0. */
  readonly seed?: number;
  /** How many times cases are drawn anew. Default 9999, at least 99. */
  readonly resamples?: number;
  /** Default 0.95. */
  readonly confidence?: number;
  /** How intervals are made of the draws. Default `bca`. */
  readonly interval?: IntervalMethod;
  /** How many best and worst cases are named. Default 5. */
  readonly worst?: number;
}

/** The choices that a summary was made with. */
export interface ResolvedSummarizeOptions extends Required<Omit<SummarizeOptions, "by" | "cluster" | "subject">> {
  readonly by: string | null;
  readonly cluster: string | null;
  readonly subject: string | null;
}

/** Whom a row is about. */
export interface RowKey {
  /** A value of the column `by`; null: all cases. */
  readonly by: string | null;
  readonly model: string | null;
  readonly group: string;
}

/** Instances, added over cases. */
export interface CountsRow extends RowKey, InstanceCounts {
  readonly n_cases: number;
  /** As many clusters as the cases belong to. */
  readonly n_clusters: number;
}

/** One metric over the cases of a model and group. What is no finite number is counted and left out of what follows. */
export interface MetricRow extends RowKey {
  readonly metric: string;
  readonly unit: "1" | "mm";
  readonly direction: "higher" | "lower" | null;
  /** Finite values. */
  readonly n: number;
  readonly n_nan: number;
  readonly n_infinite: number;
  /** Cases in which the number has no meaning. */
  readonly n_null: number;
  /** Why values were left out, and how many for each reason. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly mean: number;
  readonly mean_low: number;
  readonly mean_high: number;
  /** Divided by n − 1. */
  readonly sd: number;
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
  /** The number of all cases' instances together; null if it cannot be pooled. */
  readonly pooled: number | null;
  readonly pooled_low: number | null;
  readonly pooled_high: number | null;
}

/** Two models on the cases in which both have a value. */
export interface ComparisonRow {
  readonly by: string | null;
  readonly group: string;
  readonly metric: string;
  readonly first: string | null;
  readonly second: string | null;
  readonly n_cases: number;
  readonly n_clusters: number;
  /** Cases of which only one model has a value, or none. */
  readonly n_left_out: number;
  readonly mean_first: number;
  readonly mean_second: number;
  /** Mean of first − second. */
  readonly difference: number;
  readonly difference_low: number;
  readonly difference_high: number;
  /** Null where neither end of the metric is better, or both are alike. */
  readonly better: "first" | "second" | null;
  /** Two-sided, as is the other; of the clusters' mean differences if there are clusters. */
  readonly wilcoxon_p: number;
  /** Adjusted for the pairs of models with the same metric, group and `by`. */
  readonly wilcoxon_p_holm: number;
  readonly wilcoxon_method: "exact" | "normal";
  readonly permutation_p: number;
  readonly permutation_p_holm: number;
  readonly permutation_method: "exact" | "random";
}

/** How often a model keeps its rank when cases are drawn anew, over the cases in which every model has a value. */
export interface RankRow extends RowKey {
  readonly metric: string;
  readonly n_cases: number;
  readonly mean: number;
  /** 1 is the best. */
  readonly rank: number;
  /** The share of draws in which it had rank 1, 2, …. */
  readonly rank_shares: readonly number[];
  /** Kendall's τ between the ranking and those of the draws: mean over them, the same for all models. */
  readonly mean_tau: number;
}

/** Recall and precision among instances of one range of volumes, added over cases. */
export interface VolumeRow extends RowKey {
  readonly low: number;
  readonly high: number;
  readonly n_ref_instances: number;
  readonly n_matched_ref_instances: number;
  readonly rec: number;
  readonly rec_low: number;
  readonly rec_high: number;
  readonly n_pred_instances: number;
  readonly n_matched_pred_instances: number;
  readonly prec: number;
  readonly prec_low: number;
  readonly prec_high: number;
}

/** One of a model's best or worst cases by the mean of a metric over groups. */
export interface ExtremeRow {
  readonly metric: string;
  readonly model: string | null;
  readonly end: "best" | "worst";
  /** 1 is the best of the best, or the worst of the worst. */
  readonly place: number;
  readonly case: string;
  readonly value: number;
}

export interface FailureRow {
  readonly case: string;
  readonly model: string | null;
  readonly code: string;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** What is said of a cohort; plain data. It does not depend on the order of the records. */
export interface CohortSummary {
  readonly options: ResolvedSummarizeOptions;
  /** What a reader should know. */
  readonly notes: readonly string[];
  readonly counts: readonly CountsRow[];
  readonly metrics: readonly MetricRow[];
  readonly comparisons: readonly ComparisonRow[];
  readonly ranks: readonly RankRow[];
  readonly by_volume: readonly VolumeRow[];
  readonly extremes: readonly ExtremeRow[];
  readonly failures: readonly FailureRow[];
}
