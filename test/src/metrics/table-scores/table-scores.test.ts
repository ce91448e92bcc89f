import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../src/evaluation/evaluate.js";
import type { EvaluateInputs } from "../../../../src/evaluation/open-inputs.js";
import { SCORE_KEYS } from "../../../../src/metrics/table-scores/keys.js";
import { SCORES } from "../../../../src/metrics/table-scores/registry.js";
import type { EvaluateOptions } from "../../../../src/options/registry.js";
import { tableScoresSlowly } from "../../../oracle/table-scores.js";
import { drawCase, drawVolume } from "../../../support/draw-volume.js";
import { splitmix64 } from "../../../support/random.js";

const UNMATCHED: EvaluateOptions = { input: "unmatched", scores: SCORE_KEYS };

async function scoresOf(inputs: EvaluateInputs, options: EvaluateOptions = UNMATCHED) {
  const { groups } = await evaluate(inputs, options);
  return { ...groups.ungrouped.scores };
}

describe("scores of neighbouring fields", () => {
  it("are those of a case by hand", async () => {
    const inputs = {
      // |g| = 4, 2, 1, 1; |p| = 3 (1), 3 (2), 1 (4), 1 (5), 1 (6); a voxel has 2 mm².
      reference: drawVolume(["1111.22.3.4"], [1, 2]),
      // n(1,1) = 3, n(1,2) = 1, n(2,2) = 2, n(4,4) = 1; IoU 3/4, 1/6, 2/3, 1.
      prediction: drawVolume(["1112.226.54"], [1, 2]),
    };
    const expected: Record<string, number> = {
      volume_similarity: 1 - (18 - 16) / (18 + 16),
      volume_difference: 18 - 16,
      voxel_tp: 3 + 1 + 2 + 1,
      voxel_fp: 9 - 7,
      voxel_fn: 8 - 7,
      voxel_precision: 7 / 9,
      voxel_recall: 7 / 8,
      "voxel_f_0.5": (1.25 * 7) / (1.25 * 7 + 0.25 * 1 + 2),
      voxel_f_1: 14 / (14 + 1 + 2),
      voxel_f_2: (5 * 7) / (5 * 7 + 4 * 1 + 2),
      // Predictions 5 and 6; reference 3.
      fp_volume: 2 * 2,
      fn_volume: 2,
      count_difference: 5 - 4,
      // Matched above 0.5: three pairs; two predictions and one reference are left.
      "f_0.5": (1.25 * 3) / (1.25 * 3 + 0.25 * 1 + 2),
      f_1: 6 / (6 + 1 + 2),
      f_2: (5 * 3) / (5 * 3 + 4 * 1 + 2),
      // Intersections 3, 2, 1; unions 4, 3, 1; reference 3 has one voxel, predictions 5 and 6 have two.
      aji: (3 + 2 + 1) / (4 + 3 + 1 + 1 + 2),
      // The same pairs, as no prediction is the best of two references.
      aji_plus: (3 + 2 + 1) / (4 + 3 + 1 + 1 + 2),
      // Of 11 voxels 7, 2, 1 and 1 are right, wrong, left and background on both sides.
      mcc: (7 * 1 - 2 * 1) / Math.sqrt(9 * 8 * 3 * 2),
      seg: (3 / 4 + 2 / 3 + 0 + 1) / 4,
      "ap_0.5": 3 / 6,
      "ap_0.55": 3 / 6,
      "ap_0.6": 3 / 6,
      "ap_0.65": 3 / 6,
      // 2 / (4 + 5 − 2); 3/4 is at least 0.75.
      "ap_0.7": 2 / 7,
      "ap_0.75": 2 / 7,
      "ap_0.8": 1 / 8,
      "ap_0.85": 1 / 8,
      "ap_0.9": 1 / 8,
      "ap_0.95": 1 / 8,
      mean_ap: (4 * (3 / 6) + 2 * (2 / 7) + 4 * (1 / 8)) / 10,
      // Reference 1 is divided into 3 and 1, the background of 3 voxels into predictions 6 and 5 and one of neither.
      voi_split: (3 * Math.log2(4 / 3) + Math.log2(4) + 3 * Math.log2(3)) / 11,
      // Prediction 2 has one voxel of reference 1 and two of reference 2; reference 3 lies in the predicted background of 2.
      voi_merge: (Math.log2(3) + 2 * Math.log2(3 / 2) + 2 * Math.log2(2)) / 11,
      // Pairs in both: 9 + 1 + 4 + 1, and the voxel that is not predicted; in references 16 + 4 + 1 + 1; in predictions 9 + 9 + 1 + 1.
      adapted_rand: 1 - (2 * 16) / (22 + 20),
      adapted_rand_precision: 16 / 20,
      adapted_rand_recall: 16 / 22,
    };
    const scores = await scoresOf(inputs);
    expect(Object.keys(scores)).toEqual(SCORE_KEYS);
    expect(Object.keys(expected).sort()).toEqual([...SCORE_KEYS].sort());
    for (const key of SCORE_KEYS) expect(scores[key], key).toBeCloseTo(expected[key], 12);
  });

  it("leave the reference's background out of variation of information by option", async () => {
    const scores = await scoresOf(drawCase(["1111.22.3.4"], ["1112.226.54"]), { ...UNMATCHED, voiBackground: "omit" });
    // Of the reference's 8 voxels; the only one that is not predicted is a segment by itself.
    expect(scores.voi_split).toBeCloseTo((3 * Math.log2(4 / 3) + Math.log2(4)) / 8, 12);
    expect(scores.voi_merge).toBeCloseTo((Math.log2(3) + 2 * Math.log2(3 / 2)) / 8, 12);
  });

  it("pair a prediction once in aji_plus and with several references in aji", async () => {
    // Prediction 1 of 7 voxels has references 1 (3 voxels) and 2 (2 voxels); prediction 2 touches nothing.
    const scores = await scoresOf(drawCase(["111.22..."], ["1111111.2"]));
    // IoU 3/7 and 2/7: both references take prediction 1; prediction 2 is unused.
    expect(scores.aji).toBe((3 + 2) / (7 + 7 + 1));
    // Reference 1 has prediction 1; reference 2 and prediction 2 are left.
    expect(scores.aji_plus).toBe(3 / (7 + 2 + 1));
  });

  it("have limits in Matthews' correlation", async () => {
    const mcc = async (reference: string, prediction: string) =>
      (await scoresOf(drawCase([reference], [prediction]))).mcc;
    expect(await mcc("1111", "1111")).toBe(1);
    expect(await mcc("1111", "....")).toBe(-1);
    expect(await mcc("11..", "....")).toBe(0);
    expect(await mcc("11..", "1111")).toBe(0);
    expect(await mcc("11..", "..11")).toBe(-1);
  });

  it("give the sums that they are functions of", async () => {
    const { groups } = await evaluate(drawCase(["1111.22.3.4"], ["1112.226.54"]), UNMATCHED);
    const { score_sums: sums = {} } = groups.ungrouped;
    expect(sums).toMatchObject({
      mcc: [7, 2, 1, 1],
      aji: [6, 11],
      "ap_0.5": [3, 2, 1],
      f_1: [3, 2, 1],
      voxel_tp: [7, 2, 1],
    });
    expect(sums).not.toHaveProperty("volume_difference");
  });

  it("match one half of a reference at an IoU of exactly 0.5", async () => {
    const scores = await scoresOf(drawCase(["1111"], ["1122"]));
    expect(scores["ap_0.5"]).toBe(1 / (1 + 2 - 1));
    expect(scores["ap_0.55"]).toBe(0 / 3);
  });

  it.each([50, 55, 60, 65, 70, 75, 80, 85, 90, 95])(
    "count an IoU of %i % in their precision, and none below",
    async (percent) => {
      const voxels = (count: number) => Uint8Array.from({ length: 200 }, (_, i) => Number(i < count));
      const precision = async (shared: number) => {
        const [reference, prediction] = [200, shared].map((count) => ({ data: voxels(count), shape: [200, 1] }));
        return (await scoresOf({ reference, prediction }))[`ap_${percent / 100}`];
      };
      // Of 200 voxels of the union.
      expect([await precision(2 * percent), await precision(2 * percent - 1)]).toEqual([1, 0]);
    },
  );

  it("are what their rows say where there is nothing to measure", async () => {
    const [none, one] = ["....", "11.."];
    const cases = [
      { is: "both are empty", scores: await scoresOf(drawCase([none], [none])), isEmpty: [true, true] },
      { is: "the reference is empty", scores: await scoresOf(drawCase([none], [one])), isEmpty: [true, false] },
      { is: "the prediction is empty", scores: await scoresOf(drawCase([one], [none])), isEmpty: [false, true] },
    ];
    for (const { is, scores, isEmpty } of cases) {
      for (const { key, empty } of SCORES) {
        const isUndefined =
          (empty === "NaN if both are empty" && isEmpty[0] && isEmpty[1]) ||
          (empty === "NaN if the reference is empty" && isEmpty[0]) ||
          (empty === "NaN if the prediction is empty" && isEmpty[1]);
        expect(Number.isNaN(scores[key]), `${key} where ${is}`).toBe(isUndefined);
      }
    }
    const isOmitted = await scoresOf(drawCase([none], [one]), { ...UNMATCHED, voiBackground: "omit" });
    expect([isOmitted.voi_split, isOmitted.voi_merge]).toEqual([Number.NaN, Number.NaN]);
    expect(cases[0].scores).toMatchObject({ voi_split: 0, voi_merge: 0 });
    expect(cases[0].scores).toMatchObject({ volume_difference: 0, voxel_tp: 0, fp_volume: 0, fn_volume: 0 });
  });

  it("do not count predictions mostly in void as wrong", async () => {
    // Void takes two of the three voxels of prediction 2, which nothing matches.
    const inputs = drawCase(["11...99"], ["11..222"]);
    const scores = await scoresOf(inputs, { ...UNMATCHED, ignoreLabel: 9 });
    expect(scores).toMatchObject({ fp_volume: 0, count_difference: 0, aji: 1, "ap_0.5": 1, mean_ap: 1, f_1: 1 });
    // Its third voxel is of the foreground, as in the global metrics.
    expect(scores).toMatchObject({ voxel_fp: 1, voxel_tp: 2 });
    // Five of seven voxels are not void: 2 right, 1 wrong, none left, 2 of neither side.
    expect(scores.mcc).toBeCloseTo((2 * 2 - 1 * 0) / Math.sqrt(3 * 2 * 3 * 2), 12);
    // The reference's background of 3 voxels is divided into 1 and 2.
    expect(scores.voi_split).toBeCloseTo((Math.log2(3) + 2 * Math.log2(3 / 2)) / 5, 12);
  });

  it("are within their bounds and agree with dense arrays", async () => {
    const random = splitmix64(14);
    for (let round = 0; round < 150; round++) {
      const reference = Uint8Array.from({ length: 24 }, (_, i) => (random() < 0.6 ? 1 + Math.floor(i / 5) : 0));
      const prediction = reference.map((label) => (random() < 0.75 ? label : Math.floor(random() * 7)));
      const volume = (data: Uint8Array) => ({ data, shape: [6, 4], spacing: [0.5, 3] });
      const inputs = { reference: volume(reference), prediction: volume(prediction) };
      const voiBackground = round % 2 === 0 ? "count" : "omit";
      const { groups } = await evaluate(inputs, { ...UNMATCHED, voiBackground });
      const slow = tableScoresSlowly(reference, prediction, 1.5, groups.ungrouped, voiBackground);
      const scores = { ...groups.ungrouped.scores };
      for (const { key, bounds } of SCORES) {
        // The harmonic mean of two zeros is undefined; with anything to match, F is 0.
        const other = Number.isNaN(slow[key]) && key.includes("f_") ? 0 : slow[key];
        expect(scores[key], `${key} in round ${round}`).toBeCloseTo(other, 10);
        expect(scores[key]).toBeGreaterThanOrEqual(bounds[0] - 1e-12);
        expect(scores[key]).toBeLessThanOrEqual(bounds[1] + 1e-12);
      }
    }
  });
});

describe("presets of neighbouring fields", () => {
  it.each([
    ["autopet", { fp_volume: 1, fn_volume: 1 }],
    // Five voxels of 1 mm² and four; two of three references found, one prediction too many.
    ["isles", { volume_difference: 5 - 4, count_difference: 0, f_1: 4 / (4 + 1 + 1) }],
    ["cell-tracking", { seg: (2 / 3 + 1 + 0) / 3 }],
    // IoU 2/3 and 1, of three each: two pairs up to 0.65, then one.
    ["cellpose", { "ap_0.5": 2 / 4, "ap_0.75": 1 / 5, "ap_0.9": 1 / 5, mean_ap: (4 * (2 / 4) + 6 * (1 / 5)) / 10 }],
    [
      "cremi",
      // Pairs in both: 2² + 1² + 2 single voxels; in references 3² + 1² + 1²; in predictions 2² + 1² + 2.
      { adapted_rand: 1 - 14 / 18, adapted_rand_precision: 7 / 7, adapted_rand_recall: 7 / 11 },
    ],
  ] as const)("%s gives its scores", async (preset, expected) => {
    // Reference sizes 3, 1, 1; predictions 2, 1, 1, the last of which touches nothing.
    const scores = await scoresOf(drawCase(["111.2.3.."], ["11..2...3"]), { preset });
    expect(Object.keys(scores)).toEqual(expect.arrayContaining(Object.keys(expected)));
    for (const [key, value] of Object.entries(expected)) expect(scores[key], key).toBeCloseTo(value, 12);
  });
});
