/**
 * Numbers that are functions of sums over cases. Pooled, the instances of all cases are judged as if they were of one, so that
 * a case with many weighs more than one with few. Terms of cases can be added in any order and in any parts.
 */

import { METRIC_KEYS, PANOPTIC_METRICS, panopticQualityKey, segmentationQualityKey } from "../../metrics/registry.js";
import { SCORES } from "../../metrics/table-scores/registry.js";
import type { KnownReference } from "../../metrics/table-scores/score-row.js";
import { panopticQuality, recognitionQuality } from "../../results/panoptic-quality.js";
import type { GroupResult } from "../../results/result-types.js";
import { type ExactSum, ExactTotal } from "./exact-total.js";

export interface Pooling {
  /** The terms that a case adds to each sum; none where the case does not say them. */
  readonly terms: (result: GroupResult) => readonly ExactSum[];
  /** The number that the sums give; NaN where they give none. */
  readonly combine: (sums: ArrayLike<number>) => number;
}

const COUNTS = ["tp", "fp", "fn", "n_ref_instances", "n_pred_instances"] as const;

const POOLINGS: ReadonlyMap<string, Pooling> = new Map([
  ...COUNTS.map((key) => entry(key, { terms: (result) => [result[key]], combine: (sums) => sums[0] })),
  entry("rq", {
    terms: ({ tp, fp, fn }) => [tp, fp, fn],
    combine: (sums) => recognitionQuality({ tp: sums[0], fp: sums[1], fn: sums[2] }),
  }),
  entry("rec", { terms: ({ tp, fn }) => [tp, fn], combine: (sums) => sums[0] / (sums[0] + sums[1]) }),
  entry("prec", { terms: ({ tp, fp }) => [tp, fp], combine: (sums) => sums[0] / (sums[0] + sums[1]) }),
  ...METRIC_KEYS.map(segmentationQualityKey).map((key) =>
    entry(key, { terms: (result) => scoresOf(result, key), combine: (sums) => sums[0] / sums[1] }),
  ),
  ...PANOPTIC_METRICS.map((metric) =>
    entry(panopticQualityKey(metric), {
      terms: (result) => [...scoresOf(result, segmentationQualityKey(metric)), result.tp, result.fp, result.fn],
      combine: (sums) => {
        const [tp, fp, fn] = [sums[2], sums[3], sums[4]];
        return panopticQuality(sums[0] / sums[1], recognitionQuality({ tp, fp, fn }), tp);
      },
    }),
  ),
  // Of whole foregrounds, Dice and IoU give back the voxels that they were made of.
  entry("global_bin_dsc", {
    terms: (result) => foregrounds(result, result.global_bin_dsc, (size, dice) => (dice * size) / 2),
    combine: (sums) => (2 * sums[0]) / sums[1],
  }),
  entry("global_bin_iou", {
    terms: (result) => foregrounds(result, result.global_bin_iou, (size, iou) => (iou * size) / (1 + iou)),
    combine: (sums) => sums[0] / (sums[1] - sums[0]),
  }),
  ...SCORES.flatMap(({ key, from }) =>
    typeof from === "function"
      ? []
      : [entry(key, { terms: (result) => scoreSums(result, key, from.ofNothing), combine: from.combine })],
  ),
]);

/** How a key of {@link SUMMARY_METRICS} is pooled; null if it is no function of sums. */
export function poolingOf(key: string): Pooling | null {
  return POOLINGS.get(key) ?? null;
}

/** The sums of a score; of a case without a prediction, those that its reference gives. */
function scoreSums(
  { score_sums: sums, n_ref_instances: instances, global_bin_volume_ref: voxels }: GroupResult,
  key: string,
  ofNothing: ((reference: KnownReference) => readonly number[]) | undefined,
): readonly number[] {
  return sums?.[key] ?? ofNothing?.({ instances, voxels }).filter(Number.isFinite) ?? [];
}

function entry(key: string, pooling: Pooling): readonly [string, Pooling] {
  return [key, pooling];
}

/** Σ of the matched references' values that are finite, and how many those are. */
function scoresOf(result: GroupResult, key: string): ExactSum[] {
  const sum = new ExactTotal();
  let count = 0;
  for (const row of result.reference_instances) {
    const value: unknown = row[key as keyof typeof row];
    if (typeof value !== "number" || !Number.isFinite(value)) continue;
    sum.add(value);
    count++;
  }
  return [sum.sum, count];
}

/** |A ∩ B| and |A| + |B| in voxels. Where a side is empty the value is an edge case's, and nothing is shared. */
function foregrounds(
  { global_bin_volume_ref: a, global_bin_volume_pred: b }: GroupResult,
  value: number | undefined,
  sharedOf: (size: number, value: number) => number,
): ExactSum[] {
  const isMeasured = a > 0 && b > 0 && value !== undefined && Number.isFinite(value);
  return [isMeasured ? Math.round(sharedOf(a + b, value)) : 0, a + b];
}
