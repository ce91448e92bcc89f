import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import type { CaseRecord } from "../../../../src/cohort/case-record.js";
import { CohortCollector, summarizeCohort } from "../../../../src/cohort/summary/summarize-cohort.js";
import type { SummarizeOptions } from "../../../../src/cohort/summary/summary-options.js";
import { modelSection } from "../../../../src/reports/cohort/model-section.js";
import { caseOf } from "../../../support/records.js";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

function sectionOf(records: readonly CaseRecord[], options: SummarizeOptions) {
  const collector = new CohortCollector(options);
  for (const record of records) collector.add(record);
  return modelSection(collector.settle(), collector.summarize(), document);
}

it("says of models what the summary says", () => {
  const records = [0.01, 0.03, 0.02, 0.05].flatMap((better, i) => [
    caseOf(`c${i}`, { g: { iou: [0.7 + better], fp: 0, fn: 0 } }, { model: "a" }),
    caseOf(`c${i}`, { g: { iou: [0.7], fp: 0, fn: 0 } }, { model: "b" }),
  ]);
  const options = { metrics: ["pq"], resamples: 199 };
  const summary = summarizeCohort(records, options);
  const [{ difference_low, difference_high }] = summary.comparisons;
  const text = sectionOf(records, options)?.text ?? "";
  const page = parseHTML(`<!doctype html><html><body>${text}</body></html>`).document;
  const tables = [...page.querySelectorAll("table")].map((one) => ({
    caption: one.querySelector("caption")?.textContent ?? "",
    rows: [...one.querySelectorAll("tbody tr")].map((row) =>
      [...row.querySelectorAll("th, td")].map((cell) => cell.textContent),
    ),
  }));
  const rowsOf = (caption: string) => tables.find((one) => one.caption.startsWith(caption))?.rows;
  expect(rowsOf("Leaderboard: PQ, g")?.map((row) => [row[0], row[1], row[5], row[7]])).toEqual([
    ["a", "1", "4", "0 of 1"],
    ["b", "2", "4", "0 of 1"],
  ]);
  // Mean difference (0.01 + 0.03 + 0.02 + 0.05) / 4 = 0.0275; all four have one sign: p = 2 / 2⁴.
  const interval = `[${difference_low.toFixed(3)}, ${difference_high.toFixed(3)}]`;
  const p = ["0.1250", "0.1250", "0.1250", "0.1250"];
  expect(rowsOf("Differences")).toEqual([["a − b", "4", expect.stringMatching(/^0\.02[78]$/), interval, ...p]]);
  expect(rowsOf("Ranks by PQ, g when")).toEqual([
    ["a", "0.728", "1.000", "0.000"],
    ["b", "0.700", "0.000", "1.000"],
  ]);
  expect(rowsOf("Ranks by PQ, g over")?.map((row) => row.join(" "))).toEqual(["a 1 1 1 1 1", "b 2 2 2 2 1"]);
  // a is first in every case.
  expect(rowsOf("Podium by PQ, g")).toEqual([
    ["a", "4", "0"],
    ["b", "0", "4"],
  ]);
});

it("says nothing of one model", () => {
  const records = ["c0", "c1"].map((id) => caseOf(id, { g: { iou: [0.7], fp: 0, fn: 0 } }));
  expect(sectionOf(records, { resamples: 99 })).toBeNull();
});
