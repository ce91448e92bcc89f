import type { OverlapTable } from "../../overlap/overlap-table.js";
import { type ScoreInputs, type ScoreRow, sharedVoxels } from "./score-row.js";

const SNEMI = "SNEMI3D and CREMI, https://github.com/cremi/cremi_python (cremi/evaluation)";
const MEILA = "Meilă 2007, DOI 10.1016/j.jmva.2006.11.013; CREMI";

/** How the voxels of the reference divide among its instances and the predictions. */
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

/**
 * Σ n log₂(whole / n) / N over all cells of the partition, in bits: the entropy that is left once the parts are known of
 * which `whole` is the size. Voxels that no prediction has are one part.
 */
function conditionalEntropy(table: OverlapTable, given: "reference" | "prediction"): number {
  const { references, predictions, bare, bareSum, sum } = partitionOf(table);
  const term = (n: number, whole: number) => (n === 0 ? 0 : n * Math.log2(whole / n));
  let total = 0;
  table.pairVoxels.forEach((n, pair) => {
    const whole =
      given === "reference" ? references[table.pairReference[pair]] : predictions[table.pairPrediction[pair]];
    total += term(n, whole);
  });
  bare.forEach((n, g) => {
    total += term(n, given === "reference" ? references[g] : bareSum);
  });
  return total / sum;
}

/** Pairs of voxels: in one instance on both sides, and on each. Voxels that no prediction has are each alone. */
function voxelPairs({ table }: ScoreInputs): { both: number; reference: number; prediction: number } {
  const { references, predictions, bareSum } = partitionOf(table);
  const squares = (values: Float64Array) => values.reduce((total, n) => total + n * n, 0);
  return {
    both: squares(table.pairVoxels) + bareSum,
    reference: squares(references),
    prediction: squares(predictions) + bareSum,
  };
}

const ENTROPY = { unit: "bits", bounds: [0, Number.POSITIVE_INFINITY], better: "lower", source: MEILA } as const;
const RATIO = { unit: "1", bounds: [0, 1], source: SNEMI } as const;
const empty = "NaN if the reference is empty";

/** Scores of how the reference's foreground is divided. */
export const PARTITION_SCORES: readonly ScoreRow[] = [
  {
    key: "voi_split",
    name: "Variation of information, split",
    definition: "H(prediction given reference) over the reference's foreground; what is not predicted is one segment",
    ...ENTROPY,
    empty,
    value: ({ table }) => conditionalEntropy(table, "reference"),
  },
  {
    key: "voi_merge",
    name: "Variation of information, merge",
    definition: "H(reference given prediction) over the reference's foreground; what is not predicted is one segment",
    ...ENTROPY,
    empty,
    value: ({ table }) => conditionalEntropy(table, "prediction"),
  },
  {
    key: "adapted_rand",
    name: "Adapted Rand error",
    definition: "1 − 2 P R / (P + R) of adapted_rand_precision and adapted_rand_recall",
    ...RATIO,
    better: "lower",
    empty,
    value: (inputs) => {
      const { both, reference, prediction } = voxelPairs(inputs);
      return 1 - (2 * both) / (reference + prediction);
    },
  },
  {
    key: "adapted_rand_precision",
    name: "Adapted Rand precision",
    definition:
      "ordered pairs of voxels in one reference and one prediction, of those in one prediction, within the reference's foreground; " +
      "a voxel that is not predicted is a segment by itself",
    ...RATIO,
    better: "higher",
    empty,
    value: (inputs) => {
      const { both, prediction } = voxelPairs(inputs);
      return both / prediction;
    },
  },
  {
    key: "adapted_rand_recall",
    name: "Adapted Rand recall",
    definition: "the same pairs, of those in one reference",
    ...RATIO,
    better: "higher",
    empty,
    value: (inputs) => {
      const { both, reference } = voxelPairs(inputs);
      return both / reference;
    },
  },
];
