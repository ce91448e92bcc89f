import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import { drawCase } from "../../support/draw-volume.js";

async function groupOf(reference: string, prediction: string, options: EvaluateOptions) {
  const { groups } = await evaluate(drawCase([reference], [prediction]), { input: "unmatched", ...options });
  return groups.ungrouped;
}

describe("counts are of vertices, never of edges", () => {
  it("two predictions of one reference are one true positive, and neither is a false one", async () => {
    // 1–1 and 1–2 are matched, reference 2 is missed, prediction 3 made up: TP 1, FP 1, FN 1.
    const found = await groupOf("111111.22....", "111222.....33", { strategy: "many-to-one", threshold: 0.25 });
    expect(found).toMatchObject({
      n_ref_instances: 2,
      n_pred_instances: 3,
      n_matched_pred_instances: 2,
      tp: 1,
      fp: 1,
      fn: 1,
      // 1 / (1 + 1), not 1 of 3 predictions.
      prec: 1 / 2,
      rec: 1 / 2,
      // 1 / (1 + 1/2 + 1/2)
      rq: 1 / 2,
      // The union is the reference.
      sq: 1,
      pq: 1 / 2,
    });
    expect(found.matches.map(({ reference, prediction }) => [reference, prediction])).toEqual([
      [1, 1],
      [1, 2],
    ]);
  });

  it("two references of one prediction are two true positives, of one prediction", async () => {
    // IoU 3/7 each. Reference 3 is missed.
    const found = await groupOf("111.222.3", "1111111..", { strategy: "one-to-many", threshold: 0.25 });
    expect(found).toMatchObject({
      n_ref_instances: 3,
      n_pred_instances: 1,
      n_matched_pred_instances: 1,
      tp: 2,
      fp: 0,
      fn: 1,
      // 2 / (2 + 0), not 2 of 1 prediction.
      prec: 1,
      rec: 2 / 3,
      // 2 / (2 + 1/2)
      rq: 4 / 5,
      sq: 3 / 7,
    });
  });
});
