import { explainMatching } from "../matching/explain/explain-matching.js";
import type { Explanation } from "../matching/explain/explanation.js";
import type { Decision } from "../matching/explain/sentences.js";
import { eachMatchedReference, matchedReferences } from "../matching/matching.js";
import { matchingScoreOf } from "../matching/matching-score.js";
import { qualityUndefinedReason } from "../matching/registry.js";
import type { Space } from "../metrics/formulas.js";
import type { MaskSource } from "../metrics/mask-source.js";
import { isScoreOfCounts } from "../metrics/matching-metric.js";
import { createMeasurer } from "../metrics/measurer.js";
import { type MetricKey, metricOf, needOf } from "../metrics/registry.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import type { MatchingMetric } from "../options/registry.js";
import type { Trial, TrialResult } from "../results/taxonomy/taxonomy.js";
import {
  decide,
  decisionRuleOf,
  decisionValue,
  type GroupMatching,
  isMatchedByStrategy,
  matchCandidates,
} from "./match-table.js";

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

/** Matches a repaired table as the group was matched, or says why counts alone cannot. */
export function trialOf(masks: MaskSource, matched: GroupMatching, options: VolumeOptions): Trial | string {
  const { group } = matched;
  const { matchingMetric, decisionMetric } = options;
  const withoutQuality = isMatchedByStrategy(group, options) ? qualityUndefinedReason(options.strategy) : null;
  if (withoutQuality !== null) return withoutQuality;
  const isCounted = (key: MatchingMetric) => isScoreOfCounts(key) || needOf(key) === "counts";
  const needsVoxels = [matchingMetric, decisionMetric].find((key) => key !== null && !isCounted(key));
  if (needsVoxels) return `${needsVoxels} needs voxels, and a repaired prediction has counts only`;
  return (table) => {
    if (table === matched.table) return trialResult(matched);
    const measurer = createMeasurer(table, masks, options);
    return trialResult(decide(matchCandidates(masks.engine, { table, group, measurer }, options), options));
  };
}

function trialResult({ table, measurer, finalMatching }: GroupMatching): TrialResult {
  const ious = new Float64Array(table.reference.count).fill(Number.NaN);
  for (const { reference, predictions, intersection } of eachMatchedReference(finalMatching)) {
    ious[reference] = measurer.ofUnion(["iou"], reference, predictions, intersection).iou ?? 0;
  }
  const isMatched = new Uint8Array(table.prediction.count);
  for (const p of finalMatching.prediction) isMatched[p] = 1;
  return { ious, isMatched };
}
