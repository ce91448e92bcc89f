import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import type { MetricKey } from "../../../src/metrics/registry.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import { expectClose } from "../../support/expect-close.js";
import { goldenVolume } from "../../support/golden.js";
import { splitmix64 } from "../../support/random.js";
import { SEEDED } from "../../support/volumes.js";

const METRICS: readonly MetricKey[] = ["iou", "assd", "hd", "hd95", "nsd", "cldsc", "boundaryIou"];

/** Qualities and counts, which no axis of one voxel may change. */
async function scores(
  shape: readonly number[],
  spacing: readonly number[],
  masks: readonly Uint8Array[],
  options: EvaluateOptions = {},
) {
  const [reference, prediction] = masks.map((data) => ({ shape, spacing, data }));
  const { groups, options: chosen } = await evaluate(
    { reference, prediction },
    { threshold: 0.1, metrics: METRICS, globalMetrics: METRICS, ...options },
  );
  const kept = Object.entries(groups.ungrouped).filter(
    ([key, value]) => typeof value === "number" && !key.includes("volume"),
  );
  return { connectivity: chosen.connectivity, ...Object.fromEntries(kept) };
}

describe("a slice", () => {
  it("is measured as the 2D volume that it is, across whichever axis it lies", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.constantFrom([7, 9], [70, 5], [3, 66], [12, 1], [1, 12]),
        async (seed, [nx, ny]) => {
          const random = splitmix64(seed);
          const blob = () =>
            Uint8Array.from({ length: nx * ny }, (_, i) =>
              Number(random() < (Math.floor(i / 3) % 2 === 0 ? 0.8 : 0.2)),
            );
          const masks = [blob(), blob()];
          const [sx, sy, thick] = [0.5, 0.75, 0.25];
          const flat = await scores([nx, ny], [sx, sy], masks);
          // x and y keep their order, so that the linear index is the same.
          for (const [shape, spacing] of [
            [
              [nx, ny, 1],
              [sx, sy, thick],
            ],
            [
              [nx, 1, ny],
              [sx, thick, sy],
            ],
            [
              [1, nx, ny],
              [thick, sx, sy],
            ],
          ]) {
            expect(await scores(shape, spacing, masks)).toEqual(flat);
          }
        },
      ),
      { ...SEEDED, numRuns: 60 },
    );
  });

  it("has an outline, not faces above and below (25 voxels around 9, by hand)", async () => {
    const at = (i: number) => [i % 5, Math.floor(i / 5)];
    const reference = new Uint8Array(25).fill(1);
    const prediction = reference.map((_, i) => Number(at(i).every((place) => place >= 1 && place <= 3)));
    const found = await scores([1, 5, 5], [1, 1, 1], [reference, prediction]);
    // Outlines of 16 and 8 voxels; the 4 corners of the larger are farther than 1 mm from the smaller. With faces it would be
    // all 25 and 9 voxels, and 30 of 34.
    expect(found).toMatchObject({ global_bin_nsd: 20 / 24, sq_nsd: 20 / 24 });
  });

  // Recomputed by SciPy and scikit-image from the 2D images: outlines by 4-neighbours, thinning by Zhang and Suen. Lee's thinning and
  // faces above and below give 0.835, 1.335, 9.370 and 0.615.
  it("of 24 blobs is measured as SciPy and scikit-image measure its image", async () => {
    const [reference, prediction] = await Promise.all(
      ["reference", "prediction"].map((side) => goldenVolume(`synthetic/degenerate_1xNxM/${side}.nii.gz`)),
    );
    const options: EvaluateOptions = {
      input: "unmatched",
      regions: true,
      assd: "directed",
      metrics: ["dsc", "nsd", "cldsc"],
      globalMetrics: ["nsd", "assd", "hd95", "cldsc"],
    };
    const { ungrouped } = (await evaluate({ reference, prediction }, options)).groups;
    expectClose(ungrouped.global_bin_nsd, 0.7975567190226877);
    expectClose(ungrouped.global_bin_assd, 1.7376698108023516);
    expectClose(ungrouped.global_bin_hd95, 9.305319127198368);
    expectClose(ungrouped.global_bin_cldsc, 0.6605331446095777);
    const byLabel = new Map(ungrouped.regions?.map((region) => [region.label, region]));
    // By outlines 21 of 23 voxels (0.913), with faces 32 of 35 (0.914); by Lee's thinning 1 for 12 / 13.
    expectClose(byLabel.get(1)?.sq_nsd ?? Number.NaN, 21 / 23);
    expectClose(byLabel.get(1)?.sq_cldsc ?? Number.NaN, 12 / 13);
    expectClose(byLabel.get(15)?.sq_nsd ?? Number.NaN, 0.625);
    expectClose(byLabel.get(15)?.global_bin_cldsc, 1 / 3);
    expectClose(byLabel.get(19)?.global_bin_cldsc, 8 / 17);
  });

  it("takes 6 for 4, and 18 and 26 for 8", async () => {
    const masks = [Uint8Array.of(1, 0, 0, 1), Uint8Array.of(1, 0, 0, 1)];
    for (const [connectivity, meant, components] of [
      [6, 4, 2],
      [18, 8, 1],
      [26, 8, 1],
      [4, 4, 2],
      [8, 8, 1],
    ] as const) {
      const found = await scores([2, 1, 2], [1, 1, 1], masks, { connectivity });
      expect(found).toMatchObject({ connectivity: meant, tp: components });
    }
  });

  it("is as it is stored with the preset panoptica", async () => {
    const masks = [Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 1, 1), Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 1, 0)];
    const of = (options: EvaluateOptions) =>
      scores([3, 3, 1], [1, 1, 1], masks, { ...options, globalMetrics: ["boundaryIou"] });
    // In 3D all 9 voxels are surface, of which the prediction has 8; in 2D 8 and 8, of which the corner that is gone differs, as
    // does the middle, which is surface of neither (its face-neighbours are all there).
    expect(await of({ preset: "panoptica" })).toMatchObject({ connectivity: 26, global_bin_boundaryIou: 8 / 9 });
    expect(await of({})).toMatchObject({ connectivity: 8, global_bin_boundaryIou: 7 / 8 });
  });
});

describe("a line", () => {
  it("has its ends as its surface", async () => {
    // Voxels 1–6 against 2–8: ends 1, 6 and 2, 8; from 1 to 2: 1, from 6 to 8: 2, and back the same.
    const bar = (from: number, to: number) => Uint8Array.from({ length: 10 }, (_, i) => Number(i >= from && i <= to));
    for (const shape of [
      [10, 1, 1],
      [1, 10, 1],
      [1, 1, 10],
    ]) {
      const spacing = shape.map((length) => (length > 1 ? 0.5 : 3));
      expect(await scores(shape, spacing, [bar(1, 6), bar(2, 8)])).toMatchObject({ sq_assd: 0.75, sq_hd: 1 });
    }
  });
});
