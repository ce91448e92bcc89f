import { describe, expect, it } from "vitest";
import { type MetricKey, segmentationQualityKey } from "../../../src/metrics/registry.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import { pairMetrics } from "../../oracle/pair-metrics.js";
import { evaluateLabels } from "../../support/evaluate-labels.js";
import { randomMask } from "../../support/masks.js";

/**
 * ```
 * y 0   A A A . .        reference A, 3 × 2 voxels: x 0 … 2, y 0 … 1
 * y 1   A A C B .        prediction: A's voxel C = (2, 1), and B = (3, 1), (2, 2), (3, 2)
 * y 2   . . B B .
 * ```
 * Every voxel is surface: none has four foreground neighbours.
 */
const SMALL = {
  shape: [5, 3],
  spacing: [1, 2],
  // biome-ignore format: rows as drawn
  reference: [
    1, 1, 1, 0, 0,
    1, 1, 1, 0, 0,
    0, 0, 0, 0, 0,
  ],
  // biome-ignore format: rows as drawn
  prediction: [
    0, 0, 0, 0, 0,
    0, 0, 1, 1, 0,
    0, 0, 1, 1, 0,
  ],
};

/*
 * In mm, x · 1 and y · 2. From the reference to the prediction's nearest voxel:
 *   (0,0) → (2,1): √(4+4) = √8     (1,0) → (2,1): √(1+4) = √5     (2,0) → (2,1): 2
 *   (0,1) → (2,1): 2               (1,1) → (2,1): 1               (2,1): 0
 * From the prediction to the reference:
 *   (2,1): 0     (3,1) → (2,1): 1     (2,2) → (2,1): 2     (3,2) → (2,1): √(1+4) = √5
 */
const SUM_FROM_REFERENCE = Math.sqrt(8) + Math.sqrt(5) + 2 + 2 + 1 + 0;
const SUM_FROM_PREDICTION = 0 + 1 + 2 + Math.sqrt(5);

async function metricValue(key: MetricKey, options: EvaluateOptions = {}): Promise<number> {
  const { reference_instances } = await evaluateLabels(SMALL, {
    input: "unmatched",
    threshold: 0,
    metrics: [key],
    ...options,
  });
  return reference_instances[0][segmentationQualityKey(key) as "sq"] ?? Number.NEGATIVE_INFINITY;
}

describe("by hand, on ten voxels", () => {
  it.each([
    // |A| = 6, |B| = 4, |A ∩ B| = 1
    ["iou", 1 / 9],
    ["dsc", 2 / 10],
    ["rvd", (4 - 6) / 6],
    ["rvae", 2 / 6],
    // Centres (1, 0.5) and (2.5, 1.5): 1.5 voxels of 1 mm and 1 of 2 mm.
    ["cedi", Math.sqrt(1.5 ** 2 + 2 ** 2)],
    ["assd", (SUM_FROM_REFERENCE + SUM_FROM_PREDICTION) / 10],
    ["masd", (SUM_FROM_REFERENCE / 6 + SUM_FROM_PREDICTION / 4) / 2],
    ["hd", Math.sqrt(8)],
    // One voxel is in both surfaces of 6 and 4.
    ["boundaryIou", 1 / 9],
  ] as const)("%s", async (key, expected) => {
    expect(await metricValue(key)).toBeCloseTo(expected, 14);
  });

  it("hd95 pooled: between the two largest of ten distances", async () => {
    // 0 0 1 1 2 2 2 √5 √5 √8: position 0.95 · 9 = 8.55, so 0.55 of the way from √5 to √8.
    const expected = Math.sqrt(5) + 0.55 * (Math.sqrt(8) - Math.sqrt(5));
    expect(await metricValue("hd95")).toBeCloseTo(expected, 14);
  });

  it("hd95 directed: the larger of two percentiles", async () => {
    // Of 0 1 2 2 √5 √8: position 0.95 · 5 = 4.75. Of 0 1 2 √5: 0.95 · 3 = 2.85, which is less.
    const expected = Math.sqrt(5) + 0.75 * (Math.sqrt(8) - Math.sqrt(5));
    expect(2 + 0.85 * (Math.sqrt(5) - 2)).toBeLessThan(expected);
    expect(await metricValue("hd95", { hd95: "directed" })).toBeCloseTo(expected, 14);
  });

  it.each([
    // Within 1 mm (the smallest spacing, the default): of the reference (1,1) and (2,1), of the prediction (2,1) and (3,1).
    [undefined, 4 / 10, (2 / 6 + 2 / 4) / 2],
    [0, 2 / 10, (1 / 6 + 1 / 4) / 2],
    [0.999, 2 / 10, (1 / 6 + 1 / 4) / 2],
    [1, 4 / 10, (2 / 6 + 2 / 4) / 2],
    [2, 7 / 10, (4 / 6 + 3 / 4) / 2],
    // A root: the tolerance is the distance itself.
    [Math.sqrt(5), 9 / 10, (5 / 6 + 4 / 4) / 2],
    [3, 1, 1],
  ])("nsd with a tolerance of %s mm", async (nsdTolerance, pooled, directed) => {
    expect(await metricValue("nsd", { nsdTolerance })).toBeCloseTo(pooled, 14);
    expect(await metricValue("nsd", { nsdTolerance, nsd: "directed" })).toBeCloseTo(directed, 14);
  });
});

describe("centreline Dice by hand", () => {
  it("of two crossing lines, which are their own skeletons", async () => {
    // A row of 7 and a column of 5 that share their crossing: 1/7 of one skeleton lies in the other mask, and 1/5.
    const at = (x: number, y: number) => [y === 2 && x < 7, x === 3];
    const cells = Array.from({ length: 45 }, (_, i) => at(i % 9, Math.floor(i / 9)));
    const { reference_instances } = await evaluateLabels(
      {
        shape: [9, 5],
        spacing: [1, 1],
        reference: cells.map(([row]) => Number(row)),
        prediction: cells.map(([, column]) => Number(column)),
      },
      { input: "unmatched", threshold: 0, metrics: ["cldsc"] },
    );
    const [sensitivity, precision] = [1 / 7, 1 / 5];
    expect(reference_instances[0].sq_cldsc).toBeCloseTo((2 * sensitivity * precision) / (sensitivity + precision), 14);
  });

  it("is 1 for a 2 × 2 × 2 cube and itself, but NaN where thinning deletes it whole as scikit-image does", async () => {
    const cube = Array.from({ length: 64 }, (_, i) =>
      Number([i % 4, Math.floor(i / 4) % 4, Math.floor(i / 16)].every((v) => v === 1 || v === 2)),
    );
    const pair = { shape: [4, 4, 4], spacing: [1, 1, 1], reference: cube, prediction: cube };
    const options = { input: "unmatched", metrics: ["cldsc"] } as const;
    const usual = await evaluateLabels(pair, options);
    expect([usual.sq_cldsc, usual.pq_cldsc, usual.sq_cldsc_n]).toEqual([1, 1, undefined]);
    const asPeers = await evaluateLabels(pair, { ...options, thinning: "scikit-image" });
    expect(asPeers.reference_instances[0].sq_cldsc).toBeNaN();
    // The mean over none, and PQ and SQ by IoU although only cldsc was asked for.
    expect([asPeers.sq_cldsc, asPeers.sq_cldsc_n, asPeers.sq, asPeers.pq]).toEqual([Number.NaN, 0, 1, 1]);
  });
});

describe("centreline Dice of what is one voxel thick in x", () => {
  it("is that of the volume, not of a slice: Lee's thinning peels it along x too", async () => {
    // Plates of 1 × 7 × 8 voxels with holes, in a volume three voxels wide; the oracle thins the whole volume.
    const shape = [3, 7, 8] as const;
    for (let seed = 0; seed < 40; seed++) {
      const plate = (density: number) => randomMask(shape, density, seed).map((value, i) => (i % 3 === 1 ? value : 0));
      const [reference, prediction] = [plate(0.8), plate(0.9)];
      const { reference_instances } = await evaluateLabels(
        { shape, spacing: [1, 1, 1], reference, prediction },
        { input: "unmatched", threshold: 0, metrics: ["cldsc"] },
      );
      const expected = pairMetrics(reference, prediction, shape, [1, 1, 1], 1);
      expect(reference_instances[0].sq_cldsc).toBeCloseTo(expected.cldsc, 14);
    }
  });
});

describe("a tolerance", () => {
  it("includes a distance that rounding put above it", async () => {
    // Bars of x = 0 … 5 and 3 … 8: 0, 1, 2 are 3, 2, 1 voxels away, as are 8, 7, 6. 3 · 0.1 is 0.30000000000000004.
    const bar = (from: number) => Array.from({ length: 9 }, (_, x) => Number(x >= from && x < from + 6));
    const pair = { shape: [9, 1, 1], spacing: [0.1, 1, 1], reference: bar(0), prediction: bar(3) };
    const { reference_instances } = await evaluateLabels(pair, {
      input: "unmatched",
      threshold: 0,
      metrics: ["nsd"],
      nsdTolerance: 0.3,
    });
    expect(reference_instances[0].sq_nsd).toBe(1);
  });
});
