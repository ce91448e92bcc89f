import { describe, expect, it } from "vitest";
import { evaluateMap } from "../../../src/maps/evaluate-map.js";
import type { MapOptions } from "../../../src/maps/options/types.js";
import { MAP_SCORES, placeOfScore } from "../../../src/maps/scores/registry.js";

/** Scores a row of voxels against a row of labels. */
async function scoreRow(values: readonly number[], labels: readonly number[], options: MapOptions = {}) {
  const shape = [values.length, 1];
  const inputs = {
    map: { data: Float32Array.from(values), shape },
    reference: { data: Uint8Array.from(labels), shape },
  };
  return (await evaluateMap(inputs, options)).groups.ungrouped;
}

describe("a map by hand", () => {
  it("spaces the points of its curve in the ranks of the reference, too", async () => {
    const labels = Array.from({ length: 10_000 }, (_, i) => Number(i < 10));
    const { curve } = await scoreRow(
      labels.map((_, i) => 10_000 - i),
      labels,
      { curvePoints: 21 },
    );
    // Half of 20 steps over 10 voxels of the reference, half over all: every voxel of the reference has its point.
    expect(curve.filter(({ inside }) => inside < 10).map(({ voxels }) => voxels)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(curve.length).toBeLessThanOrEqual(21 + 3);
  });

  it("scores five voxels 0 1 2 3 4, of which the third and the last are of the reference", async () => {
    const scores = await scoreRow([0, 1, 2, 3, 4], [0, 0, 1, 0, 1], { thresholds: [2.5] });
    // M = 0 + 1 + 2 + 3 + 4 = 10, M_R = 2 + 4 = 6, π = 2/5.
    expect(scores.mass_accuracy).toBe(6 / 10);
    expect(scores.mass_enrichment).toBeCloseTo(6 / 10 / (2 / 5), 12);
    expect(scores.mean_reference).toBe(6 / 2);
    expect(scores.mean_rest).toBe(4 / 3);
    // Mean 2, variance (4 + 1 + 0 + 1 + 4)/5 = 2: (3 − 2)/√2; r = that · √(2/3).
    expect(scores.nss).toBeCloseTo(1 / Math.SQRT2, 12);
    expect(scores.cc).toBeCloseTo(Math.sqrt(1 / 2) * Math.sqrt(2 / 3), 12);
    // The two highest are 4 and 3: one of them is of the reference.
    expect(scores.rank_accuracy).toBe(1 / 2);
    // Pairs (in, out): 4 beats 0, 1, 3; 2 beats 0, 1 but not 3: 5 of 6.
    expect(scores.auroc).toBe(5 / 6);
    // Recall ½ at 4 with precision 1; recall 1 at 2 with precision 2/3.
    expect(scores.ap).toBeCloseTo((1 / 2) * 1 + (1 / 2) * (2 / 3), 12);
    // {m ≥ 2} = {2, 3, 4}: 2 · 2 / (3 + 2).
    expect(scores.best_dice).toBe(4 / 5);
    expect(scores.best_dice_threshold).toBe(2);
    expect(scores.best_iou).toBe(2 / 3);
    // Dice is 2/3 on (3, 4], 2/4 on (2, 3], 4/5 on (1, 2], 4/6 on (0, 1]; T = 4.
    expect(scores.autc_dice).toBeCloseTo((2 / 3 + 2 / 4 + 4 / 5 + 4 / 6) / 4, 12);
    expect(scores.autc_iou).toBeCloseTo((1 / 2 + 1 / 3 + 2 / 3 + 2 / 4) / 4, 12);
    // {m ≥ 2.5} = {3, 4}: 2 · 1 / (2 + 2).
    expect(scores["dice_at_2.5"]).toBe(1 / 2);
    expect(scores["n_voxels_at_2.5"]).toBe(2);
    expect([scores.pointing_hit, scores.pointing_distance, scores.n_peaks]).toEqual([1, 0, 1]);
    expect(scores.chance).toMatchObject({ mass_accuracy: 2 / 5, ap: 2 / 5, auroc: 1 / 2, mass_enrichment: 1 });
  });

  it("has the precision of the highest voxels by their number", async () => {
    const options = { topVoxels: [1, 3, 4, 9] };
    const scores = await scoreRow([5, 2, 2, 2, 0], [0, 1, 1, 0, 0], options);
    // The highest is outside; of three voxels two are taken from the tied three, of which two are inside: 2 · 2/3 of 3.
    expect(scores.top_k1_precision).toBe(0);
    expect(scores.top_k3_precision).toBeCloseTo((2 * (2 / 3)) / 3, 12);
    expect(scores.top_k4_precision).toBe(2 / 4);
    // There are but five.
    expect(scores.top_k9_precision).toBe(2 / 5);
    expect(scores.chance.top_k3_precision).toBe(2 / 5);
    await expect(scoreRow([1, 2], [0, 1], { topVoxels: [1.5] })).rejects.toThrow(/topVoxels is 1.5.*whole numbers/);
  });

  it("tells scores of percentages from those of numbers of voxels by their keys", () => {
    const patterns = [
      "top_0.5_precision",
      "top_k100_precision",
      "top_5_recall",
      "dice_at_-1e-7",
      "n_voxels_at_0",
      "ap",
    ];
    expect(patterns.map((key) => MAP_SCORES[placeOfScore(key)]?.key)).toEqual([
      ...["top_<p>_precision", "top_k<p>_precision", "top_<p>_recall", "dice_at_<p>", "n_voxels_at_<p>", "ap"],
    ]);
    expect(["top__precision", "top_x_precision", "nothing"].map(placeOfScore)).toEqual([-1, -1, -1]);
  });

  it("expects 1/4 of a constant map, where Quantus' order of equal voxels decides between 0 and 1", async () => {
    const scores = await scoreRow([1, 1, 1, 1], [0, 0, 0, 1]);
    expect(scores.rank_accuracy).toBe(1 / 4);
    expect([scores.rank_accuracy_min, scores.rank_accuracy_max, scores.rank_accuracy_ties]).toEqual([0, 1, 4]);
    expect([scores.auroc, scores.ap]).toEqual([1 / 2, 1 / 4]);
    expect(scores.nss).toBeNaN();
    expect([scores.nss_reason, scores.cc_reason]).toEqual(["constant_map", "constant_map"]);
    // All four are peaks; one lies in the reference, the others 1, 2 and 3 voxels away.
    expect(scores.pointing_hit).toBe(1 / 4);
    expect(scores.pointing_distance).toBe((3 + 2 + 1 + 0) / 4);
  });

  it("has no hit in an empty reference, where Quantus' pointing game says so", async () => {
    const scores = await scoreRow([1, 2, 3], [0, 0, 0], { thresholds: [2, 9] });
    expect(scores.pointing_hit).toBeNaN();
    expect(scores.pointing_hit_reason).toBe("empty_reference");
    // scikit-learn gives 0 here.
    expect(scores.ap).toBeNaN();
    expect(scores.dice_at_2).toBe(0);
    expect([scores.dice_at_9, scores.dice_at_9_reason]).toEqual([Number.NaN, "empty_reference"]);
  });

  it("refuses a share of values of both signs, and takes −0 for 0", async () => {
    const both = await scoreRow([-1, 2], [0, 1], { sign: "signed" });
    expect([both.mass_accuracy, both.mass_accuracy_reason]).toEqual([Number.NaN, "both_signs"]);
    expect(both).not.toHaveProperty("autc_dice");
    const zeros = await scoreRow([-0, 0, 0, 1], [1, 0, 0, 0], { sign: "signed" });
    // The reference ties with two of the three others, and loses to one: (½ + ½ + 0)/3.
    expect(zeros.auroc).toBeCloseTo(1 / 3, 12);
  });

  it("scores the calibration of probabilities", async () => {
    const scores = await scoreRow([0.9, 0.2, 0.6, 0.1], [1, 0, 0, 0], { kind: "probability", calibrationBins: 2 });
    expect(scores.brier).toBeCloseTo((0.1 ** 2 + 0.2 ** 2 + 0.6 ** 2 + 0.1 ** 2) / 4, 7);
    expect(scores.log_loss).toBeCloseTo(-(Math.log(0.9) + Math.log(0.8) + Math.log(0.4) + Math.log(0.9)) / 4, 6);
    // Bins [0, ½): 0.2, 0.1, no reference; [½, 1]: 0.9, 0.6, one of two.
    expect(scores.ece).toBeCloseTo((2 / 4) * 0.15 + (2 / 4) * (0.75 - 0.5), 7);
    expect(scores.mce).toBeCloseTo(0.25, 7);
    // {m ≥ ½} = {0.9, 0.6}.
    expect(scores["dice_at_0.5"]).toBe(2 / 3);
  });
});

describe("what is refused", () => {
  const shape = [2, 2];
  const reference = { data: Uint8Array.from([0, 1, 0, 0]), shape };
  const score = (values: readonly number[], options: MapOptions = {}) =>
    evaluateMap({ map: { data: Float32Array.from(values), shape }, reference }, options);

  it("infinite values, with their number and the first one's place, even where they have no positive part", async () => {
    await expect(score([0, 1, Infinity, -Infinity])).rejects.toThrow(/2 infinite voxels, the first at \[0,1,0\]/);
    await expect(score([0, 1, 0, -Infinity])).rejects.toThrow(/1 infinite voxel, the first at \[1,1,0\]/);
  });

  it("probabilities outside [0, 1]", async () => {
    const refused = score([0, 255, 0.5, -3], { kind: "probability" });
    await expect(refused).rejects.toThrow(
      /2 values outside \[0, 1\] \(from -3 to 255\), the first at \[1,0,0\].*--scale 255/,
    );
  });

  it("NaN, on request", async () => {
    await expect(score([0, Number.NaN, 1, 1], { nan: "refuse" })).rejects.toThrow(/1 voxels? .*NaN.*1 of them/);
  });

  it("an empty mask, a grid of another size, and unknown options by their nearest name", async () => {
    const map = { data: new Float32Array(4), shape };
    const mask = { data: new Uint8Array(4), shape };
    await expect(evaluateMap({ map, reference, mask })).rejects.toThrow(/mask is empty/);
    const other = { data: new Float32Array(6), shape: [3, 2] };
    await expect(evaluateMap({ map: other, reference })).rejects.toThrow(
      /the map is 3 × 2 voxels, the reference 2 × 2/,
    );
    await expect(evaluateMap({ map, reference }, { signn: "signed" } as MapOptions)).rejects.toThrow(
      /Did you mean "sign"/,
    );
    await expect(evaluateMap({ map })).rejects.toThrow(/neither a reference nor an atlas/);
  });
});
