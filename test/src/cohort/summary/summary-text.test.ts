import { describe, expect, it } from "vitest";
import { summarizeCohort } from "../../../../src/cohort/summary/summarize-cohort.js";
import { summaryToText } from "../../../../src/cohort/summary/text/summary-text.js";
import { teams } from "../../../support/cohort-traps.js";
import { caseOf } from "../../../support/records.js";

const WIDTH = 80;
const SUMMARIZE = { resamples: 99 } as const;

function linesOf(text: string): string[] {
  return text.trimEnd().split("\n");
}

describe("a summary as text", () => {
  it.each([
    [2, 40],
    [3, 40],
    [4, 40],
    [6, 40],
    [40, 50],
  ])("fits a screen with policy, missing cases and where the rest is: %i models, %i lines", (models, most) => {
    const summary = summarizeCohort(teams(models, 24, 3, 1), SUMMARIZE);
    expect(summary.missing.length).toBeGreaterThan(0);
    const text = summaryToText(summary, { width: WIDTH });
    const lines = linesOf(text);
    expect(lines.length).toBeLessThanOrEqual(most);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(WIDTH);
    const unbroken = text.replaceAll(/\n +/g, " ");
    expect(unbroken).toContain(`What counts: ${summary.what_counts}`);
    for (const note of summary.notes) expect(unbroken).toContain(`Note: ${note}`);
    expect(unbroken).toContain("More: --full");
    if (models > summary.options.top) expect(unbroken).toContain("… and 30 more (--top 40)");
  });

  it("says warnings first, however short it is", () => {
    const summary = summarizeCohort(teams(4, 24, 3, 1), { ...SUMMARIZE, missing: "omit" });
    expect(summary.warnings.length).toBeGreaterThan(0);
    const unbroken = summaryToText(summary, { width: WIDTH }).replaceAll(/\n +/g, " ");
    for (const warning of summary.warnings) expect(unbroken.split("Leaderboard")[0]).toContain(`Warning: ${warning}`);
  });

  it("has every table in full, and no pointer to more", () => {
    const summary = summarizeCohort(teams(6, 24, 3, 1), SUMMARIZE);
    const full = summaryToText(summary, { width: WIDTH, full: true });
    for (const { model } of summary.counts) expect(full).toContain(`\n${model} · `);
    for (const text of ["Comparison of models", "Best and worst cases", "q1  median", "no number of"]) {
      expect(full).toContain(text);
      expect(summaryToText(summary, { width: WIDTH })).not.toContain(text);
    }
    expect(full).not.toContain("More:");
  });

  it("shows the ranks of several metrics and groups, and of each site, side by side", () => {
    const [good, bad] = [0.9, 0.6];
    const records = [0, 1, 2, 3].flatMap((c) => {
      const columns = { site: c < 2 ? "east" : "west" };
      // In the east a is the better one at lesions, in the west b; a has the better tumours everywhere.
      const [a, b] = c < 2 ? [good, bad] : [bad, good];
      const group = (iou: number) => ({ iou: [iou], fp: 0, fn: 0 });
      return [
        caseOf(`c${c}`, { lesion: group(a), tumour: group(good) }, { model: "a", columns }),
        caseOf(`c${c}`, { lesion: group(b), tumour: group(bad) }, { model: "b", columns }),
      ];
    });
    const text = summaryToText(summarizeCohort(records, { ...SUMMARIZE, by: "site" }), { width: 120 });
    // Ranks 1 and 1 of a, 1 and 2 of b: a is first.
    expect(text).toMatch(/Ranks and values over metrics and groups; consensus: mean of 2 ranks/);
    expect(text).toMatch(
      /model +consensus +lesion +tumour\n +a +1 +1: 0\.750 +1: 0\.900\n +b +2 +1: 0\.750 +2: 0\.600\n/,
    );
    expect(text).toMatch(/model +consensus +east lesion +east tumour +west lesion +west tumour\n/);
    expect(text).toMatch(
      / a +1 +1: 0\.900 +1: 0\.900 +2: 0\.600 +1: 0\.900\n +b +2 +2: 0\.600 +2: 0\.600 +1: 0\.900 +2: 0\.600\n/,
    );
  });
});
