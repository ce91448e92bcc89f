/** Surface distances, skeletons and regions: the whole way from arrays to the result. */

import { type EvaluateOptions, evaluate } from "../../src/index.js";
import { METRIC_KEYS, type MetricKey } from "../../src/metrics/registry.js";
import type { GroupResult } from "../../src/results/result-types.js";
import { makePair, type PairOptions } from "../data.js";
import { describePair, SPACING, WORK } from "../design.js";
import { surfaceDistancesTwin } from "../oracle/surface-distances.js";
import { type Contender, type MeasureOptions, measureInTurn } from "../support/measure.js";
import type { Result } from "../support/result.js";

/** panoptica's ten: all of ours but those that it does not have. */
const TEN = METRIC_KEYS.filter((key) => key !== "masd" && key !== "boundaryIou");
const SURFACES: readonly MetricKey[] = ["assd"];

const WHOLE_ASSD = "assd of the whole foreground";

interface Case {
  readonly work: string;
  readonly pair: PairOptions;
  readonly options: EvaluateOptions;
}

function cases(quick: boolean): Case[] {
  const shape = quick ? ([64, 64, 64] as const) : ([256, 256, 256] as const);
  const half = quick ? ([32, 32, 32] as const) : ([128, 128, 128] as const);
  const balls = { content: "balls", shape, instances: 100, foreground: 0.06, bytesPerVoxel: 2 } as const;
  return [
    { work: WORK.tenMetrics, pair: balls, options: { metrics: TEN, globalMetrics: ["dsc"] } },
    { work: WHOLE_ASSD, pair: balls, options: { metrics: ["iou"], globalMetrics: SURFACES, assd: "directed" } },
    {
      work: "ten metrics of each instance and of the whole foreground",
      pair: balls,
      options: { metrics: TEN, globalMetrics: TEN },
    },
    {
      work: WORK.regions,
      pair: { ...balls, shape: half, instances: quick ? 50 : 1000 },
      options: { metrics: ["iou", "dsc", "assd", "rvd"], globalMetrics: ["dsc"], regions: true },
    },
  ];
}

export async function benchInstanceMetrics(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const results: Result[] = [];
  for (const { work, pair, options: asked } of cases(quick)) {
    const { reference, prediction, shape } = makePair(pair);
    const inputs = {
      reference: { data: reference, shape, spacing: SPACING },
      prediction: { data: prediction, shape, spacing: SPACING },
    };
    const run = async (): Promise<GroupResult> =>
      (await evaluate(inputs, { input: "unmatched", threshold: 0.1, ...asked }, { threads: 1 })).groups.ungrouped;
    const contenders: Record<string, Contender> = { release: { work: async () => (await run()).tp } };
    if (work === WHOLE_ASSD) {
      const [one, other] = [Uint32Array.from(reference), Uint32Array.from(prediction)];
      const twin = () => surfaceDistancesTwin(one, other, shape, SPACING);
      const [found, expected] = [(await run()).global_bin_assd ?? Number.NaN, twin()];
      if (!(Math.abs(found - expected) < 1e-6)) throw new Error(`assd is ${found}, and ${expected} by the twin.`);
      contenders.typescript = { work: twin };
    }
    const timings = await measureInTurn(contenders, options);
    const workload = `${describePair(pair)}, spacing ${SPACING.join("×")}`;
    for (const by of ["release", "typescript"] as const) {
      if (by in contenders) results.push({ work, workload, by, ...timings[by] });
    }
  }
  return results;
}
