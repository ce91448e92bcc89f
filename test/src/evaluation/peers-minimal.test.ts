import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";

const FOLDER = join(import.meta.dirname, "..", "..", "fixtures", "field", "peers-minimal");

async function resultOf(name: string, options: EvaluateOptions) {
  const file = (side: string) => ({ file: join(FOLDER, name, `${side}.nii.gz`) });
  const { groups } = await evaluate({ reference: file("reference"), prediction: file("prediction") }, options);
  return groups.ungrouped;
}

/** Smallest pairs on which panoptica and the definitions differ: the preset does as panoptica does, on request not. */
describe("panoptica's choices", () => {
  it("scores the pairs that distances match in voxels, and measures matches in mm", async () => {
    const options = { preset: "panoptica", input: "unmatched", matchingMetric: "assd", threshold: 1 } as const;
    expect((await resultOf("assd_matching_in_voxels", options)).tp).toBe(1);
    expect((await resultOf("assd_matching_in_voxels", { ...options, matchingSpace: "mm" })).tp).toBe(0);
  });

  it("decides inclusively, under any rule of the threshold", async () => {
    const options = {
      preset: "panoptica",
      input: "unmatched",
      thresholdRule: "strict",
      decisionMetric: "dsc",
      decisionThreshold: 1,
    } as const;
    expect((await resultOf("strict_matching_inclusive_decision", options)).tp).toBe(1);
    expect((await resultOf("strict_matching_inclusive_decision", { ...options, decisionRule: "strict" })).tp).toBe(0);
  });

  it("has no skeleton of a sheet of 5 × 4 × 1 voxels, where the framework scores 1 for it and itself", async () => {
    const options = { input: "unmatched", metrics: ["cldsc"], globalMetrics: ["cldsc"] } as const;
    // Whether Lee's thinning deletes a sheet depends on how it lies: the one of the file, 4 × 5 × 1, is kept.
    const data = new Uint8Array(8 * 9 * 5);
    for (let y = 2; y < 6; y++) data.fill(1, 2 + 8 * (y + 18), 7 + 8 * (y + 18));
    const sheet = { shape: [8, 9, 5], data };
    const ofSheet = async (more: EvaluateOptions) =>
      (await evaluate({ reference: sheet, prediction: sheet }, { ...options, ...more })).groups.ungrouped;
    for (const usual of [await ofSheet({}), await resultOf("sheet_without_skeleton", options)]) {
      expect([usual.sq_cldsc, usual.global_bin_cldsc]).toEqual([1, 1]);
    }
    const asPeers = await ofSheet({ preset: "panoptica" });
    expect([asPeers.sq_cldsc, asPeers.global_bin_cldsc]).toEqual([Number.NaN, Number.NaN]);
  });

  it("counts vertices where it counts a union once: both predictions of a match that was taken back are wrong", async () => {
    const options = {
      preset: "panoptica",
      input: "unmatched",
      strategy: "merge",
      threshold: 0.1,
      decisionMetric: "iou",
      decisionThreshold: 0.9,
    } as const;
    const { fp, n_pred_instances } = await resultOf("decision_demotes_union", options);
    expect([fp, n_pred_instances]).toEqual([2, 2]);
  });
});
