import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../src/evaluation/evaluate.js";
import type { EvaluateOptions } from "../../../../src/options/registry.js";
import { fromJson, toJson } from "../../../../src/reports/case/json.js";
import { toTable } from "../../../../src/reports/case/table.js";
import { drawCase } from "../../../support/draw-volume.js";
import { sampleResult } from "../../../support/sample-result.js";

/** A split of 6 and 4 voxels, a missed reference and a spurious prediction. */
async function tableOf(options: EvaluateOptions) {
  const inputs = drawCase(["1111111111.22...."], ["1111112222....333"]);
  return toTable(await evaluate(inputs, { input: "unmatched", metrics: ["iou"], globalMetrics: [], ...options }));
}

describe("the table", () => {
  it("counts the kinds of error and says what each costs", async () => {
    // PQ = (6/10) / (1 + 1/2 + 2/2) = 0.24. Repaired: split (1) / 2 = 0.5; missed 1.6 / 3; spurious 0.6 / 2.
    expect(await tableOf({})).toContain(
      [
        "  Kinds of error",
        "    references   1 split, 1 absent",
        "    predictions  2 fragment, 1 absent",
        "    PQ lost to   absent (ref.) 0.293, split 0.260, absent (pred.) 0.060",
      ].join("\n"),
    );
  });

  it("prints why instances have no match and why candidates were not taken, if that was asked for", async () => {
    const table = await tableOf({ threshold: 0.3, explain: true });
    expect(table).toContain(
      [
        "  Why unmatched",
        "    reference 2 is missed: it overlaps no prediction",
        "    prediction 2 is spurious; its best candidate is reference 1 (IoU 0.4):",
        "      lost, because prediction 1 is better for reference 1 (IoU 0.6)",
        "    prediction 3 is spurious: it overlaps no reference",
        "",
        "  Why candidates were not taken",
        "    reference 1 and prediction 2 (IoU 0.4): lost, because prediction 1 is",
        "      better for reference 1 (IoU 0.6)",
      ].join("\n"),
    );
    expect(await tableOf({})).not.toContain("Why");
  });

  it("counts the sentences that it leaves out", async () => {
    const row = Array.from({ length: 34 }, (_, i) => `${(i + 1).toString(36)}.`).join("");
    const inputs = drawCase([row], [row.replace(/\w/g, ".")]);
    const result = await evaluate(inputs, { input: "unmatched", explain: true });
    expect(toTable(result)).toContain("and 14 more in the JSON report");
  });

  it("shows recall and precision by volume", async () => {
    expect(await tableOf({ volumeBins: [5] })).toContain(
      [
        "  By volume",
        "    mm²     references  recall  predictions  precision",
        "    0 to 5      0 of 1   0.000       0 of 2      0.000",
        "    from 5      1 of 1   1.000       1 of 1      1.000",
      ].join("\n"),
    );
  });
});

it("the JSON report holds explanation, taxonomy and bins as they are", async () => {
  const result = await sampleResult({ explain: true, volumeBins: [1, 100, 200], strategy: "many-to-many" });
  expect(fromJson(toJson(result))).toEqual(result);
});
