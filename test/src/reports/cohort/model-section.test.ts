import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import { summarizeCohort } from "../../../../src/cohort/summary/summarize-cohort.js";
import { modelSection } from "../../../../src/reports/cohort/model-section.js";
import { caseOf } from "../../../support/records.js";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

it("says of models what the summary says", () => {
  const records = [0.01, 0.03, 0.02, 0.05].flatMap((better, i) => [
    caseOf(`c${i}`, { g: { iou: [0.7 + better], fp: 0, fn: 0 } }, { model: "a" }),
    caseOf(`c${i}`, { g: { iou: [0.7], fp: 0, fn: 0 } }, { model: "b" }),
  ]);
  const summary = summarizeCohort(records, { metrics: ["pq"], resamples: 199 });
  const [{ difference_low, difference_high }] = summary.comparisons;
  const text = modelSection(summary, document)?.text ?? "";
  const page = parseHTML(`<!doctype html><html><body>${text}</body></html>`).document;
  const rows = [...page.querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll("th, td")].map((cell) => cell.textContent),
  );
  // Mean difference (0.01 + 0.03 + 0.02 + 0.05) / 4 = 0.0275; all four have one sign: p = 2 / 2⁴.
  const interval = [difference_low, difference_high].map((end) => end.toFixed(3));
  expect(rows[0]).toEqual(["a − b", "4", expect.stringMatching(/^0\.02[78]$/), ...interval, "0.1250", "0.1250"]);
  expect(rows.slice(1)).toEqual([
    ["a", "0.728", "1.000", "0.000"],
    ["b", "0.700", "0.000", "1.000"],
  ]);
});

it("says nothing of one model", () => {
  const records = ["c0", "c1"].map((id) => caseOf(id, { g: { iou: [0.7], fp: 0, fn: 0 } }));
  expect(modelSection(summarizeCohort(records, { resamples: 99 }), document)).toBeNull();
});
