/** `npm run bench:docs`: docs/performance.md and its figures from bench/results/; prints the bars. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { computeBars } from "../bars.js";
import { performanceFiles } from "../docs/performance-files.js";
import { printTable, shorten } from "../support/print.js";
import { readResults } from "../support/results-files.js";

for (const [path, text] of Object.entries(performanceFiles())) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
const rows = computeBars(readResults()).map(({ what, bound, at, unit, measured, met, note }) => [
  what,
  `${at === "most" ? "≤" : "≥"} ${shorten(bound)} ${unit}`,
  shorten(measured),
  met === undefined ? note : met ? "met" : "MISSED",
]);
printTable([["bar", "bound", "measured", ""], ...rows]);
