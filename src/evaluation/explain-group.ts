import { explainMatching } from "../matching/explain/explain-matching.js";
import type { Explanation } from "../matching/explain/explanation.js";
import type { Decision } from "../matching/explain/sentences.js";
import { matchedReferences } from "../matching/matching.js";
import { matchingScoreOf } from "../matching/matching-score.js";
import type { Space } from "../metrics/formulas.js";
import { isScoreOfCounts } from "../metrics/matching-metric.js";
import { type MetricKey, metricOf } from "../metrics/registry.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { decisionRuleOf, decisionValue, type GroupMatching } from "./match-table.js";

/** Why the pairs of a group were matched or not. */
export function explainGroup(matched: GroupMatching, options: VolumeOptions): Explanation {
  const { scored, group, candidateMatching, finalMatching, measurer } = matched;
  const { matchingMetric: metric, decisionMetric: key, decisionThreshold: threshold } = options;
  const kept = new Set(finalMatching.reference);
  const demoted = new Map<number, Decision>();
  if (key !== null && threshold !== null) {
    for (const match of matchedReferences(candidateMatching)) {
      if (kept.has(match.reference)) continue;
      const value = decisionValue(measurer, key, match);
      demoted.set(match.reference, { metric: key, value, threshold, rule: decisionRuleOf(options) });
    }
  }
  return explainMatching(scored, {
    matchedBy: group.single ? "overlap" : options.input === "matched" ? "equal-labels" : options.strategy,
    allowManyToOne: options.allowManyToOne,
    threshold: { value: options.threshold, rule: options.thresholdRule },
    score: isScoreOfCounts(metric)
      ? { score: matchingScoreOf(metric).abbreviation, unit: "" }
      : { score: metricOf(metric).name.toLowerCase(), unit: unitOf(metric, options.matchingSpace) },
    matching: candidateMatching,
    demoted,
  });
}

function unitOf(metric: MetricKey, space: Space): string {
  if (metricOf(metric).unit === "1") return "";
  return space === "mm" ? " mm" : " voxels";
}
