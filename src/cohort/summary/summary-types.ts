import type { ErrorDetails } from "../../../base/error-details.js";
import type { DisplayUnit } from "../../reports/case/text.js";
import type { MapSummary } from "../maps/map-summary.js";
import type { LeftOutCase, MissingCase } from "../policy/fill-missing.js";
import type { Scheme } from "../ranking/schemes.js";
import type { InstanceCounts } from "./case-values.js";
import type { ResolvedSummarizeOptions } from "./summary-options.js";

/** How many cases of one model and group count in which way. */
export interface PolicyRow extends RowKey {
  /** Of the cohort, with those that a model has no prediction for. */
  readonly n_cases: number;
  /** Both sides have instances, and some match. */
  readonly n_measured: number;
  readonly n_correct_empty: number;
  readonly n_false_alarm: number;
  readonly n_missed: number;
  readonly n_missing: number;
  /** A prediction that cannot be read, or lies on another grid. */
  readonly n_failed: number;
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

/** One metric over the cases of a model and group. Numbers that are not finite count as the policy says. */
export interface MetricRow extends RowKey {
  readonly metric: string;
  readonly unit: DisplayUnit;
  readonly direction: "higher" | "lower" | null;
  /** Cases that count. */
  readonly n: number;
  /** Of them, those that count as the best or the worst value because there is no number. */
  readonly n_as_best: number;
  readonly n_as_worst: number;
  /** Cases that do not count, by choice or because there is no worst value. */
  readonly n_left_out: number;
  readonly n_nan: number;
  readonly n_infinite: number;
  /** Cases in which the number has no meaning. */
  readonly n_null: number;
  /** Why there is no number, and of how many cases. */
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
  /** How many assignments of signs were tried. */
  readonly permutation_draws: number;
  /** Adjusted for all pairs by the step-down maximum of Westfall and Young, with the test `maxt`; else NaN. */
  readonly permutation_p_step_down: number;
  /** The smallest p that each test can give of these cases and draws, before it is adjusted. */
  readonly wilcoxon_p_min: number;
  readonly permutation_p_min: number;
  /** Which model the signed ranks favour. */
  readonly wilcoxon_favours: "first" | "second" | null;
  /** That a model is worse than the other by no more than the margin; NaN without a margin, as are the next. */
  readonly noninferior_first_p: number;
  readonly noninferior_second_p: number;
  /** That they differ by less than the margin, by two one-sided tests. */
  readonly equivalence_p: number;
  readonly equivalence_p_holm: number;
  /** Whether the better one is significantly so, by the test and level of the options. */
  readonly significant: boolean;
}

/** A place on a leaderboard, over the cases in which every model counts; the rows of a ranking come best first. */
export interface RankRow extends RowKey {
  readonly metric: string;
  readonly scheme: Scheme;
  readonly n_cases: number;
  /** Cases without a usable prediction. */
  readonly n_missing: number;
  readonly mean: number;
  /** The number that the scheme ranks by: a mean, median or quantile of the metric, a mean rank, or a number of models. */
  readonly value: number;
  readonly value_low: number;
  readonly value_high: number;
  /** 1 is the best; equal models share the smallest rank of theirs. */
  readonly rank: number;
  /** Between which ranks the model lies in draws of cases. */
  readonly rank_low: number;
  readonly rank_high: number;
  /** The share of draws in which it had rank 1, 2, …. */
  readonly rank_shares: readonly number[];
  readonly rank_draws: number;
  /** Kendall's τ between the ranking and those of the draws: mean over them, the same for all models. */
  readonly mean_tau: number;
  /** The models that it is significantly better than. */
  readonly better_than: readonly (string | null)[];
  /** With how many models it was compared, of which `better_than` names some. */
  readonly n_compared: number;
  /** Its rank by each scheme. */
  readonly ranks_by_scheme: Readonly<Record<Scheme, number>>;
}

/** Ranks by several metrics, groups and, with `by`, strata joined into one. */
export interface ConsensusRow {
  /** The stratum whose ranks are joined; null: all cases. */
  readonly by: string | null;
  /** Whether ranks of `metrics` and groups are joined, or those of all `strata`. */
  readonly over: "metrics" | "strata";
  readonly model: string | null;
  readonly n_rankings: number;
  /** The mean or median of the joined ranks. */
  readonly value: number;
  readonly rank: number;
  readonly rank_low: number;
  readonly rank_high: number;
  readonly rank_shares: readonly number[];
  readonly mean_tau: number;
}

/** How far a model's worst value of the column `by` lies from its best. */
export interface GapRow {
  readonly model: string | null;
  readonly group: string;
  readonly metric: string;
  readonly worst_by: string;
  readonly worst_mean: number;
  readonly worst_n: number;
  readonly best_by: string;
  readonly best_mean: number;
  readonly best_n: number;
  /** Of the means, worst − best. */
  readonly difference: number;
  readonly difference_low: number;
  readonly difference_high: number;
}

/** How the predicted number of instances, or their volume, agrees with the reference's (Bland, Altman 1986). */
export interface AgreementRow extends RowKey {
  /** Instances, or the volume of the foreground in mm³. */
  readonly quantity: "instances" | "volume";
  /** Cases with a prediction that could be used. */
  readonly n: number;
  /** Mean of prediction − reference. */
  readonly bias: number;
  readonly bias_low: number;
  readonly bias_high: number;
  /** Bias ∓ 1.96 standard deviations. */
  readonly limit_low: number;
  readonly limit_high: number;
  readonly sd: number;
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

/** A prediction that is not there or of no use. */
export type MissingRow = Omit<MissingCase, "columns">;

/** The summary of a cohort; plain data. It does not depend on the order of the records. */
export interface CohortSummary {
  /** The policy in a sentence: what a case without a number counts for. */
  readonly what_counts: string;
  readonly options: ResolvedSummarizeOptions;
  /** To be read before any number. */
  readonly warnings: readonly string[];
  /** Notes for the reader. */
  readonly notes: readonly string[];
  /** Cases in all, of all models together. */
  readonly n_cases: number;
  /** How many cases count in which way. */
  readonly policy: readonly PolicyRow[];
  readonly missing: readonly MissingRow[];
  /** Cases that no number includes. */
  readonly left_out: readonly LeftOutCase[];
  /** Whether rankings and comparisons are withheld until failed cases were run again. */
  readonly is_withheld: boolean;
  readonly counts: readonly CountsRow[];
  readonly metrics: readonly MetricRow[];
  readonly comparisons: readonly ComparisonRow[];
  readonly ranks: readonly RankRow[];
  readonly consensus: readonly ConsensusRow[];
  readonly gaps: readonly GapRow[];
  readonly agreement: readonly AgreementRow[];
  readonly by_volume: readonly VolumeRow[];
  readonly extremes: readonly ExtremeRow[];
  readonly failures: readonly FailureRow[];
  /** Scores of continuous maps, where cases have them. */
  readonly maps?: MapSummary;
}
