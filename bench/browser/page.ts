/** The measured page's functions, which `programs/browser.ts` calls. */
import type { Workload } from "../design.js";
import { benchPair } from "../evaluation/pairs.js";
import { PAGE_PARTS } from "../page-parts.js";
import type { MeasureOptions } from "../support/measure.js";
import type { Result } from "../support/result.js";

export interface BenchPage {
  readonly pair: (given: { workload: Workload; options: MeasureOptions }) => Promise<Result[]>;
  readonly part: (given: { name: string; options: MeasureOptions; quick: boolean }) => Promise<Result[]>;
}

const page: BenchPage = {
  pair: ({ workload, options }) => benchPair(workload, options),
  part: ({ name, options, quick }) => PAGE_PARTS[name](options, quick),
};

Object.assign(globalThis, { voxmatchBench: page });
