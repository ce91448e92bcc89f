/** `npm run bench:docs`: docs/performance.md and its figures from bench/results/; prints the bars. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { computeBars } from "../bars.js";
import { performanceFiles } from "../docs/performance-files.js";
import { printBars } from "../support/print.js";
import { readResults } from "../support/results-files.js";

for (const [path, text] of Object.entries(performanceFiles())) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
printBars(computeBars(readResults()));
