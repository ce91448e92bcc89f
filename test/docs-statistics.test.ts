import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { summarizeCohort } from "../src/cohort/summary/summarize-cohort.js";
import { summaryToText } from "../src/cohort/summary/text/summary-text.js";
import { caseOf } from "./support/records.js";

const PATH = join(import.meta.dirname, "..", "docs", "statistics.md");
const START = "<!-- example: from test/docs-statistics.test.ts -->";
const END = "<!-- end -->";

it("docs/statistics.md shows what its example gives", async () => {
  const summary = summarizeCohort(
    [caseOf("a", { lesion: { iou: [0.9], fp: 0, fn: 0 } }), caseOf("b", { lesion: { iou: [0.6, 0.7], fp: 1, fn: 2 } })],
    { worst: 1 },
  );
  const text = readFileSync(PATH, "utf8");
  const [before, rest] = text.split(START);
  const after = rest.slice(rest.indexOf(END));
  const shown = `${before}${START}\n\`\`\`\n${summaryToText(summary)}\`\`\`\n${after}`;
  // Run with -u to write the example anew.
  await expect(shown).toMatchFileSnapshot(PATH);
});
