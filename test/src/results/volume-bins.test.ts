import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { drawCase, drawVolume } from "../../support/draw-volume.js";

const CASE = drawCase(
  // Volumes 8, 4, 2, 1.
  ["1111.22.3.4", "1111.22.3.."],
  // Volumes 8 (= reference 1), 2 (half of reference 2), 1 and 1 (nothing).
  ["1111.22....", "1111....5.6"],
);

describe("volumeBins", () => {
  it("gives recall by the references' volumes and precision by the predictions'", async () => {
    const { groups } = await evaluate(CASE, { input: "unmatched", threshold: 0.5, volumeBins: [2, 4] });
    // IoU of prediction 2 is 2/4, which is not above 0.5; prediction 5 covers half of reference 3.
    expect(groups.ungrouped.by_volume).toEqual([
      {
        low: 0,
        high: 2,
        n_ref_instances: 1,
        n_matched_ref_instances: 0,
        rec: 0,
        n_pred_instances: 2,
        n_matched_pred_instances: 0,
        prec: 0,
      },
      {
        low: 2,
        high: 4,
        n_ref_instances: 1,
        n_matched_ref_instances: 0,
        rec: 0,
        n_pred_instances: 1,
        n_matched_pred_instances: 0,
        prec: 0,
      },
      {
        low: 4,
        high: Number.POSITIVE_INFINITY,
        n_ref_instances: 2,
        n_matched_ref_instances: 1,
        rec: 1 / 2,
        n_pred_instances: 1,
        n_matched_pred_instances: 1,
        prec: 1,
      },
    ]);
  });

  it("leaves out the empty bin before a first border of 0, and has no rate where there is no instance", async () => {
    const { groups } = await evaluate(CASE, { input: "unmatched", volumeBins: [0, 100] });
    const rows = groups.ungrouped.by_volume ?? [];
    expect(rows.map(({ low, high }) => [low, high])).toEqual([
      [0, 100],
      [100, Number.POSITIVE_INFINITY],
    ]);
    expect(rows[1].rec).toBeNaN();
    expect(rows[1].prec).toBeNaN();
  });

  it("measures in mm², not in voxels", async () => {
    const reference = drawVolume(["11"], [3, 2]);
    const { groups } = await evaluate({ reference, prediction: reference }, { volumeBins: [12, 13] });
    expect(groups.ungrouped.by_volume?.map((row) => row.n_ref_instances)).toEqual([0, 1, 0]);
  });

  it("is absent unless it was asked for", async () => {
    expect((await evaluate(CASE)).groups.ungrouped).not.toHaveProperty("by_volume");
  });
});
