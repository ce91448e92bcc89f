import type { OverlapTable } from "../../overlap/overlap-table.js";
import { type ScoreInputs, type ScoreRow, sharedVoxels } from "./score-row.js";

const SNEMI =
  "SNEMI3D; CREMI, https://github.com/cremi/cremi_python (cremi/evaluation/rand.py), but see the note on CREMI";
const MEILA = "Meilă 2007, DOI 10.1016/j.jmva.2006.11.013; CREMI (cremi/evaluation/voi.py), with voiBackground omit";

/** How the voxels of the reference's foreground divide among its instances and the predictions. */
interface Partition {
  /** Voxels of each reference. */
  readonly references: Float64Array;
  /** Voxels of each prediction within the reference's foreground. */
  readonly predictions: Float64Array;
  /** Voxels of each reference that no prediction has. */
  readonly bare: Float64Array;
  readonly bareSum: number;
  readonly sum: number;
}

function partitionOf(table: OverlapTable): Partition {
  const predictions = new Float64Array(table.prediction.count);
  const bare = Float64Array.from(table.reference.voxels);
  table.pairVoxels.forEach((voxels, pair) => {
    predictions[table.pairPrediction[pair]] += voxels;
    bare[table.pairReference[pair]] -= voxels;
  });
  const sum = table.reference.voxels.reduce((total, voxels) => total + voxels, 0);
  return { references: table.reference.voxels, predictions, bare, bareSum: sum - sharedVoxels(table), sum };
}

/** A set of voxels in one segment of each side, and how large these segments are. */
type Cell = readonly [voxels: number, reference: number, prediction: number];

/** The cells of the reference's foreground, or of the whole grid. Voxels that a side leaves out are one segment of it. */
function* cellsOf({ table, gridVoxels, voiBackground }: ScoreInputs): Generator<Cell> {
  const { references, predictions, bare, bareSum, sum } = partitionOf(table);
  const isWhole = voiBackground === "count";
  const outside = table.prediction.voxels.map((voxels, p) => voxels - predictions[p]);
  const background = gridVoxels - sum;
  const empty = background - outside.reduce((total, voxels) => total + voxels, 0);
  const unpredicted = isWhole ? bareSum + empty : bareSum;
  const segment = (p: number) => (isWhole ? table.prediction.voxels[p] : predictions[p]);
  for (let pair = 0; pair < table.pairVoxels.length; pair++) {
    const [g, p] = [table.pairReference[pair], table.pairPrediction[pair]];
    yield [table.pairVoxels[pair], references[g], segment(p)];
  }
  for (let g = 0; g < bare.length; g++) yield [bare[g], references[g], unpredicted];
  if (!isWhole) return;
  for (let p = 0; p < outside.length; p++) yield [outside[p], background, segment(p)];
  yield [empty, background, unpredicted];
}

/** Σ n log₂(size / n) over all cells, with the size of the side that is given, and Σ n: their quotient is an entropy in bits. */
function entropySums(inputs: ScoreInputs, given: "reference" | "prediction"): readonly [bits: number, voxels: number] {
  let [bits, sum] = [0, 0];
  for (const [voxels, reference, prediction] of cellsOf(inputs)) {
    if (voxels > 0) bits += voxels * Math.log2((given === "reference" ? reference : prediction) / voxels);
    sum += voxels;
  }
  return [bits, sum];
}

/** Pairs of voxels: in one instance on both sides, and on each. Voxels that no prediction has are each alone. */
function voxelPairs({ table }: ScoreInputs): readonly [both: number, reference: number, prediction: number] {
  const { references, predictions, bareSum } = partitionOf(table);
  const squares = (values: Float64Array) => values.reduce((total, n) => total + n * n, 0);
  return [squares(table.pairVoxels) + bareSum, squares(references), squares(predictions) + bareSum];
}

const ENTROPY = { unit: "bits", bounds: [0, Number.POSITIVE_INFINITY], better: "lower", source: MEILA } as const;
const RATIO = { unit: "1", bounds: [0, 1], source: SNEMI } as const;
const noEntropy = "0 if both are empty; NaN with voiBackground omit if the reference is empty";
const noPairs = "NaN if the reference is empty";

/** Scores of how both sides divide the voxels. */
export const PARTITION_SCORES: readonly ScoreRow[] = [
  {
    key: "voi_split",
    name: "Variation of information, split",
    definition:
      "H(prediction given reference) over the grid, or over the reference's foreground (voiBackground omit); voxels that a side leaves out are one segment",
    ...ENTROPY,
    empty: noEntropy,
    from: { sums: (inputs) => entropySums(inputs, "reference"), combine: (sums) => sums[0] / sums[1] },
  },
  {
    key: "voi_merge",
    name: "Variation of information, merge",
    definition: "H(reference given prediction) over the same voxels",
    ...ENTROPY,
    empty: noEntropy,
    from: { sums: (inputs) => entropySums(inputs, "prediction"), combine: (sums) => sums[0] / sums[1] },
  },
  {
    key: "adapted_rand",
    name: "Adapted Rand error",
    definition: "1 − 2 P R / (P + R) of adapted_rand_precision and adapted_rand_recall",
    ...RATIO,
    better: "lower",
    empty: noPairs,
    from: { sums: voxelPairs, combine: (sums) => 1 - (2 * sums[0]) / (sums[1] + sums[2]) },
  },
  {
    key: "adapted_rand_precision",
    name: "Adapted Rand precision",
    definition:
      "ordered pairs of voxels in one reference and one prediction, of those in one prediction, within the reference's foreground; " +
      "a voxel that is not predicted is a segment by itself",
    ...RATIO,
    better: "higher",
    empty: noPairs,
    from: { sums: voxelPairs, combine: (sums) => sums[0] / sums[2] },
  },
  {
    key: "adapted_rand_recall",
    name: "Adapted Rand recall",
    definition: "the same pairs, of those in one reference",
    ...RATIO,
    better: "higher",
    empty: noPairs,
    from: { sums: voxelPairs, combine: (sums) => sums[0] / sums[1] },
  },
];
