/** The cost of changing one option of an open case, compared with opening and evaluating it anew. */
import { type EvaluateOptions, evaluate, type OpenCase, openCase, toJson } from "../../src/index.js";
import { makePair, type PairOptions } from "../data.js";
import { type MeasureOptions, measure } from "../support/measure.js";
import type { Result } from "../support/result.js";

const PAIRS: Readonly<Record<string, PairOptions>> = {
  "512×512×300, 1000 instances, 6 %": {
    content: "mixed",
    shape: [512, 512, 300],
    instances: 1000,
    foreground: 0.06,
    bytesPerVoxel: 2,
  },
  "256×256×256, 1000 instances, 6 %": {
    content: "mixed",
    shape: [256, 256, 256],
    instances: 1000,
    foreground: 0.06,
    bytesPerVoxel: 2,
  },
};

/** Two choices that take turns, so that no answer is the one before. */
const CHANGES: Readonly<Record<string, readonly [EvaluateOptions, EvaluateOptions]>> = {
  threshold: [{ threshold: 0.3 }, { threshold: 0.6 }],
  "threshold, counts without kinds of error": [
    { threshold: 0.3, taxonomy: false },
    { threshold: 0.6, taxonomy: false },
  ],
  strategy: [{ strategy: "many-to-one" }, { strategy: "union" }],
  score: [{ matchingMetric: "dice" }, { matchingMetric: "ior" }],
  "threshold, with explanation": [
    { threshold: 0.3, explain: true },
    { threshold: 0.6, explain: true },
  ],
  "smallest size": [{ minVoxels: 100 }, { minVoxels: 0 }],
  "input kind": [{ input: "semantic" }, { input: "unmatched" }],
};

export async function benchOpenCase(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const results: Result[] = [];
  for (const [workload, made] of Object.entries(PAIRS).slice(quick ? 1 : 0)) {
    const { shape, reference, prediction } = makePair(made);
    const inputs = { reference: { data: reference, shape }, prediction: { data: prediction, shape } };
    const row = { workload, by: "release" } as const;
    const whole = async () => (await evaluate(inputs, { input: "unmatched" }, { threads: 1 })).groups.ungrouped.tp;
    results.push({ ...row, work: "evaluate anew", ...(await measure(whole, options)) });
    const opened = await openCase(inputs);
    for (const [change, pair] of Object.entries(CHANGES)) {
      const [one, other] = pair.map((own): EvaluateOptions => ({ input: "unmatched", ...own }));
      await checkSame(opened, inputs, one);
      let turn = 0;
      const timing = await measure(
        async () => (await opened.evaluate(turn++ % 2 === 0 ? other : one, { threads: 1 })).groups.ungrouped.tp,
        options,
      );
      results.push({ ...row, work: `open case, other ${change}`, ...timing });
    }
    await opened.close();
  }
  return results;
}

/** Refuses to time answers that differ from those of a separate evaluation. */
async function checkSame(
  opened: OpenCase,
  inputs: Parameters<typeof evaluate>[0],
  options: EvaluateOptions,
): Promise<void> {
  const [kept, anew] = [await opened.evaluate(options), await evaluate(inputs, options)];
  if (toJson({ ...kept, timings: {} }) !== toJson({ ...anew, timings: {} })) {
    throw new Error(`With ${JSON.stringify(options)} the open case says something else than evaluate.`);
  }
}
