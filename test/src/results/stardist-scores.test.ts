import { expect, it } from "vitest";
import { STARDIST_THRESHOLDS, stardistRow } from "../../../src/results/stardist-scores.js";

it("stardist's row, by hand", () => {
  // Three of five references are matched to three of four predictions.
  const row = stardistRow("iou", 0.5, { references: 5, predictions: 4 }, Float64Array.of(0.5, 0.75, 1));
  expect(row).toEqual({
    criterion: "iou",
    thresh: 0.5,
    tp: 3,
    fp: 1,
    fn: 2,
    n_true: 5,
    n_pred: 4,
    precision: 3 / 4,
    recall: 3 / 5,
    accuracy: 3 / (3 + 1 + 2),
    f1: 6 / (6 + 1 + 2),
    mean_true_score: 2.25 / 5,
    mean_matched_score: 2.25 / 3,
    panoptic_quality: 2.25 / (3 + 1 / 2 + 2 / 2),
  });
});

it("stardist's row of nothing has zeros, where a ratio would not be defined", () => {
  const { precision, recall, accuracy, f1, mean_true_score, mean_matched_score, panoptic_quality } = stardistRow(
    "ior",
    0.1,
    { references: 0, predictions: 0 },
    new Float64Array(),
  );
  expect([precision, recall, accuracy, f1, mean_true_score, mean_matched_score, panoptic_quality]).toEqual(
    new Array(7).fill(0),
  );
});

it("stardist's names and thresholds are its own", () => {
  const of = (metric: string) =>
    stardistRow(metric, 0.5, { references: 1, predictions: 1 }, Float64Array.of(1)).criterion;
  expect([of("ior"), of("iop"), of("iou")]).toEqual(["iot", "iop", "iou"]);
  expect(STARDIST_THRESHOLDS).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
});
