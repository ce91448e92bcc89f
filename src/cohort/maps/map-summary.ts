import type { DetectionRules } from "./map-record.js";

/** Whose numbers a row has. */
interface RowOf {
  readonly model: string | null;
  readonly group: string;
}

/** A number over cases. */
interface OverCases {
  /** Cases with a finite value; without one. */
  readonly n: number;
  readonly n_undefined: number;
  readonly mean: number;
  readonly mean_low: number;
  readonly mean_high: number;
  readonly sd: number;
  readonly median: number;
}

/** A score of maps over cases. */
export interface MapScoreRow extends RowOf, OverCases {
  readonly score: string;
  readonly unit: string;
  readonly better: "higher" | "lower" | "none";
  /** Mean chance level over the cases with a value; null for a score without one. */
  readonly chance: number | null;
}

/** A score of detection over all cases. */
export interface DetectionRow extends RowOf {
  readonly score: string;
  readonly unit: "1" | "instances";
  readonly n_cases: number;
  readonly n_lesions: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Of the order of cases; null for all that is of lesions. */
  readonly chance: number | null;
}

/** Two models by one score, over the cases that both have. */
export interface MapComparisonRow {
  readonly group: string;
  readonly score: string;
  readonly first: string | null;
  readonly second: string | null;
  readonly n_cases: number;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Of the paired permutation, two-sided, and adjusted for all rows of a score (Holm). */
  readonly p: number;
  readonly p_holm: number;
}

/** A region of an atlas over cases. */
export interface RegionSummaryRow {
  readonly model: string | null;
  readonly label: number;
  readonly name: string;
  readonly n: number;
  /** Of the map's sum, and mean of the map in the region. */
  readonly share: number;
  readonly share_low: number;
  readonly share_high: number;
  readonly density: number;
  readonly density_low: number;
  readonly density_high: number;
  /** 1 is the largest mean; label 0 and regions without a value have none. */
  readonly rank_share: number | null;
  readonly rank_density: number | null;
}

/** How far repeated maps of a case agree, over cases with repeats: means over every two maps, or Kendall's W of regions. */
export interface RepeatRow extends OverCases {
  readonly model: string | null;
  readonly score: string;
}

/** The FROC of a model: false positives a case, the sensitivity, and its interval. */
export interface FrocRow extends RowOf {
  readonly rate: number;
  readonly sensitivity: number;
  readonly low: number;
  readonly high: number;
}

/** Maps over a cohort. */
export interface MapSummary {
  /** Cases whose map could not be used. Where their lesions are known these count as missed; scores leave such cases out. */
  readonly n_failed: number;
  readonly rules: DetectionRules;
  readonly scores: readonly MapScoreRow[];
  readonly detection: readonly DetectionRow[];
  readonly froc: readonly FrocRow[];
  readonly comparisons: readonly MapComparisonRow[];
  readonly regions: readonly RegionSummaryRow[];
  /** Empty where no case has repeated maps. */
  readonly repeats: readonly RepeatRow[];
}
