import { eachMatchedReference } from "../matching/matching.js";
import { qualityUndefinedReason } from "../matching/registry.js";
import type { MaskSource } from "../metrics/mask-source.js";
import { isScoreOfCounts } from "../metrics/matching-metric.js";
import { createMeasurer } from "../metrics/measurer.js";
import { needOf } from "../metrics/registry.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import type { MatchingMetric } from "../options/registry.js";
import type { Trial, TrialResult } from "../results/taxonomy/taxonomy.js";
import { decide, type GroupMatching, isMatchedByStrategy, matchCandidates } from "./match-table.js";

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
