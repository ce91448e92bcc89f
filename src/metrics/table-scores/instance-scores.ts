import { indexesTo, isMostlyVoid, type OverlapTable, voxelVolume } from "../../overlap/overlap-table.js";
import { countedPredictions, type ScoreRow } from "./score-row.js";
import { fBeta } from "./voxel-scores.js";

const AUTOPET = "autoPET, https://github.com/lab-midas/autoPET";
const STARDIST = "stardist (stardist/matching.py) and cellpose (cellpose/metrics.py)";
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

function union(
  { reference, prediction, pairReference, pairPrediction, pairVoxels }: OverlapTable,
  pair: number,
): number {
  return reference.voxels[pairReference[pair]] + prediction.voxels[pairPrediction[pair]] - pairVoxels[pair];
}

/**
 * TP / (TP + FP + FN) of as many pairs as possible whose IoU is at least `percent`, from 50 on. Then pairs that share an
 * instance are halves of it, each within it, so that taking the first of them loses none.
 */
function averagePrecision(table: OverlapTable, percent: number): number {
  const references = new Set<number>();
  const predictions = new Set<number>();
  for (let pair = 0; pair < table.pairVoxels.length; pair++) {
    const g = table.pairReference[pair];
    const p = table.pairPrediction[pair];
    if (references.has(g) || predictions.has(p) || 100 * table.pairVoxels[pair] < percent * union(table, pair))
      continue;
    references.add(g);
    predictions.add(p);
  }
  const predicted = countedPredictions(table, (p) => predictions.has(p)).length;
  return references.size / (table.reference.count + predicted - references.size);
}

/** The mean over references of the IoU with the prediction that has more than half of it. */
function segmentationAccuracy(table: OverlapTable): number {
  const { pairVoxels, pairReference, reference } = table;
  let sum = 0;
  for (let pair = 0; pair < pairVoxels.length; pair++) {
    if (2 * pairVoxels[pair] > reference.voxels[pairReference[pair]]) sum += pairVoxels[pair] / union(table, pair);
  }
  return sum / reference.count;
}

/** The pair of best IoU of a reference, the first of equal ones; -1 if it has none. */
function bestPair(table: OverlapTable, g: number): number {
  let best = -1;
  for (let pair = table.offsets[g]; pair < table.offsets[g + 1]; pair++) {
    const [shared, joined] = [table.pairVoxels[pair], union(table, pair)];
    if (best < 0 || shared * union(table, best) > table.pairVoxels[best] * joined) best = pair;
  }
  return best;
}

function aggregatedJaccard(table: OverlapTable): number {
  const chosen = new Set<number>();
  let shared = 0;
  let joined = 0;
  for (let g = 0; g < table.reference.count; g++) {
    const best = bestPair(table, g);
    if (best >= 0) chosen.add(table.pairPrediction[best]);
    shared += best < 0 ? 0 : table.pairVoxels[best];
    joined += best < 0 ? table.reference.voxels[g] : union(table, best);
  }
  const left = countedPredictions(table, (p) => chosen.has(p)).filter((p) => !chosen.has(p));
  return shared / left.reduce((sum, p) => sum + table.prediction.voxels[p], joined);
}

const PERCENTS = [50, 55, 60, 65, 70, 75, 80, 85, 90, 95];

const PRECISIONS: readonly ScoreRow[] = PERCENTS.map((percent) => ({
  key: `ap_${percent / 100}`,
  name: `Average precision at ${percent / 100}`,
  definition: `TP / (TP + FP + FN) of as many pairs as possible with IoU ≥ ${percent / 100}, one to one`,
  unit: "1",
  bounds: [0, 1],
  better: "higher",
  source: STARDIST,
  empty: "NaN if both are empty",
  value: ({ table }) => averagePrecision(table, percent),
}));

const F_SCORES: readonly ScoreRow[] = [0.5, 1, 2].map((beta) => ({
  key: `f_${beta}`,
  name: `F${beta} of instances`,
  definition: `(1 + β²) TP / ((1 + β²) TP + β² FN + FP) of the matching, β = ${beta}`,
  unit: "1",
  bounds: [0, 1],
  better: "higher",
  source: "Maier-Hein, Reinke et al. 2024 (Metrics Reloaded)",
  empty: "NaN if both are empty",
  value: ({ counts }) => fBeta(beta, counts),
}));

/** Scores of instances. */
export const INSTANCE_SCORES: readonly ScoreRow[] = [
  {
    key: "fp_volume",
    name: "False positive volume",
    definition: "volume of the predicted instances that touch no reference",
    unit: "mm³ (mm² in 2D)",
    bounds: ANY,
    better: "lower",
    source: AUTOPET,
    empty: "0 if the prediction is empty",
    value: ({ table }) => untouchedPredictions(table) * voxelVolume(table),
  },
  {
    key: "fn_volume",
    name: "False negative volume",
    definition: "volume of the reference instances that touch no prediction",
    unit: "mm³ (mm² in 2D)",
    bounds: ANY,
    better: "lower",
    source: AUTOPET,
    empty: "0 if the reference is empty",
    value: ({ table }) => untouchedReferences(table) * voxelVolume(table),
  },
  {
    key: "count_difference",
    name: "Absolute difference of counts",
    definition: "abs(predicted instances − reference instances)",
    unit: "instances",
    bounds: ANY,
    better: "lower",
    source: "ISLES 2022, https://github.com/ezequieldlrosa/isles22",
    empty: "0 if both are empty",
    value: ({ table, predictions }) => Math.abs(predictions - table.reference.count),
  },
  ...F_SCORES,
  {
    key: "aji",
    name: "Aggregated Jaccard index",
    definition:
      "each reference with the prediction of best IoU, which may serve several: Σ intersections / (Σ unions + voxels of unused predictions)",
    unit: "1",
    bounds: [0, 1],
    better: "higher",
    source: "Kumar et al. 2017, DOI 10.1109/TMI.2017.2677499",
    empty: "NaN if both are empty",
    value: ({ table }) => aggregatedJaccard(table),
  },
  {
    key: "seg",
    name: "SEG of the Cell Tracking Challenge",
    definition: "mean over references of the IoU with the prediction that has more than half of the reference, else 0",
    unit: "1",
    bounds: [0, 1],
    better: "higher",
    source: "Ulman et al. 2017, DOI 10.1038/nmeth.4473",
    empty: "NaN if the reference is empty",
    value: ({ table }) => segmentationAccuracy(table),
  },
  ...PRECISIONS,
  {
    key: "mean_ap",
    name: "Mean average precision",
    definition: "mean of ap_0.5, ap_0.55, … ap_0.95",
    unit: "1",
    bounds: [0, 1],
    better: "higher",
    source: STARDIST,
    empty: "NaN if both are empty",
    value: ({ table }) =>
      PERCENTS.reduce((sum, percent) => sum + averagePrecision(table, percent), 0) / PERCENTS.length,
  },
];
