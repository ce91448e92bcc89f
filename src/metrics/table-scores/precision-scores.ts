import type { OverlapTable } from "../../overlap/overlap-table.js";
import { countedPredictions, type ScoreRow, unionVoxels } from "./score-row.js";

const STARDIST = "stardist (stardist/matching.py) and cellpose (cellpose/metrics.py)";

const PERCENTS = [50, 55, 60, 65, 70, 75, 80, 85, 90, 95];

/**
 * TP, FP and FN of as many pairs as possible whose IoU is at least `percent`, from 50 on. Then pairs that share an
 * instance are halves of it, each within it, so that taking the first of them loses none.
 */
function countsAt(table: OverlapTable, percent: number): readonly [tp: number, fp: number, fn: number] {
  const references = new Set<number>();
  const predictions = new Set<number>();
  for (let pair = 0; pair < table.pairVoxels.length; pair++) {
    const g = table.pairReference[pair];
    const p = table.pairPrediction[pair];
    if (references.has(g) || predictions.has(p)) continue;
    if (100 * table.pairVoxels[pair] < percent * unionVoxels(table, pair)) continue;
    references.add(g);
    predictions.add(p);
  }
  const predicted = countedPredictions(table, (p) => predictions.has(p)).length;
  return [references.size, predicted - references.size, table.reference.count - references.size];
}

/** TP / (TP + FP + FN) of the counts from `at` on. */
function averagePrecision(sums: ArrayLike<number>, at = 0): number {
  return sums[at] / (sums[at] + sums[at + 1] + sums[at + 2]);
}

const ROW = { unit: "1", bounds: [0, 1], better: "higher", source: STARDIST, empty: "NaN if both are empty" } as const;

const AT_THRESHOLDS: readonly ScoreRow[] = PERCENTS.map((percent) => ({
  key: `ap_${percent / 100}`,
  name: `Average precision at ${percent / 100}`,
  definition: `TP / (TP + FP + FN) of as many pairs as possible with IoU ≥ ${percent / 100}, one to one`,
  ...ROW,
  from: {
    sums: ({ table }) => countsAt(table, percent),
    combine: averagePrecision,
    ofNothing: ({ instances }) => [0, 0, instances],
  },
}));

/** Average precisions by the threshold of IoU. */
export const PRECISION_SCORES: readonly ScoreRow[] = [
  ...AT_THRESHOLDS,
  {
    key: "mean_ap",
    name: "Mean average precision",
    definition: "mean of ap_0.5, ap_0.55, … ap_0.95",
    ...ROW,
    from: {
      sums: ({ table }) => PERCENTS.flatMap((percent) => countsAt(table, percent)),
      combine: (sums) => PERCENTS.reduce((total, _, i) => total + averagePrecision(sums, 3 * i), 0) / PERCENTS.length,
      ofNothing: ({ instances }) => PERCENTS.flatMap(() => [0, 0, instances]),
    },
  },
];
