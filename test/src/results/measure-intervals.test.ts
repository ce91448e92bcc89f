import { describe, expect, it } from "vitest";
import { isHeldAt, measureIntervals } from "../../../src/results/measure-intervals.js";

const INTERVAL = { reference: 3, predictions: [5, 6], intersection: 40, loosest: 0.25, tightest: 0.75 };
const at = (value: number, rule: "strict" | "inclusive" = "strict") => ({ value, rule, direction: "higher" }) as const;

describe("measured intervals", () => {
  it("have the metrics of the union, of which none is measured in vain", () => {
    const asked: unknown[] = [];
    const measure = (...all: unknown[]) => {
      asked.push(all);
      return { iou: 0.5 };
    };
    expect(measureIntervals([INTERVAL], ["iou"], null, measure)).toEqual([
      { ...INTERVAL, values: { iou: 0.5 }, worth: null },
    ]);
    expect(measureIntervals([INTERVAL], [], null, measure)).toEqual([{ ...INTERVAL, values: {}, worth: null }]);
    expect(asked).toEqual([[["iou"], 3, [5, 6], 40]]);
  });

  it("end where a decision takes the match away, by the direction of its metric", () => {
    const kept = (metric: "iou" | "assd", value: number, threshold: number, rule: "strict" | "inclusive" = "strict") =>
      measureIntervals([INTERVAL], [metric], { metric, threshold, rule }, () => ({ [metric]: value })).length;
    expect([kept("iou", 0.5, 0.4), kept("iou", 0.5, 0.6), kept("iou", 0.5, 0.5)]).toEqual([1, 0, 0]);
    expect(kept("iou", 0.5, 0.5, "inclusive")).toBe(1);
    expect([kept("assd", 0.5, 0.4), kept("assd", 0.5, 0.6)]).toEqual([0, 1]);
    // A value that is not defined passes nothing.
    expect(
      measureIntervals([INTERVAL], ["iou"], { metric: "iou", threshold: 0, rule: "inclusive" }, () => ({})),
    ).toEqual([]);
  });

  it("keep the score that a decision without a threshold asks for", () => {
    const [{ worth }] = measureIntervals(
      [INTERVAL],
      ["iou"],
      { metric: "iou", threshold: null, rule: "inclusive" },
      () => ({
        iou: 0.5,
      }),
    );
    expect(worth).toEqual({ score: 0.5, rule: "inclusive" });
  });
});

describe("an interval holds", () => {
  const interval = { ...INTERVAL, values: {}, worth: null };

  it("between its ends", () => {
    expect([0.2, 0.25, 0.5, 0.75, 0.8].map((value) => isHeldAt(interval, at(value)))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(isHeldAt({ ...interval, loosest: null }, at(0))).toBe(true);
  });

  it("while its decision passes the threshold, too, by the decision's own rule", () => {
    const worth = (rule: "strict" | "inclusive") => ({ ...interval, worth: { score: 0.5, rule } });
    expect([0.4, 0.5, 0.6].map((value) => isHeldAt(worth("strict"), at(value)))).toEqual([true, false, false]);
    expect([0.4, 0.5, 0.6].map((value) => isHeldAt(worth("inclusive"), at(value)))).toEqual([true, true, false]);
  });
});
