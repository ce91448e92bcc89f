import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withEngine } from "../../../bindings/pool/engine-pool.js";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { METRIC_KEYS } from "../../../src/metrics/registry.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import type { GroupResult } from "../../../src/results/result-types.js";
import { labelComponents } from "../../oracle/label-components.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { pairMetrics } from "../../oracle/pair-metrics.js";
import { clippedPairs } from "../../oracle/regions.js";
import { evaluateLabels, type LabelPair } from "../../support/evaluate-labels.js";
import { expectClose } from "../../support/expect-close.js";
import { splitmix64 } from "../../support/random.js";
import { SEEDED } from "../../support/volumes.js";

type Triple = readonly [number, number, number];

/** Spacings and the weights that they stand for, found by hand: squares times 1, 1, 100, 4. */
const GRIDS: readonly (readonly [spacing: Triple, weights: Triple])[] = [
  [
    [1, 1, 1],
    [1, 1, 1],
  ],
  [
    [1, 1, 2],
    [1, 1, 4],
  ],
  [
    [0.8, 0.8, 1.5],
    [64, 64, 225],
  ],
  [
    [1.5, 0.5, 1],
    [9, 1, 4],
  ],
];

const STRATEGIES = ["one-to-one", "many-to-one", "one-to-many", "many-to-many", "greedy", "merge", "union"] as const;

interface Scene extends LabelPair {
  readonly shape: Triple;
  readonly weights: Triple;
}

/** Sparse references, so that there are ties and wide regions, and predictions that reach across borders. */
const arbitraryScene: fc.Arbitrary<Scene> = fc
  .record({
    shape: fc.constantFrom<Triple[]>([7, 6, 5], [12, 4, 3], [3, 3, 9], [9, 9, 1]),
    grid: fc.constantFrom(...GRIDS),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
    boxes: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ shape, grid: [spacing, weights], seed, boxes }) => {
    const random = splitmix64(seed);
    const [nx, ny, nz] = shape;
    const paint = (count: number, largest: number) => {
      const out = new Array<number>(nx * ny * nz).fill(0);
      for (let i = 0; i < count; i++) {
        // Labels leave gaps.
        const label = 1 + Math.floor(random() * 3) * 3;
        const low = shape.map((n) => Math.floor(random() * n));
        const high = low.map((v, axis) => Math.min(shape[axis], v + 1 + Math.floor(random() * largest)));
        for (let z = low[2]; z < high[2]; z++)
          for (let y = low[1]; y < high[1]; y++)
            for (let x = low[0]; x < high[0]; x++) out[x + nx * (y + ny * z)] = label;
      }
      return out;
    };
    return { shape, spacing, weights, reference: paint(boxes, 3), prediction: paint(boxes + 1, 5) };
  });

/** A row without the parts that regions leave out. */
function withoutInstances({ reference_instances, predicted_instances, matches, taxonomy, ...row }: GroupResult) {
  return row;
}

/** Regions are what evaluating each clipped pair on its own gives, in every count, quality and metric. */
async function compare(scene: Scene, options: EvaluateOptions): Promise<number> {
  const whole = await evaluateLabels(scene, { ...options, regions: true });
  const labels = Array.from(scene.reference);
  const instances: PlainVolume = {
    shape: scene.shape,
    labels: options.input === "semantic" ? labelComponents({ shape: scene.shape, labels }, 26) : labels,
  };
  const weights = options.regionSpace === "voxel" ? ([1, 1, 1] as const) : scene.weights;
  const expected = [];
  for (const { label, pair } of clippedPairs(scene, instances, weights)) {
    expected.push({ ...withoutInstances(await evaluateLabels(pair, options)), label });
  }
  expect(whole.regions).toEqual(expected);
  expect(whole.n_regions).toBe(expected.length);
  for (const key of METRIC_KEYS) {
    const values = expected.map((row) => row[`global_bin_${key}`] ?? Number.NaN);
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(whole[`region_avg_${key}`], key).toEqual(average);
  }
  return expected.length;
}

describe.each(STRATEGIES)("regions under %s", (strategy) => {
  it.each(["semantic", "unmatched", "matched"] as const)(
    "are the clipped volumes, evaluated: %s input",
    async (input) => {
      let regions = 0;
      await fc.assert(
        fc.asyncProperty(
          arbitraryScene,
          fc.constantFrom("mm" as const, "voxel" as const),
          async (scene, regionSpace) => {
            regions += await compare(scene, {
              input,
              strategy,
              regionSpace,
              threshold: 0.2,
              metrics: METRIC_KEYS,
              globalMetrics: METRIC_KEYS,
            });
          },
        ),
        { ...SEEDED, numRuns: 25 },
      );
      expect(regions).toBeGreaterThan(30);
    },
  );
});

describe("a region's global metrics", () => {
  it("equal their definitions on what lies nearest, ties to the smaller label", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryScene, async (scene) => {
        const options = { input: "unmatched", globalMetrics: METRIC_KEYS, regions: true } as const;
        const { regions = [] } = await evaluateLabels(scene, options);
        const instances = { shape: scene.shape, labels: Array.from(scene.reference) };
        clippedPairs(scene, instances, scene.weights).forEach(({ label, pair }, i) => {
          expect(regions[i].label).toBe(label);
          const [a, b] = [pair.reference, pair.prediction].map((labels) =>
            Uint8Array.from(labels, (value) => Number(value !== 0)),
          );
          if (!a.some((value, voxel) => value && b[voxel])) return;
          const expected = pairMetrics(a, b, scene.shape, scene.spacing, Math.min(...scene.spacing));
          for (const key of METRIC_KEYS) expectClose(regions[i][`global_bin_${key}`], expected[key], key);
        });
      }),
      { ...SEEDED, numRuns: 60 },
    );
  });

  it("a voxel midway belongs to the smaller label, wherever that one lies", async () => {
    // Five voxels in a row; the middle one is predicted and two voxels from either reference.
    for (const reference of [
      [1, 0, 0, 0, 2],
      [2, 0, 0, 0, 1],
    ]) {
      const pair = { shape: [5, 1, 1], spacing: [1, 1, 1], reference, prediction: [0, 0, 7, 0, 0] };
      const { regions } = await evaluateLabels(pair, { input: "unmatched", regions: true });
      expect(regions?.map(({ label, n_pred_instances }) => [label, n_pred_instances])).toEqual([
        [1, 1],
        [2, 0],
      ]);
    }
  });
});

describe("groups", () => {
  it("each have regions of the group's references, cut from the group's predictions", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryScene, async (scene) => {
        const volumeOf = (labels: ArrayLike<number>) => ({ ...scene, data: Uint16Array.from(labels) });
        const inputs = { reference: volumeOf(scene.reference), prediction: volumeOf(scene.prediction) };
        const options = { input: "unmatched", globalMetrics: METRIC_KEYS, regions: true } as const;
        const { groups } = await evaluate(inputs, { ...options, groups: { few: [1], rest: [4, 7] } });
        for (const [name, labels] of [
          ["few", [1]],
          ["rest", [4, 7]],
        ] as const) {
          const only = (values: ArrayLike<number>) =>
            Array.from(values, (value) => (labels.some((label) => label === value) ? value : 0));
          const alone = { ...scene, reference: only(scene.reference), prediction: only(scene.prediction) };
          expect(groups[name].regions).toEqual((await evaluateLabels(alone, options)).regions);
        }
      }),
      { ...SEEDED, numRuns: 40 },
    );
  });
});

describe("averages over regions", () => {
  const options = { input: "unmatched", globalMetrics: METRIC_KEYS, regions: true } as const;
  const row = (reference: number[], prediction: number[]) => ({
    shape: [reference.length, 1, 1],
    spacing: [1, 1, 1],
    reference,
    prediction,
  });

  // panoptica gives 0.0, the best value, for ASSD.
  it("are infinitely far and share nothing where the prediction is empty", async () => {
    const result = await evaluateLabels(row([1, 1, 0, 2, 2], [0, 0, 0, 0, 0]), options);
    expect(result.n_regions).toBe(2);
    expect(result.region_avg_assd).toBe(Number.POSITIVE_INFINITY);
    expect(result.region_avg_hd95).toBe(Number.POSITIVE_INFINITY);
    expect(result.region_avg_dsc).toBe(0);
    expect(result.region_avg_nsd).toBe(0);
    expect(result.region_avg_rvd).toBeNaN();
  });

  // panoptica gives NaN: it looks for the missing labels' regions too.
  it("are taken over the references that exist where labels leave gaps", async () => {
    const result = await evaluateLabels(row([3, 3, 0, 9, 9, 0, 200], [1, 0, 0, 1, 1, 0, 1]), options);
    expect(result.regions?.map(({ label }) => label)).toEqual([3, 9, 200]);
    // Dice of the regions: 2·1/(2+1), 1, 1.
    expect(result.region_avg_dsc).toBeCloseTo((2 / 3 + 1 + 1) / 3, 14);
    // ASSD of the first region, pooled: 0 and 1 from the reference, 0 from the prediction.
    expect(result.region_avg_assd).toBeCloseTo(((0 + 1 + 0) / 3 + 0 + 0) / 3, 14);
  });

  it("are taken over nothing, hence NaN, without a reference", async () => {
    const result = await evaluateLabels(row([0, 0, 0], [1, 0, 2]), options);
    expect(result.n_regions).toBe(0);
    expect(result.regions).toEqual([]);
    for (const key of METRIC_KEYS) expect(result[`region_avg_${key}`], key).toBeNaN();
  });
});

it("a thousand regions in 64³ take little memory", async () => {
  const n = 64;
  const random = splitmix64(7);
  const paint = (shift: number) => {
    const labels = new Uint32Array(n ** 3);
    for (let i = 0; i < 1000; i++) {
      const [x, y, z] = [i % 10, Math.floor(i / 10) % 10, Math.floor(i / 100)].map((v) => 6 * v + shift);
      const size = 2 + Math.floor(random() * 3);
      for (let dz = 0; dz < size; dz++)
        for (let dy = 0; dy < size; dy++)
          labels.fill(i + 1, x + n * (y + dy + n * (z + dz)), x + size + n * (y + dy + n * (z + dz)));
    }
    return labels;
  };
  const pair = { shape: [n, n, n], spacing: [1, 1, 1], reference: paint(0), prediction: paint(1) };
  const result = await evaluateLabels(pair, {
    input: "unmatched",
    regions: true,
    metrics: METRIC_KEYS,
    globalMetrics: METRIC_KEYS,
  });
  expect(result.n_regions).toBe(1000);
  // The engine that served it is the idle one; panoptica needs 13 GB for as many regions in 128³.
  const highWater = await withEngine(undefined, async ({ arena }) => arena.highWater);
  expect(highWater).toBeGreaterThan(n ** 3);
  expect(highWater).toBeLessThan(16 * n ** 3);
});
