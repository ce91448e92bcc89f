import { type OverlapTable, totalVoxels, voxelVolume } from "../../overlap/overlap-table.js";
import { type KnownReference, type ScoreInputs, type ScoreRow, sharedVoxels } from "./score-row.js";

const RELOADED = "Maier-Hein, Reinke et al. 2024 (Metrics Reloaded)";
const ANY: readonly [number, number] = [0, Number.POSITIVE_INFINITY];

/** TP, FP and FN of the foregrounds' voxels. */
function voxelCounts({ table }: ScoreInputs): readonly number[] {
  const tp = sharedVoxels(table);
  return [tp, totalVoxels(table.prediction) - tp, totalVoxels(table.reference) - tp];
}

/** TP, FP, FN and TN of the grid's voxels. */
function gridCounts(inputs: ScoreInputs): readonly number[] {
  const [tp, fp, fn] = voxelCounts(inputs);
  return [tp, fp, fn, inputs.gridVoxels - tp - fp - fn];
}

/** (1 + β²) TP / ((1 + β²) TP + β² FN + FP) of TP, FP and FN. */
export function fBeta(beta: number, sums: ArrayLike<number>): number {
  const [tp, fp, fn] = [sums[0], sums[1], sums[2]];
  const square = beta * beta;
  return ((1 + square) * tp) / ((1 + square) * tp + square * fn + fp);
}

/** Matthews' correlation of TP, FP, FN and TN. Where a row or a column of the four is empty, it is its limit: ±1 or 0. */
function matthews(sums: ArrayLike<number>): number {
  const [tp, fp, fn, tn] = [sums[0], sums[1], sums[2], sums[3]];
  if (tp + fp + fn === 0) return Number.NaN;
  if (fp + fn === 0) return 1;
  if (tp + tn === 0) return -1;
  const size = Math.sqrt(tp + fp) * Math.sqrt(tp + fn) * Math.sqrt(tn + fp) * Math.sqrt(tn + fn);
  return size === 0 ? 0 : (tp * tn - fp * fn) / size;
}

function volumes(table: OverlapTable): { reference: number; prediction: number } {
  const unit = voxelVolume(table);
  return { reference: totalVoxels(table.reference) * unit, prediction: totalVoxels(table.prediction) * unit };
}

/** An empty prediction leaves all voxels of the reference. */
const ofNothing = ({ voxels }: KnownReference) => [0, 0, voxels];

const COUNTS: readonly ScoreRow[] = (["tp", "fp", "fn"] as const).map((key, at) => ({
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
  from: { sums: voxelCounts, combine: (sums) => sums[at], ofNothing },
}));

const RATIO = { unit: "1", bounds: [0, 1], better: "higher", source: RELOADED } as const;

const F_SCORES: readonly ScoreRow[] = [0.5, 1, 2].map((beta) => ({
  key: `voxel_f_${beta}`,
  name: `F${beta} of voxels`,
  definition: `(1 + β²) TP / ((1 + β²) TP + β² FN + FP) of voxels, β = ${beta}`,
  ...RATIO,
  empty: "NaN if both are empty",
  from: { sums: voxelCounts, combine: (sums) => fBeta(beta, sums), ofNothing },
}));

/** Scores of the foregrounds. */
export const VOXEL_SCORES: readonly ScoreRow[] = [
  {
    key: "volume_similarity",
    name: "Volume similarity",
    definition: "1 − abs(V(pred) − V(ref)) / (V(pred) + V(ref))",
    ...RATIO,
    source: "Taha and Hanbury 2015, DOI 10.1186/s12880-015-0068-x",
    empty: "NaN if both are empty",
    from: ({ table }) => {
      const { reference, prediction } = volumes(table);
      return 1 - Math.abs(prediction - reference) / (prediction + reference);
    },
  },
  {
    key: "volume_difference",
    name: "Absolute volume difference",
    definition: "abs(V(pred) − V(ref)) (in 2D of areas in mm²)",
    unit: "mm³",
    bounds: ANY,
    better: "lower",
    source: "ISLES 2022, https://github.com/ezequieldlrosa/isles22 (utils/eval_utils.py)",
    empty: "0 if both are empty",
    from: ({ table }) => {
      const { reference, prediction } = volumes(table);
      return Math.abs(prediction - reference);
    },
  },
  ...COUNTS,
  {
    key: "voxel_precision",
    name: "Precision of voxels",
    definition: "TP / (TP + FP) of voxels",
    ...RATIO,
    empty: "NaN if the prediction is empty",
    from: { sums: voxelCounts, combine: (sums) => sums[0] / (sums[0] + sums[1]), ofNothing },
  },
  {
    key: "voxel_recall",
    name: "Recall of voxels",
    definition: "TP / (TP + FN) of voxels",
    ...RATIO,
    empty: "NaN if the reference is empty",
    from: { sums: voxelCounts, combine: (sums) => sums[0] / (sums[0] + sums[2]), ofNothing },
  },
  ...F_SCORES,
  {
    key: "mcc",
    name: "Matthews correlation of voxels",
    definition:
      "(TP TN − FP FN) / √((TP + FP)(TP + FN)(TN + FP)(TN + FN)) of the grid's voxels; ±1 where all are of one kind, 0 where another sum is 0",
    ...RATIO,
    bounds: [-1, 1],
    source:
      "Matthews 1975, DOI 10.1016/0005-2795(75)90109-9; limits: Chicco and Jurman 2020, DOI 10.1186/s12864-019-6413-7",
    empty: "NaN if both are empty",
    from: { sums: gridCounts, combine: matthews },
  },
];
