import { existsSync, readFileSync } from "node:fs";
import type { Ratios } from "../guard/judge.js";
import { readResults } from "../support/results-files.js";
import type { RecordedApp } from "./app-section.js";
import { drawFigures } from "./figures.js";
import { performancePage } from "./page.js";

/** Every file of the performance page, by its path in the checkout, which is the working directory. */
export function performanceFiles(): Record<string, string> {
  const results = readResults();
  const record = "bench/results/guard.json";
  const guard = existsSync(record) ? (JSON.parse(readFileSync(record, "utf8")) as { ratios: Ratios }).ratios : {};
  const [app, before] = ["app", "app-before"].map((name) => {
    const path = `bench/results/${name}.json`;
    return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as RecordedApp) : null;
  });
  const figures = Object.entries(drawFigures(results)).map(([name, svg]) => [`docs/figures/performance/${name}`, svg]);
  return { "docs/performance.md": performancePage(results, guard, { app, before }), ...Object.fromEntries(figures) };
}
