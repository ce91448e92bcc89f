/** `npm run bench [-- NAMES] [--quick]`: measures the parts named, or all of them. */
import { computeBars } from "../bars.js";
import { PARTS } from "../parts.js";
import { QUICK, THOROUGH } from "../support/measure.js";
import { printBars, printResults } from "../support/print.js";
import { readResults, writeResults } from "../support/results-files.js";

const words = process.argv.slice(2);
const quick = words.includes("--quick");
const names = words.filter((word) => word !== "--quick");
const unknown = names.find((name) => !(name in PARTS));
if (unknown === undefined) {
  for (const name of names.length > 0 ? names : Object.keys(PARTS)) await run(name);
  if (!quick) printBars(computeBars(readResults()));
} else {
  console.error(`${unknown} is no part. Parts: ${Object.keys(PARTS).join(", ")}; option: --quick.`);
  process.exitCode = 2;
}

async function run(name: string): Promise<void> {
  const start = performance.now();
  console.log(name);
  const results = await PARTS[name](quick ? QUICK : THOROUGH, quick);
  printResults(results);
  if (!quick && results.length > 0) writeResults(name, results);
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
}
