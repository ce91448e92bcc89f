import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { PRESET_NAMES } from "../../../src/options/preset-names.js";
import { PRESET_TEXTS } from "../../../src/options/preset-texts.js";
import { presetOf } from "../../../src/options/presets.js";
import { resolveOptions } from "../../../src/options/resolve.js";
import { drawn, drawnDeep } from "../../support/rows.js";

describe("presets", () => {
  it.each(PRESET_NAMES)("%s gives defaults that explicit options override", (name) => {
    const { options } = presetOf(name);
    const { sources } = PRESET_TEXTS[name];
    expect(sources.length).toBeGreaterThan(0);
    expect(resolveOptions({ preset: name })).toMatchObject({ preset: name, ...options });
    expect(resolveOptions({ preset: name, threshold: 0.3, thresholdRule: "strict" })).toMatchObject({
      preset: name,
      ...options,
      threshold: 0.3,
      thresholdRule: "strict",
    });
  });

  it("are the framework's by default, which is the options' own defaults", () => {
    expect(resolveOptions()).toEqual(resolveOptions({ preset: "framework" }));
  });

  it("take back what belongs to their strategy if another is asked for", () => {
    expect(resolveOptions({ preset: "stardist" }).objective).toBe("count");
    expect(resolveOptions({ preset: "stardist", strategy: "greedy" }).objective).toBe("score");
    expect(() => resolveOptions({ strategy: "greedy", objective: "count" })).toThrow(
      /belongs to the strategy one-to-one/,
    );
  });

  it("are named in full if misspelt", () => {
    expect(() => resolveOptions({ preset: "panoptika" as "panoptica" })).toThrow(/Did you mean "panoptica"\?/);
  });

  it("show in the result, with what they settled", async () => {
    const volume = drawn("11.", "..2");
    const { options } = await evaluate({ reference: volume, prediction: volume }, { preset: "panoptica" });
    expect(options).toMatchObject({ preset: "panoptica", connectivity: 4, touchingLabels: "merge" });
    const deep = drawnDeep("11.", "..2");
    const inDepth = await evaluate({ reference: deep, prediction: deep }, { preset: "panoptica" });
    expect(inDepth.options).toMatchObject({ connectivity: 26, touchingLabels: "separate" });
  });
});

describe("connectivity without the number of dimensions", () => {
  // Two voxels that touch at a corner.
  const deep = { data: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 1), shape: [2, 2, 2] };

  it.each([
    ["faces", drawn("1.", ".1"), 4, 2],
    ["corners", drawn("1.", ".1"), 8, 1],
    ["faces", deep, 6, 2],
    ["corners", deep, 26, 1],
    ["faces", drawnDeep("1.", ".1"), 4, 2],
    ["corners", drawnDeep("1.", ".1"), 8, 1],
  ] as const)("%s", async (connectivity, volume, number, components) => {
    const result = await evaluate({ reference: volume, prediction: volume }, { connectivity });
    expect(result.options.connectivity).toBe(number);
    expect(result.groups.ungrouped.tp).toBe(components);
  });
});

describe("touching labels", () => {
  const volume = drawn("1122", "....", "33.4");

  it("stay apart, or join within their group", async () => {
    const count = async (touchingLabels: "separate" | "merge", groups?: Record<string, number[]>) => {
      const result = await evaluate({ reference: volume, prediction: volume }, { touchingLabels, groups });
      return Object.values(result.groups).map(({ tp }) => tp);
    };
    expect(await count("separate")).toEqual([4]);
    expect(await count("merge")).toEqual([3]);
    expect(await count("merge", { a: [1, 3], b: [2, 4] })).toEqual([2, 2]);
  });

  it("are separate instances where labels are instances", async () => {
    const inputs = { reference: volume, prediction: volume };
    const result = await evaluate(inputs, { input: "unmatched", touchingLabels: "merge" });
    expect(result.groups.ungrouped.tp).toBe(4);
  });
});

describe("the preset stardist", () => {
  // A = 1 (ten voxels), B = 2 (ten); P = 1 has 8 of A and 2 of B, Q = 2 has 2 of A.
  const reference = drawn("11111111112222222222");
  const prediction = drawn("221111111111........");
  // IoU(A, P) = 8 / (10 + 10 − 8) = 2/3; IoU(B, P) = 2 / (10 + 10 − 2) = 1/9; IoU(A, Q) = 2 / (10 + 2 − 2) = 1/5.
  const [ap, bp, aq] = [2 / 3, 1 / 9, 1 / 5];

  it("matches as many pairs as it can before it looks at scores", async () => {
    const pairs = async (objective: "count" | "score") => {
      const result = await evaluate({ reference, prediction }, { preset: "stardist", threshold: 0.1, objective });
      return result.groups.ungrouped.matches.map((match) => [match.reference, match.prediction]);
    };
    // A–P alone has 0.667, A–Q and B–P together 0.311, but they are two.
    expect(await pairs("score")).toEqual([[1, 1]]);
    expect(await pairs("count")).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  it("gives stardist's numbers at its thresholds", async () => {
    const { groups } = await evaluate({ reference, prediction }, { preset: "stardist" });
    const rows = groups.ungrouped.stardist ?? [];
    expect(rows.map(({ thresh }) => thresh)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
    const sum = aq + bp;
    expect(rows[0]).toEqual({
      criterion: "iou",
      thresh: 0.1,
      fp: 0,
      tp: 2,
      fn: 0,
      precision: 1,
      recall: 1,
      accuracy: 1,
      f1: 1,
      n_true: 2,
      n_pred: 2,
      mean_true_score: expect.closeTo(sum / 2, 12),
      mean_matched_score: expect.closeTo(sum / 2, 12),
      panoptic_quality: expect.closeTo(sum / 2, 12),
    });
    // From 0.2 on only A–P and A–Q pass, and both want A.
    for (const row of rows.slice(1, 6)) {
      expect(row).toMatchObject({ tp: 1, fp: 1, fn: 1, precision: 1 / 2, recall: 1 / 2, accuracy: 1 / 3, f1: 1 / 2 });
      expect(row.mean_true_score).toBeCloseTo(ap / 2, 12);
      expect(row.mean_matched_score).toBeCloseTo(ap, 12);
      // Σ / (TP + FP/2 + FN/2) = (2/3) / 2
      expect(row.panoptic_quality).toBeCloseTo(ap / 2, 12);
    }
    // Where nothing matches every ratio is 0.
    expect(rows[6]).toMatchObject({ tp: 0, fp: 2, fn: 2, accuracy: 0, f1: 0, mean_true_score: 0, panoptic_quality: 0 });
    expect(groups.ungrouped).toMatchObject({ tp: 1, fp: 1, fn: 1 });
  });

  it("takes a score that equals the threshold", async () => {
    const options = { preset: "stardist", threshold: 0.2, matchingMetric: "ior" } as const;
    const { groups } = await evaluate({ reference, prediction }, options);
    // IoT(B, P) = 2/10 is exactly the threshold, so that A–Q (2/10) and B–P are a pair more than A–P (8/10).
    expect(groups.ungrouped.stardist?.[1]).toMatchObject({ criterion: "iot", thresh: 0.2, tp: 2 });
  });

  it("is no block of other presets, and all zero for empty volumes", async () => {
    const empty = drawn("....................");
    const none = await evaluate({ reference: empty, prediction: empty }, { preset: "stardist" });
    expect(none.groups.ungrouped.stardist?.[4]).toMatchObject({ tp: 0, accuracy: 0, f1: 0, panoptic_quality: 0 });
    const plain = await evaluate({ reference, prediction });
    expect(plain.groups.ungrouped).not.toHaveProperty("stardist");
  });
});

describe("the preset cc-metrics", () => {
  it("averages the regions' own scores", async () => {
    // Voxels 0–3 and 8–11; what is nearer to the first (up to 5) is its region.
    const reference = drawnDeep("1111....1111.");
    const prediction = drawnDeep("11......11111");
    const { groups, options } = await evaluate({ reference, prediction }, { preset: "cc-metrics" });
    expect(options).toMatchObject({ regions: true, regionSpace: "voxel", hd95: "directed" });
    // Dice 2·2/(4+2) = 2/3 and 2·4/(4+5) = 8/9, their mean 7/9.
    expect(groups.ungrouped.regions?.map((region) => region.global_bin_dsc)).toEqual([
      expect.closeTo(2 / 3, 12),
      expect.closeTo(8 / 9, 12),
    ]);
    expect(groups.ungrouped.region_avg_dsc).toBeCloseTo(7 / 9, 12);
  });
});
