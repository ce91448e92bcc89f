import { describe, expect, it } from "vitest";
import { exportCohort } from "../../../../src/cohort/export/export-cohort.js";
import { caseOf, failureOf } from "../../../support/records.js";

const metricsOf = async (records: Parameters<typeof exportCohort>[0], model?: string) =>
  JSON.parse(String(await exportCohort(records, { format: "metrics", ...(model !== undefined && { model }) })));

describe("metrics for trackers", () => {
  it("are means over cases and values of all instances, by hand", async () => {
    const records = [
      caseOf("a", { lesion: { iou: [0.6, 0.8], fp: 0, fn: 2 } }),
      caseOf("b", { lesion: { iou: [1], fp: 1, fn: 0 } }),
    ];
    const metrics = await metricsOf(records);
    // RQ: 2 / (2 + 2/2) and 1 / (1 + ½); SQ: 0.7 and 1. Together 3 / (3 + ½ + 1) and (0.6 + 0.8 + 1) / 3.
    expect(metrics["lesion/rq"]).toBeCloseTo((2 / 3 + 2 / 3) / 2, 15);
    expect(metrics["lesion/sq"]).toBeCloseTo((0.7 + 1) / 2, 15);
    expect(metrics["lesion/pq"]).toBeCloseTo((0.7 * (2 / 3) + 2 / 3) / 2, 15);
    expect(metrics["lesion/rq_pooled"]).toBeCloseTo(3 / 4.5, 15);
    expect(metrics["lesion/pq_pooled"]).toBeCloseTo((2.4 / 3) * (3 / 4.5), 15);
    expect(metrics).toMatchObject({
      n_cases: 2,
      "lesion/n_missing": 0,
      "lesion/n_failed": 0,
      "lesion/tp": 3,
      "lesion/fp": 1,
      "lesion/fn": 2,
      "lesion/n_ref_instances": 5,
      "lesion/n_pred_instances": 4,
    });
  });

  it("are one level of finite numbers", async () => {
    const metrics = await metricsOf([caseOf("a", { x: { iou: [], fp: 0, fn: 0 }, y: { iou: [0.5], fp: 0, fn: 0 } })]);
    expect(Object.keys(metrics).length).toBeGreaterThan(10);
    for (const value of Object.values(metrics)) expect(value).toSatisfy(Number.isFinite);
  });

  it("count a failed case as the policy says", async () => {
    const records = [caseOf("a", { x: { iou: [0.5], fp: 0, fn: 0 } }), failureOf("b")];
    // The failed case counts as 0.
    expect(await metricsOf(records)).toMatchObject({ n_cases: 2, "x/n_failed": 1, "x/pq": 0.25 });
  });

  it("name models where there are any, and leave the name of a chosen one out", async () => {
    const records = ["ours", "theirs: 2/3"].map((model, i) =>
      caseOf("a", { "a/b": { iou: [0.5 + i / 4], fp: 0, fn: 0 } }, { model }),
    );
    expect(await metricsOf(records)).toMatchObject({ "ours/a_b/pq": 0.5, "theirs_ 2_3/a_b/pq": 0.75 });
    const one = await metricsOf(records, "ours");
    expect(one["a_b/pq"]).toBe(0.5);
    expect(Object.keys(one).filter((key) => /ours|theirs/.test(key))).toEqual([]);
  });

  it("refuse names that would be one", async () => {
    const group = { iou: [0.5], fp: 0, fn: 0 };
    await expect(metricsOf([caseOf("a", { "a/b": group, "a:b": group })])).rejects.toMatchObject({
      code: "INVALID_OPTION",
      details: { name: "a_b" },
    });
  });
});
