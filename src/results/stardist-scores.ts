/**
 * One row of what `stardist.matching.matching` returns (https://github.com/stardist/stardist, stardist/matching.py), by
 * its names. As there, a ratio with nothing to divide by is 0, not undefined.
 */
export interface StardistRow {
  readonly criterion: string;
  readonly thresh: number;
  readonly fp: number;
  readonly tp: number;
  readonly fn: number;
  readonly precision: number;
  readonly recall: number;
  /** TP / (TP + FP + FN), elsewhere called average precision. */
  readonly accuracy: number;
  readonly f1: number;
  readonly n_true: number;
  readonly n_pred: number;
  /** The matched scores over all references; missed ones count 0. */
  readonly mean_true_score: number;
  /** The mean score of the matched pairs. */
  readonly mean_matched_score: number;
  readonly panoptic_quality: number;
}

/** The thresholds of stardist's own examples. */
export const STARDIST_THRESHOLDS: readonly number[] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** stardist's names of the scores that it knows. */
const CRITERIA: Readonly<Record<string, string>> = { ior: "iot" };

/** The numbers of one threshold, from the scores of the pairs that were matched at it. */
export function stardistRow(
  metric: string,
  threshold: number,
  counts: { readonly references: number; readonly predictions: number },
  scores: Float64Array,
): StardistRow {
  const { references, predictions } = counts;
  const tp = scores.length;
  const fp = predictions - tp;
  const fn = references - tp;
  const sum = scores.reduce((total, score) => total + score, 0);
  return {
    criterion: CRITERIA[metric] ?? metric,
    thresh: threshold,
    fp,
    tp,
    fn,
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, tp + fn),
    accuracy: ratio(tp, tp + fp + fn),
    f1: ratio(2 * tp, 2 * tp + fp + fn),
    n_true: references,
    n_pred: predictions,
    mean_true_score: ratio(sum, references),
    mean_matched_score: ratio(sum, tp),
    panoptic_quality: ratio(sum, tp + fp / 2 + fn / 2),
  };
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
