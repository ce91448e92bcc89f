import { type OverlapTable, totalVoxels, voxelVolume } from "../../overlap/overlap-table.js";
import { type ScoreRow, sharedVoxels } from "./score-row.js";

const RELOADED = "Maier-Hein, Reinke et al. 2024 (Metrics Reloaded)";
const TAHA = "Taha and Hanbury 2015, DOI 10.1186/s12880-015-0068-x";
const ANY: readonly [number, number] = [0, Number.POSITIVE_INFINITY];

/** Voxels of the foregrounds: right, wrong and left. */
function voxelCounts(table: OverlapTable) {
  const tp = sharedVoxels(table);
  return { tp, fp: totalVoxels(table.prediction) - tp, fn: totalVoxels(table.reference) - tp };
}

/** (1 + β²) TP / ((1 + β²) TP + β² FN + FP). */
export function fBeta(beta: number, { tp, fp, fn }: { tp: number; fp: number; fn: number }): number {
  const square = beta * beta;
  return ((1 + square) * tp) / ((1 + square) * tp + square * fn + fp);
}

function volumes(table: OverlapTable): { reference: number; prediction: number } {
  const unit = voxelVolume(table);
  return { reference: totalVoxels(table.reference) * unit, prediction: totalVoxels(table.prediction) * unit };
}

/** Voxels of the foregrounds, counted. */
const COUNTS: readonly ScoreRow[] = (["tp", "fp", "fn"] as const).map((key) => ({
  key: `voxel_${key}`,
  name: { tp: "True positive voxels", fp: "False positive voxels", fn: "False negative voxels" }[key],
  definition: {
    tp: "voxels of both foregrounds",
    fp: "voxels of the predicted foreground alone",
    fn: "voxels of the reference's foreground alone",
  }[key],
  unit: "voxels",
  bounds: ANY,
  better: key === "tp" ? "higher" : "lower",
  source: RELOADED,
  empty: "0",
  value: ({ table }) => voxelCounts(table)[key],
}));

const F_SCORES: readonly ScoreRow[] = [0.5, 1, 2].map((beta) => ({
  key: `voxel_f_${beta}`,
  name: `F${beta} of voxels`,
  definition: `(1 + β²) TP / ((1 + β²) TP + β² FN + FP) of voxels, β = ${beta}`,
  unit: "1",
  bounds: [0, 1],
  better: "higher",
  source: RELOADED,
  empty: "NaN if both are empty",
  value: ({ table }) => fBeta(beta, voxelCounts(table)),
}));

/** Scores of the foregrounds. */
export const VOXEL_SCORES: readonly ScoreRow[] = [
  {
    key: "volume_similarity",
    name: "Volume similarity",
    definition: "1 − abs(V(pred) − V(ref)) / (V(pred) + V(ref))",
    unit: "1",
    bounds: [0, 1],
    better: "higher",
    source: TAHA,
    empty: "NaN if both are empty",
    value: ({ table }) => {
      const { reference, prediction } = volumes(table);
      return 1 - Math.abs(prediction - reference) / (prediction + reference);
    },
  },
  {
    key: "volume_difference",
    name: "Absolute volume difference",
    definition: "abs(V(pred) − V(ref))",
    unit: "mm³ (mm² in 2D)",
    bounds: ANY,
    better: "lower",
    source: "ISLES 2022, https://github.com/ezequieldlrosa/isles22",
    empty: "0 if both are empty",
    value: ({ table }) => {
      const { reference, prediction } = volumes(table);
      return Math.abs(prediction - reference);
    },
  },
  ...COUNTS,
  {
    key: "voxel_precision",
    name: "Precision of voxels",
    definition: "TP / (TP + FP) of voxels",
    unit: "1",
    bounds: [0, 1],
    better: "higher",
    source: RELOADED,
    empty: "NaN if the prediction is empty",
    value: ({ table }) => sharedVoxels(table) / totalVoxels(table.prediction),
  },
  {
    key: "voxel_recall",
    name: "Recall of voxels",
    definition: "TP / (TP + FN) of voxels",
    unit: "1",
    bounds: [0, 1],
    better: "higher",
    source: RELOADED,
    empty: "NaN if the reference is empty",
    value: ({ table }) => sharedVoxels(table) / totalVoxels(table.reference),
  },
  ...F_SCORES,
];
