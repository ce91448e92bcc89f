import { describe, expect, it } from "vitest";
import type { CaseRecord } from "../../../../src/cohort/case-record.js";
import { exportCohort } from "../../../../src/cohort/export/export-cohort.js";
import { nnunetPairs } from "../../../../src/cohort/export/nnunet-summary.js";
import { evaluate } from "../../../../src/evaluation/evaluate.js";
import type { EvaluateOptions } from "../../../../src/options/registry.js";

const volume = (labels: readonly number[]) => ({
  data: Uint8Array.from(labels),
  shape: [labels.length, 1, 1],
  spacing: [0.7, 1.1, 2.3],
});

async function record(
  id: string,
  reference: number[],
  prediction: number[],
  options: EvaluateOptions,
): Promise<CaseRecord> {
  const { inputs, groups } = await evaluate(
    { reference: volume(reference), prediction: volume(prediction) },
    { input: "semantic", groups: { 1: [1], 2: [2] }, ...options },
  );
  const files = {
    reference: { ...inputs.reference, path: `gt/${id}.nii.gz` },
    prediction: { ...inputs.prediction, path: `pr/${id}.nii.gz` },
  };
  return { case: id, model: null, columns: {}, status: "done", inputs: files, groups };
}

/**
 * Case a, label 1: reference 3 voxels, prediction 4, shared 2: Dice 4/7, IoU 2/5, FP 2, FN 1, TN 10 − 5 = 5. Label 2: on
 * neither side. Case b, label 1: exact, 2 voxels; label 2: reference 1, prediction none: Dice 0.
 */
const cohort = (options: EvaluateOptions) =>
  Promise.all([
    record("a", [1, 1, 1, 0, 0, 0, 0, 0, 0, 0], [0, 1, 1, 1, 1, 0, 0, 0, 0, 0], options),
    record("b", [1, 1, 0, 0, 0, 2, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0, 0, 0, 0, 0], options),
  ]);

describe("the summary.json of nnU-Net", () => {
  it.each([["dsc"], ["iou"]] as const)("has its counts and means, from %s", async (metric) => {
    const text = await exportCohort(await cohort({ globalMetrics: [metric] }), { format: "nnunet-summary" });
    const [dice, iou] = [(4 / 7 + 1) / 2, (2 / 5 + 1) / 2];
    expect(JSON.parse(String(text).replaceAll("NaN", "null"))).toEqual({
      foreground_mean: {
        ...{ Dice: (dice + 0) / 2, IoU: (iou + 0) / 2 },
        // Label 1 and label 2: FN (1 + 0) / 2 and (0 + 1) / 2; FP 1 and 0; TN 6.5 and 9.5; TP 2 and 0; and so on.
        ...{ FN: 0.5, FP: 0.5, TN: (6.5 + 9.5) / 2, TP: 1, n_pred: 1.5, n_ref: 1.5 },
      },
      mean: {
        1: { Dice: dice, FN: 0.5, FP: 1, IoU: iou, TN: 6.5, TP: 2, n_pred: 3, n_ref: 2.5 },
        2: { Dice: 0, FN: 0.5, FP: 0, IoU: 0, TN: 9.5, TP: 0, n_pred: 0, n_ref: 0.5 },
      },
      metric_per_case: [
        {
          metrics: {
            1: { Dice: 4 / 7, FN: 1, FP: 2, IoU: 2 / 5, TN: 5, TP: 2, n_pred: 4, n_ref: 3 },
            2: { Dice: null, FN: 0, FP: 0, IoU: null, TN: 10, TP: 0, n_pred: 0, n_ref: 0 },
          },
          prediction_file: "pr/a.nii.gz",
          reference_file: "gt/a.nii.gz",
        },
        {
          metrics: {
            1: { Dice: 1, FN: 0, FP: 0, IoU: 1, TN: 8, TP: 2, n_pred: 2, n_ref: 2 },
            2: { Dice: 0, FN: 1, FP: 0, IoU: 0, TN: 9, TP: 0, n_pred: 0, n_ref: 1 },
          },
          prediction_file: "pr/b.nii.gz",
          reference_file: "gt/b.nii.gz",
        },
      ],
    });
    expect(text).toContain('"Dice": NaN,');
    expect(nnunetPairs(String(text))).toEqual([
      { reference: "gt/a.nii.gz", prediction: "pr/a.nii.gz" },
      { reference: "gt/b.nii.gz", prediction: "pr/b.nii.gz" },
    ]);
  });

  it("is refused where nobody has counted the voxels that both sides share", async () => {
    await expect(exportCohort(await cohort({ globalMetrics: ["rvd"] }), { format: "nnunet-summary" })).rejects.toThrow(
      /case a does not say them for 1\. Evaluate with --global-metrics dsc/,
    );
  });

  it("is distinguished from other JSON", () => {
    expect(["{", "[]", "null", '{"metric_per_case": [{}]}', '{"metric_per_case": [null]}'].map(nnunetPairs)).toEqual(
      Array(5).fill(null),
    );
  });
});
