import type { ThresholdRule } from "../../matching/candidate-graph.js";
import { MATCHING_SCORE_NAMES, type MatchingScoreName, matchingScoreOf } from "../../matching/matching-score.js";
import type { Space } from "../../metrics/formulas.js";
import { metricOf } from "../../metrics/registry.js";
import type { MatchingMetric } from "../../options/registry.js";

const SIGNS = { higher: { strict: ">", inclusive: "≥" }, lower: { strict: "<", inclusive: "≤" } } as const;

/** A threshold in words: `intersection over union > 0.5`, `centre distance ≤ 3 mm`. */
export function condition(metric: MatchingMetric, rule: ThresholdRule, threshold: number, space: Space = "mm"): string {
  if (isScore(metric)) {
    const { name, direction } = matchingScoreOf(metric);
    return `${name} ${SIGNS[direction][rule]} ${threshold}`;
  }
  const { name, direction, unit } = metricOf(metric);
  const lowered = name.charAt(0).toLowerCase() + name.slice(1);
  return `${lowered} ${SIGNS[direction][rule]} ${threshold}${unit === "1" ? "" : space === "mm" ? ` ${unit}` : " voxels"}`;
}

function isScore(metric: MatchingMetric): metric is MatchingScoreName {
  return MATCHING_SCORE_NAMES.some((name) => name === metric);
}
