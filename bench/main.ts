import { benchCohort } from "./cohort.js";
import { benchFilePair, benchFiles } from "./files.js";
import { benchRunKernels } from "./kernels/run-kernels.js";
import { benchScanRuns } from "./kernels/scan-runs.js";
import { benchOpenCase } from "./open-case.js";
import { benchAssignment, benchDistanceMetrics, benchNearest, benchSkeletons } from "./own-tables.js";
import { benchPipeline } from "./pipeline.js";
import { type MeasureOptions, QUICK, THOROUGH } from "./support/measure.js";
import { printResults, type Result, writeResults } from "./support/report.js";
import { benchThresholds } from "./thresholds.js";

type Bench = (options: MeasureOptions, quick: boolean) => Promise<Result[]>;

/** By the name of the file in `bench/results/` that a run writes. */
const BENCHES: Readonly<Record<string, Bench>> = {
  scan: benchScanRuns,
  kernels: benchRunKernels,
  pipeline: benchPipeline,
  "open-case": benchOpenCase,
  assignment: (_, quick) => benchAssignment(quick),
  "nearest-label": benchNearest,
  skeletonize: benchSkeletons,
  distances: benchDistanceMetrics,
  thresholds: benchThresholds,
  files: benchFiles,
  cohort: (_, quick) => benchCohort(quick),
};

const [flag, name, input, options] = process.argv.slice(2);
if (flag === "--files") {
  const kind = input === "semantic" ? "semantic" : "unmatched";
  console.log(JSON.stringify(await benchFilePair(name, kind, JSON.parse(options) as MeasureOptions)));
} else {
  await runBenches(parseArguments(process.argv.slice(2)));
}

async function runBenches({ only, quick }: Arguments): Promise<void> {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (only !== null && name !== only) continue;
    console.log(name);
    const results = await bench(quick ? QUICK : THOROUGH, quick);
    printResults(results);
    if (!quick) writeResults(name, results);
  }
}

interface Arguments {
  readonly only: string | null;
  readonly quick: boolean;
}

function parseArguments(words: readonly string[]): Arguments {
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
