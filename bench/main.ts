import { benchPipeline } from "./pipeline.js";
import { type MeasureOptions, QUICK, THOROUGH } from "./support/measure.js";
import { printResults, type Result, writeResults } from "./support/report.js";

type Bench = (options: MeasureOptions, quick: boolean) => Promise<Result[]>;

/** By the name of the file in `bench/results/` that a run writes. */
const BENCHES: Readonly<Record<string, Bench>> = {
  pipeline: benchPipeline,
};

const { only, quick } = parseArguments(process.argv.slice(2));
for (const [name, bench] of Object.entries(BENCHES)) {
  if (only !== null && name !== only) continue;
  console.log(name);
  const results = await bench(quick ? QUICK : THOROUGH, quick);
  printResults(results);
  if (!quick) writeResults(name, results);
}

function parseArguments(words: readonly string[]): { readonly only: string | null; readonly quick: boolean } {
  let only: string | null = null;
  let quick = false;
  for (let i = 0; i < words.length; i++) {
    if (words[i] === "--quick") quick = true;
    else if (words[i] === "--only" && words[i + 1] in BENCHES) only = words[++i];
    else {
      const names = Object.keys(BENCHES).join(", ");
      console.error(`${words[i]} is no option here. Options: --quick, --only NAME, where NAME is one of ${names}.`);
      process.exit(2);
    }
  }
  return { only, quick };
}
