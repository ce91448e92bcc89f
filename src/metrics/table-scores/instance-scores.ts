import { indexesTo, isMostlyVoid, type OverlapTable, voxelVolume } from "../../overlap/overlap-table.js";
import type { ScoreRow } from "./score-row.js";
import { fBeta } from "./voxel-scores.js";

const AUTOPET = "autoPET, https://github.com/lab-midas/autoPET (val_script.py)";
const RELOADED = "Maier-Hein, Reinke et al. 2024 (Metrics Reloaded)";
const ANY: readonly [number, number] = [0, Number.POSITIVE_INFINITY];

function untouchedPredictions({ pairPrediction, prediction }: OverlapTable): number {
  const touched = new Set(pairPrediction);
  return indexesTo(prediction.count).reduce(
    (sum, p) => (touched.has(p) || isMostlyVoid(prediction, p) ? sum : sum + prediction.voxels[p]),
    0,
  );
}

function untouchedReferences({ offsets, reference }: OverlapTable): number {
  return reference.voxels.reduce((sum, voxels, g) => (offsets[g] === offsets[g + 1] ? sum + voxels : sum), 0);
}

const first = (sums: ArrayLike<number>) => sums[0];

const F_SCORES: readonly ScoreRow[] = [0.5, 1, 2].map((beta) => ({
  key: `f_${beta}`,
  name: `F${beta} of instances`,
  definition: `(1 + β²) TP / ((1 + β²) TP + β² FN + FP) of the matching, β = ${beta}`,
  unit: "1",
  bounds: [0, 1],
  better: "higher",
  source: RELOADED,
  empty: "NaN if both are empty",
  from: {
    sums: ({ counts: { tp, fp, fn } }) => [tp, fp, fn],
    combine: (sums) => fBeta(beta, sums),
    ofNothing: ({ instances }) => [0, 0, instances],
  },
}));

/** Scores of instances that count or add them up. */
export const INSTANCE_SCORES: readonly ScoreRow[] = [
  {
    key: "fp_volume",
    name: "False positive volume",
    definition: "volume of the predicted instances that touch no reference (in 2D their area in mm²)",
    unit: "mm³",
    bounds: ANY,
    better: "lower",
    source: AUTOPET,
    empty: "0 if the prediction is empty",
    from: {
      sums: ({ table }) => [untouchedPredictions(table) * voxelVolume(table)],
      combine: first,
      ofNothing: () => [0],
    },
  },
  {
    key: "fn_volume",
    name: "False negative volume",
    definition: "volume of the reference instances that touch no prediction (in 2D their area in mm²)",
    unit: "mm³",
    bounds: ANY,
    better: "lower",
    source: AUTOPET,
    empty: "0 if the reference is empty",
    from: { sums: ({ table }) => [untouchedReferences(table) * voxelVolume(table)], combine: first },
  },
  {
    key: "count_difference",
    name: "Absolute difference of counts",
    definition: "abs(predicted instances − reference instances)",
    unit: "instances",
    bounds: ANY,
    better: "lower",
    source: "ISLES 2022, https://github.com/ezequieldlrosa/isles22 (utils/eval_utils.py)",
    empty: "0 if both are empty",
    from: ({ table, predictions }) => Math.abs(predictions - table.reference.count),
  },
  ...F_SCORES,
];
