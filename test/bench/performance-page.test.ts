import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { computeBars } from "../../bench/bars.js";
import { performanceFiles } from "../../bench/docs/performance-files.js";
import { readResults } from "../../bench/support/results-files.js";

const ROOT = join(import.meta.dirname, "..", "..");
const FIGURES = "docs/figures/performance";

// `npm run bench:docs` writes these files anew; nothing is measured here.
describe("docs/performance.md", () => {
  const files = performanceFiles();

  it.each(Object.keys(files))("%s is what the recorded results say", (path) => {
    expect(readFileSync(join(ROOT, path), "utf8")).toBe(files[path]);
  });

  it("shows every figure and no other", () => {
    const shown = Array.from(
      files["docs/performance.md"].matchAll(/\]\(figures\/performance\/([^)]+)\)/g),
      ([, name]) => name,
    );
    expect(readdirSync(join(ROOT, FIGURES)).sort()).toEqual(shown.sort());
  });

  it("has no table without rows and no number that is none", () => {
    const page = files["docs/performance.md"];
    expect(page).not.toMatch(/\| --- \|\n(?!\|)/);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("measures every bar, or says why not", () => {
    const unexplained = computeBars(readResults()).filter(
      ({ measured, note }) => measured === undefined && note === "not measured",
    );
    expect(unexplained).toEqual([]);
  });
});
