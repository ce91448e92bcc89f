/** The threshold curve and the grid of strategies and thresholds, beside the one evaluation that they replace many of. */
import { type EvaluateOptions, type ExploreOptions, evaluate, explore } from "../src/index.js";
import { makePair, type PairOptions, type VolumePair } from "./data.js";
import { type MeasureOptions, measure } from "./support/measure.js";
import type { Result } from "./support/report.js";

const PAIRS: Readonly<Record<string, PairOptions>> = {
  "256×256×256, 1000 instances, 6 %": {
    content: "mixed",
    shape: [256, 256, 256],
    instances: 1000,
    foreground: 0.06,
    bytesPerVoxel: 2,
  },
  // Shapes run into each other here, so that most instances hang together in one component of the graph.
  "256×256×256, 3000 instances, 14 %": {
    content: "mixed",
    shape: [256, 256, 256],
    instances: 3000,
    foreground: 0.14,
    bytesPerVoxel: 2,
  },
  "256×256×128, 3000 cells without background": {
    content: "cells",
    shape: [256, 256, 128],
    instances: 3000,
    bytesPerVoxel: 2,
  },
};

const STRATEGIES = ["one-to-one", "many-to-one", "merge", "union"] as const;

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
  return evaluate({ reference: { data: reference, shape }, prediction: { data: prediction, shape } }, options);
}

function explorePair({ shape, reference, prediction }: VolumePair, options: ExploreOptions) {
  return explore({ reference: { data: reference, shape }, prediction: { data: prediction, shape } }, options);
}

export async function benchThresholds(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const results: Result[] = [];
  // What the evaluation does beside is kept small, so that it hides nothing.
  const asked = { input: "unmatched", metrics: ["iou", "dsc"], globalMetrics: [] } as const;
  for (const [workload, made] of Object.entries(PAIRS).slice(0, quick ? 1 : undefined)) {
    const pair = makePair(made);
    for (const strategy of STRATEGIES) {
      await checkCurve(pair, { ...asked, strategy });
      for (const [name, autc] of [
        ["evaluate", undefined],
        ["evaluate with exact AUTC", "exact"],
      ] as const) {
        const timing = await measure(async () => {
          const { groups } = await evaluatePair(pair, { ...asked, strategy, ...(autc && { autc }) });
          return groups.ungrouped.tp;
        }, options);
        results.push({ work: `${name}, ${strategy}`, workload, by: "release", ...timing });
      }
    }
    const timing = await measure(async () => (await explorePair(pair, asked)).length, options);
    results.push({ work: "explore, 7 strategies, 9 thresholds", workload, by: "release", ...timing });
  }
  return results;
}
