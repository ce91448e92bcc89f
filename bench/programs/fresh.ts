/** Runs one task in a process that does nothing else, and prints what it found as JSON: `support/fresh-process.ts`. */
import type { PairOptions } from "../data.js";
import type { Workload } from "../design.js";
import { crowdOnce } from "../evaluation/crowds.js";
import type { FilePair } from "../evaluation/file-pair.js";
import { benchFilePair } from "../evaluation/files.js";
import { benchPair } from "../evaluation/pairs.js";
import { startOnce } from "../evaluation/start.js";
import { benchReading, readOnce } from "../formats/formats.js";
import type { MeasureOptions } from "../support/measure.js";

const TASKS: Readonly<Record<string, (given: never) => Promise<unknown>>> = {
  crowd: (side: number) => crowdOnce(side),
  start: (given: PairOptions) => startOnce(given),
  files: ({ files, options }: { files: FilePair; options: MeasureOptions }) => benchFilePair(files, options),
  formats: ({ files, options }: { files: Record<string, string>; options: MeasureOptions }) =>
    benchReading(files, options),
  readOnce,
  pair: ({ workload, options }: { workload: Workload; options: MeasureOptions }) => benchPair(workload, options),
};

const [task, given] = process.argv.slice(2);
console.log(JSON.stringify(await TASKS[task](JSON.parse(given) as never)));
