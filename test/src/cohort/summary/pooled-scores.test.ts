import { describe, expect, it } from "vitest";
import { encodeCaseRecord, parseCaseRecord } from "../../../../src/cohort/case-record.js";
import { exportCohort } from "../../../../src/cohort/export/export-cohort.js";
import { summarizeCohort } from "../../../../src/cohort/summary/summarize-cohort.js";
import { evaluate } from "../../../../src/evaluation/evaluate.js";
import { SCORE_KEYS } from "../../../../src/metrics/table-scores/keys.js";
import { SCORES } from "../../../../src/metrics/table-scores/registry.js";
import { drawCase } from "../../../support/draw-volume.js";

const OPTIONS = { input: "unmatched", scores: SCORE_KEYS } as const;

const FIRST = [["1111.22.3.4"], ["1112.226.54"]] as const;
const SECOND = [["55..66.777."], ["aa..bb..cc."]] as const;

async function recordOf(id: string, [reference, prediction]: readonly (readonly string[])[], model = "A") {
  const { groups, inputs } = await evaluate(drawCase(reference, prediction), OPTIONS);
  const record = { case: id, model, columns: {}, status: "done", inputs, groups } as const;
  return parseCaseRecord(encodeCaseRecord(record).trimEnd());
}

async function summaryOf(records: Parameters<typeof summarizeCohort>[0]) {
  const { metrics } = summarizeCohort(records, { resamples: 99, metrics: [...SCORE_KEYS, "pq"] });
  const byKey = new Map(metrics.map((row) => [row.metric, row]));
  return (key: string, which: "mean" | "pooled") => byKey.get(key)?.[which];
}

describe("scores of neighbouring fields over cases", () => {
  it("are those of all cases side by side where they are pooled, and means of cases", async () => {
    const [one, other] = [await recordOf("a", FIRST), await recordOf("b", SECOND)];
    const joint = drawCase([FIRST[0][0] + SECOND[0][0]], [FIRST[1][0] + SECOND[1][0]]);
    const whole = (await evaluate(joint, OPTIONS)).groups.ungrouped.scores ?? {};
    const [ofA, ofB] = await Promise.all(
      [FIRST, SECOND].map(async ([reference, prediction]) => {
        return (await evaluate(drawCase(reference, prediction), OPTIONS)).groups.ungrouped.scores ?? {};
      }),
    );
    const value = await summaryOf([one, other]);
    for (const { key, from } of SCORES) {
      expect(value(key, "mean"), key).toBeCloseTo((ofA[key] + ofB[key]) / 2, 12);
      if (typeof from === "function") expect(value(key, "pooled"), key).toBeNull();
      // The backgrounds of two cases are two segments, those of one volume are one.
      else if (key.startsWith("voi_")) expect(value(key, "pooled"), key).toBeCloseTo((ofA[key] + ofB[key]) / 2, 12);
      else expect(value(key, "pooled"), key).toBeCloseTo(whole[key], 12);
    }
    // By hand: TP 3 of 4 references and 5 predictions, then 3 of 3 and 3: TP 3 + 3, FP 2, FN 1.
    expect(value("ap_0.5", "pooled")).toBe(6 / 9);
  });

  it("count a missing prediction as an empty one where its reference says enough", async () => {
    const records = [
      await recordOf("a", FIRST, "A"),
      await recordOf("a", FIRST, "B"),
      await recordOf("b", SECOND, "A"),
    ];
    const { metrics } = summarizeCohort(records, {
      resamples: 99,
      metrics: ["ap_0.5", "voxel_recall", "mcc", "aji", "fp_volume"],
    });
    const of = (metric: string) => metrics.find((row) => row.model === "B" && row.metric === metric);
    // Case a: TP 3, FP 2, FN 1. Case b has 3 references of 7 voxels, none of which is found.
    expect(of("ap_0.5")).toMatchObject({ pooled: 3 / 9, mean: (3 / 6 + 0) / 2 });
    expect(of("voxel_recall")).toMatchObject({ pooled: 7 / 15 });
    expect(of("aji")).toMatchObject({ pooled: 6 / (11 + 7) });
    // Which voxels are background is not known of it.
    expect(of("mcc")?.pooled).toBeNull();
    // No bound is known for a volume: the case is left out for every model.
    expect(of("fp_volume")).toMatchObject({ n: 1, n_left_out: 1 });
  });

  it("are columns of exports", async () => {
    const csv = await exportCohort([await recordOf("a", FIRST)], { format: "csv" });
    const [head, row] = String(csv)
      .trimEnd()
      .split("\n")
      .map((line) => line.split(","));
    const cell = (key: string) => Number(row[head.indexOf(key)]);
    expect(cell("aji")).toBe(6 / 11);
    expect(cell("ap_0.5")).toBe(0.5);
    expect(head).toEqual(expect.arrayContaining([...SCORE_KEYS]));
  });
});
