/** The threshold curve and the grid of strategies and thresholds, compared with one of the evaluations that they replace. */
import { type EvaluateOptions, type ExploreOptions, evaluate, explore } from "../../src/index.js";
import { makePair, type PairOptions, type VolumePair } from "../data.js";
import { describePair, WORK } from "../design.js";
import { type MeasureOptions, measureInTurn } from "../support/measure.js";
import type { Result } from "../support/result.js";

const MIXED: PairOptions = {
  content: "mixed",
  shape: [256, 256, 256],
  instances: 1000,
  foreground: 0.06,
  bytesPerVoxel: 2,
};
const PAIRS: readonly PairOptions[] = [
  MIXED,
  // Shapes run into each other here, so that most instances hang together in one component of the graph.
  { ...MIXED, instances: 3000, foreground: 0.14 },
  { content: "cells", shape: [256, 256, 128], instances: 3000, bytesPerVoxel: 2 },
];

const STRATEGIES = ["one-to-one", "many-to-one", "merge", "union"] as const;

export async function benchThresholds(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const results: Result[] = [];
  // The rest of the evaluation is kept small, so that it hides nothing.
  const asked = { input: "unmatched", metrics: ["iou", "dsc"], globalMetrics: [] } as const;
  const pairs: readonly PairOptions[] = quick ? [{ ...MIXED, shape: [64, 64, 64], instances: 100 }] : PAIRS;
  for (const made of pairs) {
    const pair = makePair(made);
    const row = { workload: describePair(made), by: "release" } as const;
    for (const strategy of STRATEGIES) {
      await checkCurve(pair, { ...asked, strategy });
      const run = (own: EvaluateOptions) => async () =>
        (await evaluatePair(pair, { ...asked, strategy, ...own })).groups.ungrouped.tp;
      const timings = await measureInTurn(
        { [WORK.evaluate]: { work: run({}) }, [WORK.exactAutc]: { work: run({ autc: "exact" }) } },
        options,
      );
      for (const name of [WORK.evaluate, WORK.exactAutc] as const) {
        results.push({ ...row, work: `${name}, ${strategy}`, ...timings[name] });
      }
    }
    const grid = { work: async () => (await explorePair(pair, asked)).length };
    const { explored } = await measureInTurn({ explored: grid }, options);
    results.push({ ...row, work: "explore, 7 strategies, 9 thresholds", ...explored });
  }
  return results;
}

/** Refuses to time a curve that is not what evaluations at single thresholds say. */
async function checkCurve(pair: VolumePair, options: EvaluateOptions): Promise<void> {
  const { autc_curve = [] } = (await evaluatePair(pair, { ...options, autc: "exact" })).groups.ungrouped;
  for (const threshold of [0.1, 0.3, 0.5, 0.7]) {
    const { tp, pq } = (await evaluatePair(pair, { ...options, threshold })).groups.ungrouped;
    const found = autc_curve.find((each) => "from" in each && each.from <= threshold && each.to > threshold);
    if (found?.tp !== tp || Math.abs(Number(found.pq) - Number(pq)) > 1e-9) {
      throw new Error(
        `${options.strategy} at ${threshold}: the curve says ${JSON.stringify(found)}, not TP ${tp}, PQ ${pq}.`,
      );
    }
  }
}

function evaluatePair({ shape, reference, prediction }: VolumePair, options: EvaluateOptions) {
  return evaluate({ reference: { data: reference, shape }, prediction: { data: prediction, shape } }, options, {
    threads: 1,
  });
}

function explorePair({ shape, reference, prediction }: VolumePair, options: ExploreOptions) {
  return explore({ reference: { data: reference, shape }, prediction: { data: prediction, shape } }, options, {
    threads: 1,
  });
}
