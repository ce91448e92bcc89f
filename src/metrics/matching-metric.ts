import { MATCHING_SCORE_NAMES, type MatchingScoreName } from "../matching/matching-score.js";
import { MATCHABLE_METRICS, type MetricKey } from "./registry.js";

/** A score of counts, or the key of a metric, by which pairs are compared. */
export type MatchingMetric = MatchingScoreName | MetricKey;

export const MATCHING_METRICS: readonly MatchingMetric[] = [...MATCHING_SCORE_NAMES, ...MATCHABLE_METRICS];

/** True if pairs are compared by a score of counts, not by a metric. */
export function isScoreOfCounts(metric: MatchingMetric): metric is MatchingScoreName {
  return MATCHING_SCORE_NAMES.some((name) => name === metric);
}
