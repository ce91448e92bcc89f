import { type OverlapTable, type PartCounts, pairIndex } from "../overlap-table.js";

/**
 * How parts count. `partpq` (de Geus et al. 2021, arXiv 2106.06351): the mean score over the classes present in either
 * mask, the thing's own voxels being one of them. `panoptica`: the thing's score and those of its parts, averaged.
 */
export const PART_SCORES = ["partpq", "panoptica"] as const;
export type PartScore = (typeof PART_SCORES)[number];

/** |A|, |B| and |A ∩ B|. */
export interface Counts {
  readonly reference: number;
  readonly prediction: number;
  readonly intersection: number;
}

type Ratio = (counts: Counts) => number;

/** The counts of reference `g` against the union of some predictions, class by class. */
export function classCounts(
  table: OverlapTable,
  parts: PartCounts,
  g: number,
  predictions: readonly number[],
): Counts[] {
  const { classes } = parts;
  return Array.from({ length: classes }, (_, c) => {
    let prediction = 0;
    let intersection = 0;
    for (const p of predictions) {
      prediction += parts.prediction[classes * p + c];
      const pair = pairIndex(table, g, p);
      if (pair !== -1) intersection += parts.pairs[classes * pair + c];
    }
    return { reference: parts.reference[classes * g + c], prediction, intersection };
  });
}

/** The part-aware score by which pairs are matched; `whole` counts thing and parts together. */
export function partMatchingScore(ratio: Ratio, rule: PartScore, whole: Counts, byClass: readonly Counts[]): number {
  return rule === "partpq" ? meanOverPresent(ratio, byClass) : panopticaMatchingScore(ratio, whole, byClass.slice(1));
}

/** The part-aware quality of a match, of which SQ is the mean. */
export function partQuality(ratio: Ratio, rule: PartScore, whole: Counts, byClass: readonly Counts[]): number {
  return rule === "partpq" ? meanOverPresent(ratio, byClass) : ratio(sum([whole, ...byClass]));
}

/** Without any part on either side only the thing's own class is present, and the mean is the thing's plain score. */
function meanOverPresent(ratio: Ratio, byClass: readonly Counts[]): number {
  const present = byClass.filter(({ reference, prediction }) => reference + prediction > 0);
  return present.reduce((total, counts) => total + ratio(counts), 0) / present.length;
}

/**
 * s' = (s_thing + Σ s_part) / (1 + number of part types present), a part type on one side only scoring 0; s_thing / 2
 * if one side has no parts at all, s_thing if neither has.
 */
function panopticaMatchingScore(ratio: Ratio, whole: Counts, parts: readonly Counts[]): number {
  const inReference = parts.some((part) => part.reference > 0);
  const inPrediction = parts.some((part) => part.prediction > 0);
  if (!inReference && !inPrediction) return ratio(whole);
  if (!inReference || !inPrediction) return ratio(whole) / 2;
  const present = parts.filter((part) => part.reference + part.prediction > 0);
  return present.reduce((total, part) => total + ratio(part), ratio(whole)) / (1 + present.length);
}

function sum(counts: readonly Counts[]): Counts {
  return {
    reference: counts.reduce((total, each) => total + each.reference, 0),
    prediction: counts.reduce((total, each) => total + each.prediction, 0),
    intersection: counts.reduce((total, each) => total + each.intersection, 0),
  };
}
