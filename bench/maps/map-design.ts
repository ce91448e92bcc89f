/** The map that everything about maps is measured on, and what is measured. */
import { makePair } from "../data.js";
import type { Shape } from "../support/paint-shapes.js";
import { seededRandom } from "../support/random.js";

/** Candidates of the tree: a few percent of the voxels. */
export const FLOOR = 0.25;

export const MAP_WORK = {
  sums: "mass and calibration",
  regions: "mass, calibration, table of 100 regions",
  counts: "histograms of keys",
  ranks: "histograms, rank accuracy and five top-p",
  order: "AUROC, average precision, best Dice, specificity, ranks",
  areas: "the same with areas over the threshold, and the curve",
  tree: `component tree of {m ≥ ${FLOOR}}, PQ at every value`,
  label: `components of {m ≥ ${FLOOR}}`,
  whole: "component tree of the whole volume",
  slider: `a threshold of an opened map, at ${FLOOR}, with 200 components`,
  evaluation: "evaluateMap, kind probability, from arrays",
  files: "evaluateMap, kind probability, from .nii.gz",
  cohort: "a cohort of 200 maps, from .nii.gz",
} as const;

export const COHORT_CASES = 200;

export interface BenchMap {
  readonly name: string;
  readonly shape: Shape;
  readonly map: Float32Array;
  readonly reference: Uint8Array<ArrayBuffer>;
  /** 100 boxes. */
  readonly atlas: Uint8Array<ArrayBuffer>;
}

/** Noise, which leaves nothing to be skipped; brighter within 100 lesions. */
export function makeMap(side: number): BenchMap {
  const shape = [side, side, side] as const;
  const pair = { content: "mixed", shape, foreground: 0.01, instances: side < 100 ? 10 : 100, classes: 1 } as const;
  const reference = Uint8Array.from(makePair(pair).reference, (label) => Number(label > 0));
  const random = seededRandom(18);
  const map = Float32Array.from(reference, (label) => (label === 1 ? 0.2 + 0.8 * random() : 0.26 * random()));
  const atlas = Uint8Array.from(reference, (_, i) => {
    const [x, y, z] = [i % side, Math.floor(i / side) % side, Math.floor(i / side ** 2)];
    const [a, b, c] = [(5 * x) / side, (5 * y) / side, (4 * z) / side].map(Math.floor);
    return 1 + a + 5 * b + 25 * c;
  });
  return { name: `${side}³ float32 noise, 1 % foreground`, shape, map, reference, atlas };
}
