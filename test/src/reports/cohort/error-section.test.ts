import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { Series } from "../../../../src/reports/cohort/cohort-values.js";
import { errorSection } from "../../../../src/reports/cohort/error-section.js";
import { caseOf } from "../../../support/records.js";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

/** Each model misses as many references as its number says. */
function seriesOf(models: number): Series[] {
  return Array.from({ length: models }, (_, m) => {
    const { groups } = caseOf("a", { g: { iou: [0.8], fp: 0, fn: m } });
    const none = { n: 0, labels: [] };
    const references = { none: { n: 1, labels: [1] }, inaccurate: none, split: none, merged: none, mixed: none };
    const predictions = { none: { n: 1, labels: [1] }, inaccurate: none, fragment: none, duplicate: none };
    const taxonomy = {
      references: { ...references, absent: { n: m, labels: [] } },
      predictions: { ...predictions, merged: none, mixed: none, absent: none },
      pq_cost: {},
    };
    const result = { ...groups.g, taxonomy } as unknown as Series["cases"][number]["result"];
    return { name: `<t${m}>`, model: `<t${m}>`, group: "g", cases: [{ id: "a", result }] };
  });
}

describe("the section on kinds of error", () => {
  it("draws each of few series", () => {
    const { text } = errorSection(seriesOf(3), document) ?? { text: "" };
    expect(text.match(/<figure>/g)).toHaveLength(6);
    expect(text).not.toContain("the tables have all");
  });

  it("draws the first of many series, says so, and has a row of each in its tables", () => {
    const { text } = errorSection(seriesOf(40), document) ?? { text: "" };
    expect(text.match(/<figure>/g)).toHaveLength(12);
    expect(text).toContain("Figures of the first 6 of 40 series; the tables have all.");
    const page = parseHTML(`<html><body>${text}</body></html>`).document;
    const tables = [...page.querySelectorAll("details.paper table")];
    expect(tables.map((each) => each.querySelector("caption")?.textContent)).toEqual([
      "References by kind of error",
      "Predictions by kind of error",
      "Cost in PQ of each kind of error",
    ]);
    const last = [...tables[0].querySelectorAll("tbody tr")].at(-1);
    // None, inaccurate, split, merged, mixed, absent.
    expect([...(last?.children ?? [])].map((cell) => cell.textContent)).toEqual([
      "<t39>",
      "1",
      "0",
      "0",
      "0",
      "0",
      "39",
    ]);
  });
});
