import type { EvaluateInputs } from "../../src/evaluation/open-inputs.js";
import { encodeNifti } from "../../src/io/nifti/write-nifti.js";
import type { EvaluateOptions } from "../../src/options/registry.js";
import { splitmix64 } from "./random.js";

/** Options that differ in one option, under which a result must differ. */
export interface OptionExample {
  readonly pair?: EvaluateInputs;
  readonly base?: EvaluateOptions;
  readonly changed: EvaluateOptions;
}

const SHAPE = [16, 12, 6] as const;

/** Boxes of labels 1 to 4, some of which touch; the prediction moves, divides and loses some. */
function boxes(seed: number, count: number): Uint8Array {
  const random = splitmix64(seed);
  const whole = (below: number) => Math.floor(random() * below);
  const data = new Uint8Array(SHAPE[0] * SHAPE[1] * SHAPE[2]);
  for (let i = 0; i < count; i++) {
    const label = 1 + whole(4);
    const [x, y, z] = [whole(13), whole(9), whole(4)];
    const [a, b, c] = [1 + whole(3), 1 + whole(3), 1 + whole(2)];
    for (let k = z; k < z + c; k++)
      for (let j = y; j < y + b; j++) data.fill(label, x + 16 * (j + 12 * k), x + a + 16 * (j + 12 * k));
  }
  return data;
}

export const USUAL_PAIR: EvaluateInputs = (() => {
  const reference = boxes(3, 40);
  const other = boxes(8, 14);
  const prediction = reference.map((label, i) => (other[i] > 0 ? other[i] : (reference[i - 1] ?? label)));
  const grid = { shape: SHAPE, spacing: [1, 1, 2.5] };
  return { reference: { ...grid, data: reference }, prediction: { ...grid, data: prediction } };
})();

function line(reference: readonly number[], prediction: readonly number[], spacings = [1, 1]): EvaluateInputs {
  const volume = (data: readonly number[], spacing: number) => ({
    shape: [data.length, 1],
    spacing: [spacing, spacing],
    data: Uint8Array.from(data),
  });
  return { reference: volume(reference, spacings[0]), prediction: volume(prediction, spacings[1]) };
}

/** A cube of 2 × 2 × 2 and a line of four voxels, compared with themselves. */
const CUBES: EvaluateInputs = (() => {
  const data = new Uint8Array(8 * 3 * 2);
  for (const i of [0, 1, 8, 9, 24, 25, 32, 33, 4, 5, 6, 7]) data[i] = 1;
  const volume = { shape: [8, 3, 2], data };
  return { reference: volume, prediction: volume };
})();

/** For each option, a choice that must change the result. */
export const OPTION_EXAMPLES: Readonly<Record<keyof EvaluateOptions, OptionExample>> = {
  preset: { changed: { preset: "panoptica" } },
  input: { changed: { input: "unmatched" } },
  groups: { changed: { groups: "each" } },
  connectivity: { changed: { connectivity: "faces" } },
  touchingLabels: { changed: { touchingLabels: "merge" } },
  ignoreLabel: { changed: { ignoreLabel: 2 } },
  // Void (9) divides the prediction unless its instances are found first.
  ignoreRule: {
    pair: line([1, 1, 9, 0, 0], [1, 1, 1, 1, 0]),
    base: { ignoreLabel: 9 },
    changed: { ignoreRule: "cut" },
  },
  strictLabels: { base: { groups: { a: [1] } }, changed: { strictLabels: true } },
  geometryTolerance: { pair: line([1, 1, 1, 1], [1, 1, 1, 1], [1, 1.1]), changed: { geometryTolerance: 0.5 } },
  roundLabels: {
    pair: {
      reference: { shape: [2, 1], data: Float32Array.of(0.75, 0) },
      prediction: { shape: [2, 1], data: Uint8Array.of(1, 0) },
    },
    changed: { roundLabels: true },
  },
  maximumVoxels: {
    pair: {
      reference: { file: encodeNifti({ shape: [2, 2, 2], spacing: [1, 1, 1], data: new Uint8Array(8).fill(1) }) },
      prediction: { file: encodeNifti({ shape: [2, 2, 2], spacing: [1, 1, 1], data: new Uint8Array(8).fill(1) }) },
    },
    changed: { maximumVoxels: 7 },
  },
  ignoreGeometry: { pair: line([1, 1], [1, 1], [1, 2]), changed: { ignoreGeometry: ["spacing"] } },
  strategy: { base: { threshold: 0.2 }, changed: { strategy: "many-to-one" } },
  allowManyToOne: { base: { strategy: "greedy", threshold: 0 }, changed: { allowManyToOne: true } },
  // IoU 6/8 and two pairs of 1/8 and 1/3: the best sum is one pair, the most pairs are two.
  objective: {
    pair: line([1, 1, 1, 1, 1, 1, 1, 2, 0, 0], [2, 1, 1, 1, 1, 1, 1, 1, 0, 0]),
    base: { input: "unmatched", threshold: 0 },
    changed: { objective: "count" },
  },
  matchingMetric: { changed: { matchingMetric: "ior" } },
  threshold: { changed: { threshold: 0.1 } },
  // IoU is 2/4, the threshold.
  thresholdRule: { pair: line([1, 1, 1, 1], [1, 1, 0, 0]), changed: { thresholdRule: "inclusive" } },
  decisionMetric: {
    base: { threshold: 0.1, decisionMetric: "iou", decisionThreshold: 0.6 },
    changed: { decisionMetric: "dsc" },
  },
  decisionThreshold: {
    base: { threshold: 0.1, decisionMetric: "iou", decisionThreshold: 0.6 },
    changed: { decisionThreshold: 0.2 },
  },
  matchWithoutOverlap: {
    pair: line([1, 1, 0, 0], [0, 0, 1, 1]),
    base: { input: "matched" },
    changed: { matchWithoutOverlap: true },
  },
  partScore: {
    base: { groups: { a: { thing: 1, parts: [2, 3] } }, threshold: 0.1 },
    changed: { partScore: "panoptica" },
  },
  minVolume: { changed: { minVolume: 30 } },
  minVoxels: { changed: { minVoxels: 5 } },
  metrics: { changed: { metrics: ["iou", "hd"] } },
  globalMetrics: { changed: { globalMetrics: ["hd"] } },
  scores: { changed: { scores: ["volume_similarity"] } },
  voiBackground: { base: { scores: ["voi_split"] }, changed: { voiBackground: "omit" } },
  decisionRule: {
    pair: line([1, 1, 1, 1], [1, 1, 1, 0]),
    base: { threshold: 0.1, decisionMetric: "iou", decisionThreshold: 0.75 },
    changed: { decisionRule: "inclusive" },
  },
  matchingSpace: {
    base: { input: "unmatched", matchingMetric: "hd", threshold: 6 },
    changed: { matchingSpace: "voxel" },
  },
  assd: { base: { globalMetrics: ["assd"] }, changed: { assd: "directed" } },
  // Lee's thinning deletes a cube of 2 × 2 × 2 whole as scikit-image does it.
  thinning: { pair: CUBES, base: { metrics: ["cldsc"] }, changed: { thinning: "scikit-image" } },
  undefinedInMeans: {
    pair: CUBES,
    base: { metrics: ["cldsc"], thinning: "scikit-image" },
    changed: { undefinedInMeans: "propagate" },
  },
  disjointForegrounds: {
    pair: line([1, 1, 0, 0, 0], [0, 0, 0, 1, 1]),
    base: { globalMetrics: ["hd"] },
    changed: { disjointForegrounds: "edge-case" },
  },
  hd95: { base: { globalMetrics: ["hd95"] }, changed: { hd95: "directed" } },
  nsd: { base: { globalMetrics: ["nsd"] }, changed: { nsd: "directed" } },
  nsdTolerance: { base: { globalMetrics: ["nsd"] }, changed: { nsdTolerance: 0.5 } },
  globalSpace: { base: { globalMetrics: ["hd"] }, changed: { globalSpace: "voxel" } },
  regions: { changed: { regions: true } },
  regionSpace: { base: { regions: true }, changed: { regionSpace: "voxel" } },
  edgeCases: { base: { threshold: 1 }, changed: { edgeCases: { dsc: { noMatch: 0.5 } } } },
  autc: { changed: { autc: "exact" } },
  autcDecision: {
    base: { autc: "exact", decisionMetric: "iou", decisionThreshold: 0.6 },
    changed: { autcDecision: "moving" },
  },
  taxonomy: { changed: { taxonomy: false } },
  explain: { changed: { explain: true } },
  volumeBins: { changed: { volumeBins: [20] } },
  lesionDilation: { changed: { lesionDilation: 1 } },
  lesionVolume: { base: { lesionDilation: 1 }, changed: { lesionVolume: 40 } },
  notes: { changed: { notes: ["Protocol 3 of the study"] } },
};
