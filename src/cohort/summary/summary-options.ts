import type { PolicyOptions } from "../policy/policy-options.js";
import type { Scheme } from "../ranking/schemes.js";
import type { Estimand } from "../ranking/score-table.js";
import type { IntervalMethod } from "../statistics/bootstrap.js";

export const CONSENSUS_CHOICES = ["mean", "median"] as const;
export type Consensus = (typeof CONSENSUS_CHOICES)[number];
export const COMPARED_WITH = ["all", "winner", "neighbours"] as const;
export type ComparedWith = (typeof COMPARED_WITH)[number];
export const DECIDING_TESTS = ["wilcoxon", "permutation", "maxt"] as const;
export type DecidingTest = (typeof DECIDING_TESTS)[number];
export const FAMILIES = ["metric", "all"] as const;
export type Family = (typeof FAMILIES)[number];

/** How a cohort is summed up; everything may be left out. */
export interface SummarizeOptions extends PolicyOptions {
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
  /** How models are ranked by one metric. Default `mean`. */
  readonly rankBy?: Scheme;
  /** With `rankBy: "quantile"`: the share of cases, counted from the worst. Default 0.25. */
  readonly quantile?: number;
  /** How ranks by several metrics and groups are joined: by their `mean` or `median`. Default `mean`. */
  readonly consensus?: Consensus;
  /** How cases of one cluster weigh: each `case` alike, or each `cluster`. Default `case`. */
  readonly weight?: Estimand;
  /** Which models are compared: `all` pairs, all with the `winner`, or `neighbours` in rank. Default `all`. */
  readonly compareWith?: ComparedWith;
  /** The test that decides what is significant; `maxt` is the step-down permutation test. Default `wilcoxon`. */
  readonly test?: DecidingTest;
  /** Adjusted p-values below it are significant. Default 0.05. */
  readonly alpha?: number;
  /** A difference that does not matter, in the metric's unit: adds tests of equivalence and non-inferiority. Default none. */
  readonly margin?: number | null;
  /** Comparisons that are adjusted together: those of each `metric` and group, or of `all` metrics and groups. Default `metric`. */
  readonly family?: Family;
  /** How many ranks text and figures show; JSON has all. Default 10. */
  readonly top?: number;
}

/** The choices that a summary was made with. */
export interface ResolvedSummarizeOptions extends Required<Omit<SummarizeOptions, "by" | "cluster" | "subject">> {
  readonly by: string | null;
  readonly cluster: string | null;
  readonly subject: string | null;
  readonly margin: number | null;
}
