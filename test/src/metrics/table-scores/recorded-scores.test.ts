import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../src/evaluation/evaluate.js";
import { SCORE_KEYS } from "../../../../src/metrics/table-scores/keys.js";
import type { EvaluateOptions } from "../../../../src/options/registry.js";

type Numbers = Readonly<Record<string, number>>;

/** Label volumes, and what the programs that `origin` names compute of them. */
interface Recorded {
  readonly origin: Readonly<Record<string, string>>;
  readonly cases: readonly RecordedCase[];
}

interface RecordedCase {
  readonly shape: readonly number[];
  readonly spacing: readonly number[];
  readonly reference: readonly number[];
  readonly prediction: readonly number[];
  readonly unmatched: Numbers & {
    readonly cremi_rand: readonly number[];
    readonly skimage_rand: readonly (number | null)[];
  };
  readonly autopet: Numbers;
  readonly isles: Numbers;
  /** By region. */
  readonly brats: Readonly<Record<string, Numbers>>;
}

const path = new URL("../../../fixtures/table-scores/recorded.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(path, "utf8")) as Recorded;
const numbered = cases.map((recorded, i) => [i, recorded] as const);

async function groupsOf({ shape, spacing, reference, prediction }: RecordedCase, options: EvaluateOptions) {
  const volume = (data: readonly number[]) => ({ data: Uint8Array.from(data), shape, spacing });
  return (await evaluate({ reference: volume(reference), prediction: volume(prediction) }, options)).groups;
}

async function groupOf(recorded: RecordedCase, options: EvaluateOptions) {
  const { ungrouped } = await groupsOf(recorded, options);
  return { ...ungrouped, scores: { ...ungrouped.scores } };
}

function expectClose(actual: number, expected: number, name: string): void {
  // Volumes of voxels of 4 nm are tiny numbers.
  const least = name.includes("volume") ? 1e-25 : 1e-12;
  const difference = Math.abs(actual - expected);
  expect(difference, `${name}: ${actual} and ${expected}`).toBeLessThanOrEqual(1e-10 * Math.abs(expected) + least);
}

const UNMATCHED: EvaluateOptions = { input: "unmatched", scores: SCORE_KEYS };

describe("scores of independent programs", () => {
  it.each(numbered)(
    "agree on label volume %i: HoVer-Net, cellpose, CTC, scikit-image, scikit-learn",
    async (_, each) => {
      const { scores } = await groupOf(each, UNMATCHED);
      const shared = Object.keys(each.unmatched).filter((key) => SCORE_KEYS.includes(key));
      expect(shared).toEqual(
        expect.arrayContaining(["aji", "aji_plus", "mean_ap", "seg", "mcc", "voi_split", "voxel_fn"]),
      );
      for (const key of shared) expectClose(scores[key], each.unmatched[key], key);
    },
  );

  it.each(numbered)(
    "agree on volume %i without the reference's background: CREMI and scikit-image",
    async (_, each) => {
      const { scores } = await groupOf(each, { ...UNMATCHED, voiBackground: "omit" });
      for (const key of ["voi_split", "voi_merge"]) {
        expectClose(scores[key], each.unmatched[`cremi_${key}`], key);
        expectClose(scores[key], each.unmatched[`foreground_${key}`], key);
      }
      const whole = await groupOf(each, UNMATCHED);
      for (const key of ["voi_split", "voi_merge"])
        expectClose(whole.scores[key], each.unmatched[`grid_cremi_${key}`], key);
    },
  );

  it.each(numbered)("agree on panoptic quality of volume %i: HoVer-Net", async (_, each) => {
    const { rq, sq, pq, tp } = await groupOf(each, { input: "unmatched", threshold: 0.5, thresholdRule: "strict" });
    const { hover_rq, hover_sq, hover_pq } = each.unmatched;
    expectClose(rq ?? Number.NaN, hover_rq, "rq");
    // HoVer-Net divides by TP + 1e-6, so that its SQ is a millionth smaller.
    expectClose(tp === 0 ? 0 : ((sq ?? Number.NaN) * tp) / (tp + 1e-6), hover_sq, "sq");
    expectClose(tp === 0 ? 0 : ((pq ?? Number.NaN) * tp) / (tp + 1e-6), hover_pq, "pq");
  });

  it.each(numbered)("agree on volume %i by the presets autopet and isles", async (_, each) => {
    const autopet = await groupOf(each, { preset: "autopet" });
    expectClose(autopet.scores.fp_volume, each.autopet.fp_volume, "fp_volume");
    expectClose(autopet.scores.fn_volume, each.autopet.fn_volume, "fn_volume");
    expectClose(autopet.global_bin_dsc ?? Number.NaN, each.autopet.dice, "dice");
    const isles = await groupOf(each, { preset: "isles" });
    for (const key of ["f_1", "count_difference", "volume_difference"]) {
      expectClose(isles.scores[key], each.isles[key], key);
    }
    expectClose(isles.global_bin_dsc ?? Number.NaN, each.isles.dice, "dice");
  });

  it.each(numbered)("agree on volume %i by the preset brats, lesion by lesion", async (_, each) => {
    // Two voxels are too few.
    const lesionVolume = 2.5 * each.spacing.reduce((product, size) => product * size, 1);
    const groups = await groupsOf(each, { preset: "brats", lesionDilation: 1, lesionVolume, globalMetrics: ["dsc"] });
    for (const [name, recorded] of Object.entries(each.brats)) {
      const { brats, global_bin_dsc, n_ref_instances, n_pred_instances } = groups[name];
      expect(brats).toMatchObject({ tp: recorded.tp, fn: recorded.fn, fp: recorded.fp });
      expectClose(brats?.lesion_wise_dice ?? Number.NaN, recorded.lesion_wise_dice, name);
      // BraTS gives 1 where both are empty.
      const isEmpty = n_ref_instances + n_pred_instances === 0;
      expectClose(isEmpty ? 1 : (global_bin_dsc ?? Number.NaN), recorded.dice, `Dice of ${name}`);
    }
  });
});

describe("scores that other programs define otherwise", () => {
  it.each(numbered)("count single voxels of volume %i where CREMI divides them by the grid", async (_, each) => {
    const { score_sums: sums = {} } = await groupOf(each, { preset: "cremi", scores: ["adapted_rand", "voxel_fn"] });
    const [both, inReference, inPrediction] = sums.adapted_rand;
    const [, , bare] = sums.voxel_fn;
    // SNEMI3D adds bare / n to sums of squared shares; CREMI's code adds it to sums of squared counts, where bare belongs.
    const grid = each.reference.length;
    const [ofBoth, ofPrediction] = [both - bare + bare / grid, inPrediction - bare + bare / grid];
    const [error, precision, recall] = each.unmatched.cremi_rand;
    expectClose(1 - (2 * ofBoth) / (inReference + ofPrediction), error, "error");
    expectClose(ofBoth / ofPrediction, precision, "precision");
    expectClose(ofBoth / inReference, recall, "recall");
  });

  it.each(numbered)("do not join unpredicted voxels of volume %i as scikit-image does", async (_, each) => {
    const { score_sums: sums = {} } = await groupOf(each, { ...UNMATCHED, scores: ["adapted_rand", "voxel_fn"] });
    const [both, inReference, inPrediction] = sums.adapted_rand;
    const [tp, , bare] = sums.voxel_fn;
    const byReference = new Map<number, number>();
    each.reference.forEach((g, i) => {
      if (g > 0 && each.prediction[i] === 0) byReference.set(g, (byReference.get(g) ?? 0) + 1);
    });
    const squares = [...byReference.values()].reduce((total, n) => total + n * n, 0);
    // scikit-image leaves each voxel's pair with itself out, and takes what is not predicted as one segment.
    const voxels = tp + bare;
    const pairs = both - bare + squares - voxels;
    const [error, first, second] = each.unmatched.skimage_rand;
    expectClose(pairs / (inReference - voxels), first ?? Number.NaN, "pairs of the reference");
    expectClose(pairs / (inPrediction - bare + bare * bare - voxels), second ?? Number.NaN, "pairs of the prediction");
    if (error !== null)
      expectClose(1 - (2 * pairs) / (inReference + inPrediction - bare + bare * bare - 2 * voxels), error, "error");
  });

  it.each(numbered)(
    "divide AJI of volume %i by unions of pairs, where cellpose divides by the foreground",
    async (_, each) => {
      const { score_sums: sums = {} } = await groupOf(each, { ...UNMATCHED, scores: ["aji_plus", "voxel_tp"] });
      const [tp, fp, fn] = sums.voxel_tp;
      expectClose(sums.aji_plus[0] / (tp + fp + fn), each.unmatched.cellpose_aji, "aji");
    },
  );
});
