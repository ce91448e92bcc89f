import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import type { ArrayVolume } from "../../../src/io/array-source.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import { resolveOptions } from "../../../src/options/resolve.js";
import { fromJson, toJson } from "../../../src/reports/case/json.js";
import { toTable } from "../../../src/reports/case/table.js";
import { bratsSlowly } from "../../oracle/brats-lesions.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { splitmix64 } from "../../support/random.js";
import { drawn, drawnDeep } from "../../support/rows.js";
import { makeVolume, SEEDED } from "../../support/volumes.js";

/** One mask, one voxel of dilation. */
const ONE: EvaluateOptions = { preset: "brats", groups: { lesion: [1] }, lesionDilation: 1, lesionVolume: 0 };

async function bratsOf(reference: ArrayVolume, prediction: ArrayVolume, options: EvaluateOptions = ONE) {
  const { groups } = await evaluate({ reference, prediction }, options);
  const { brats } = groups.lesion;
  if (brats === undefined) throw new Error("The block is missing.");
  return brats;
}

/** Rows of voxels of 0.5 × 1 × 4 mm, 2 mm³ each. */
function narrow(row: string): ArrayVolume {
  return { ...drawnDeep(row), spacing: [0.5, 1, 4] };
}

describe("the example", () => {
  // Voxels          2–5   8–11      18–20         33–34
  const reference = narrow("..1111..1111......111............11...");
  // Voxels           3–5  8–9              26–27    35–36
  const prediction = narrow("...111..11................11.......11.");
  const options = { ...ONE, lesionVolume: 4 };

  it("scores lesions and spurious predictions together", async () => {
    const brats = await bratsOf(reference, prediction, options);
    // 2–5 and 8–11 grow to 1–6 and 7–12, which touch: one lesion of 8 voxels. Both predictions reach it:
    // Dice 2 · (3 + 2) / (8 + 5) = 10/13. In a line the surface is the ends: from 2, 5, 8, 11 to the nearest of 3, 5, 8, 9 it
    // is 1, 0, 0, 2 voxels; sorted 0 0 1 2, and the percentile stands at 0.95 · 3 = 2.85: 1 + 0.85 · (2 − 1) = 1.85 voxels,
    // 0.925 mm. Back it is 1, 0, 0, 1, whose percentile is 1 voxel.
    const merged = { label: 1, components: [1, 2], predictions: [1, 2], volume: 16 };
    expect(brats.lesions[0]).toEqual({
      ...merged,
      dice: expect.closeTo(10 / 13, 12),
      hd95: expect.closeTo(0.925, 12),
    });
    expect(brats.lesions[1]).toEqual({ label: 2, components: [3], predictions: [], volume: 6, dice: 0, hd95: 374 });
    // 33–34 has 4 mm³, which is not more than the threshold; 35–36 reaches what it grows into (32–35) and is excused.
    expect(brats.dropped).toEqual([{ label: 3, components: [4], predictions: [4], volume: 4 }]);
    expect(brats.spurious).toEqual([3]);
    expect(brats).toMatchObject({ n_lesions: 2, tp: 1, fn: 1, fp: 1, n_dropped: 1 });
    // Over two lesions and one spurious prediction.
    expect(brats.lesion_wise_dice).toBeCloseTo((10 / 13 + 0 + 0) / 3, 12);
    expect(brats.lesion_wise_hd95).toBeCloseTo((0.925 + 374 + 374) / 3, 12);
    expect(brats).toMatchObject({ dilation: 1, volume_threshold: 4, dice_penalty: 0, hd95_penalty: 374 });
  });

  it("leaves the rest of the group's result as it is", async () => {
    const { groups } = await evaluate({ reference, prediction }, options);
    expect(groups.lesion).toMatchObject({ n_ref_instances: 4, n_pred_instances: 4, tp: 1, fn: 3, fp: 3 });
  });

  it("stands in the table and in the JSON report", async () => {
    const result = await evaluate({ reference, prediction }, options);
    // (10/13) / 3 = 0.2564; 748.925 / 3 = 249.642.
    expect(toTable(result)).toContain(
      [
        "  BraTS, lesion-wise",
        "    Dice 0.256   HD95 249.64 mm   2 lesions: TP 1, FN 1; FP 1",
        "    components that touch after 1 dilation are one lesion; 1 of at most 4 mm³",
        "    left out; an FN or FP counts Dice 0, HD95 374 mm",
      ].join("\n"),
    );
    expect(fromJson(toJson(result))).toEqual(result);
  });
});

describe("lesions", () => {
  it("stay apart if a voxel is left between them once they have grown", async () => {
    const near = drawnDeep("1..1....");
    const far = drawnDeep("1...1...");
    expect((await bratsOf(near, near)).lesions).toHaveLength(1);
    expect((await bratsOf(far, far)).lesions).toHaveLength(2);
    expect((await bratsOf(far, far, { ...ONE, lesionDilation: 2 })).lesions).toHaveLength(1);
    expect((await bratsOf(near, near, { ...ONE, lesionDilation: 0 })).lesions).toHaveLength(2);
  });

  it("share a prediction that reaches several, each measured against all of it", async () => {
    const brats = await bratsOf(drawnDeep("111.......111"), drawnDeep("1111111111111"));
    // 2 · 3 / (3 + 13)
    expect(brats.lesions.map(({ dice }) => dice)).toEqual([6 / 16, 6 / 16]);
    expect(brats).toMatchObject({ tp: 2, fn: 0, fp: 0, lesion_wise_dice: 6 / 16 });
  });

  it("are found by a prediction next to them, which scores Dice 0 and its distance", async () => {
    const brats = await bratsOf(drawnDeep("..11...."), drawnDeep("....11.."));
    // Distances 2 1 and 1 2 voxels: 1 + 0.95 · (2 − 1).
    expect(brats).toMatchObject({ tp: 1, fn: 0, fp: 0, lesion_wise_dice: 0 });
    expect(brats.lesion_wise_hd95).toBeCloseTo(1.95, 12);
  });

  it("grow into their eight neighbours in 2D, where volumes are areas", async () => {
    const volume = drawn("1....", ".....", ".....", "...1.");
    const brats = await bratsOf(volume, volume);
    expect(brats.lesions).toEqual([{ label: 1, components: [1, 2], predictions: [1, 2], volume: 2, dice: 1, hd95: 0 }]);
  });

  it("are instances that were numbered by hand, too", async () => {
    const volume = drawnDeep("12....3");
    const brats = await bratsOf(volume, volume, { ...ONE, input: "unmatched", groups: { lesion: [1, 2, 3] } });
    expect(brats.lesions.map(({ components }) => components)).toEqual([[1, 2], [3]]);
  });
});

describe("where there is nothing", () => {
  const [empty, two] = [drawnDeep("........."), drawnDeep("11.....11")];

  it.each([
    ["neither side has anything", empty, empty, { lesion_wise_dice: 1, lesion_wise_hd95: 0, tp: 0, fn: 0, fp: 0 }],
    ["there is nothing to find", empty, two, { lesion_wise_dice: 0, lesion_wise_hd95: 374, tp: 0, fn: 0, fp: 2 }],
    ["nothing is found", two, empty, { lesion_wise_dice: 0, lesion_wise_hd95: 374, tp: 0, fn: 2, fp: 0 }],
  ])("%s", async (_name, reference, prediction, expected) => {
    expect(await bratsOf(reference, prediction)).toMatchObject(expected);
  });

  it("counts as perfect if all lesions are too small and predictions near them only", async () => {
    const brats = await bratsOf(two, two, { ...ONE, lesionVolume: 2 });
    expect(brats).toMatchObject({ n_lesions: 0, n_dropped: 2, fp: 0, lesion_wise_dice: 1, lesion_wise_hd95: 0 });
  });
});

describe("the preset", () => {
  it("scores whole tumour, tumour core and enhancing tumour", async () => {
    // Oedema 2 around a core of 1 and 3: WT 12 voxels of 8 mm³ each, TC 8, ET 4.
    const reference = { ...drawnDeep("221111333322"), spacing: [2, 2, 2] };
    const { groups } = await evaluate({ reference, prediction: reference }, { preset: "brats" });
    expect(Object.keys(groups)).toEqual(["WT", "TC", "ET"]);
    expect(groups.WT.brats).toMatchObject({ dilation: 3, volume_threshold: 50, tp: 1, lesion_wise_dice: 1 });
    expect(groups.WT.brats?.lesions.map(({ volume }) => volume)).toEqual([96]);
    expect(groups.TC.brats?.lesions.map(({ volume }) => volume)).toEqual([64]);
    // 32 mm³ do not count.
    expect(groups.ET.brats).toMatchObject({ n_lesions: 0, n_dropped: 1 });
  });

  it("is not needed for the block, nor is there a block without a dilation", async () => {
    const volume = drawnDeep("11..");
    const inputs = { reference: volume, prediction: volume };
    const { groups } = await evaluate(inputs, { lesionDilation: 2 });
    expect(groups.ungrouped.brats).toMatchObject({ dilation: 2, volume_threshold: 0, tp: 1 });
    expect((await evaluate(inputs)).groups.ungrouped).not.toHaveProperty("brats");
    expect(() => resolveOptions({ lesionVolume: 50 })).toThrow(/lesionVolume needs lesionDilation, too/);
  });
});

/** Random blocks of labels 1 to 3, and a prediction that is shifted, thinned out and has additional blocks. */
const arbitraryCase = fc
  .record({
    shape: fc.constantFrom<[number, number, number][]>([14, 9, 6], [9, 9, 9], [24, 5, 4], [20, 12, 1], [1, 12, 15]),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
    blocks: fc.integer({ min: 0, max: 7 }),
    steps: fc.integer({ min: 0, max: 3 }),
    volumeThreshold: fc.constantFrom(0, 2, 6),
  })
  .map(({ shape, seed, blocks, ...rules }) => {
    const random = splitmix64(seed);
    const below = (n: number) => Math.floor(random() * n);
    const drawBlocks = (count: number) =>
      Array.from({ length: count }, () => ({
        corner: shape.map((n) => below(n)),
        size: shape.map(() => 1 + below(3)),
        label: 1 + below(3),
      }));
    const own = drawBlocks(blocks);
    const moved = own
      .filter(() => random() < 0.7)
      .map((block) => ({ ...block, corner: block.corner.map((c) => c + below(2)) }));
    const paint = (list: typeof own): PlainVolume =>
      makeVolume(shape, (...voxel) => {
        const hit = list.find(({ corner, size }) => voxel.every((v, i) => v >= corner[i] && v < corner[i] + size[i]));
        return hit?.label ?? 0;
      });
    return { reference: paint(own), prediction: paint([...moved, ...drawBlocks(below(3))]), ...rules };
  });

describe("the oracle", () => {
  const spacing = [1, 0.5, 2] as const;
  const regions: Readonly<Record<string, readonly number[]>> = { WT: [1, 2, 3], TC: [1, 3], ET: [3] };

  it("agrees on random volumes, region by region", async () => {
    const seen = { tp: 0, fn: 0, fp: 0, n_dropped: 0, merged: 0 };
    await fc.assert(
      fc.asyncProperty(arbitraryCase, async ({ reference, prediction, steps, volumeThreshold }) => {
        const inputs = [reference, prediction].map(({ shape, labels }) => ({
          data: Uint8Array.from(labels),
          shape,
          spacing,
        }));
        const { groups } = await evaluate(
          { reference: inputs[0], prediction: inputs[1] },
          { preset: "brats", lesionDilation: steps, lesionVolume: volumeThreshold },
        );
        for (const [name, labels] of Object.entries(regions)) {
          const masks = [reference, prediction].map((volume) => ({
            ...volume,
            labels: volume.labels.map((label) => Number(labels.includes(label))),
          }));
          const expected = bratsSlowly(masks[0], masks[1], { steps, volumeThreshold, spacing: [...spacing] });
          const { brats } = groups[name];
          expect(brats).toMatchObject({
            ...expected,
            lesion_wise_dice: expect.closeTo(expected.lesion_wise_dice, 10),
            lesion_wise_hd95: expect.closeTo(expected.lesion_wise_hd95, 8),
          });
          for (const key of ["tp", "fn", "fp", "n_dropped"] as const) seen[key] += expected[key];
          seen.merged += brats?.lesions.filter(({ components }) => components.length > 1).length ?? 0;
        }
      }),
      SEEDED,
    );
    // The volumes hold everything that the rules distinguish.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
  });
});
