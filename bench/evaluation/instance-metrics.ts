/** Surface distances, skeletons and regions: the whole way from arrays to the result. */

import { type EvaluateOptions, evaluate } from "../../src/index.js";
import { METRIC_KEYS, type MetricKey } from "../../src/metrics/registry.js";
import type { GroupResult } from "../../src/results/result-types.js";
import { makePair, type PairOptions } from "../data.js";
import { describePair, METRICS_PAIR, SPACING, WORK } from "../design.js";
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
  /** Whether it is measured on two threads, too. */
  readonly isDivided?: true;
}

function cases(quick: boolean): Case[] {
  const shape = quick ? ([64, 64, 64] as const) : METRICS_PAIR.shape;
  const half = quick ? ([32, 32, 32] as const) : ([128, 128, 128] as const);
  const many: PairOptions = { ...METRICS_PAIR, shape, ...(quick && { instances: 50 }) };
  const counts = { metrics: ["iou", "dsc"], globalMetrics: ["dsc"] } as const;
  const balls = { ...many, instances: 100 };
  return [
    { work: WORK.tenMetrics, pair: balls, options: { ...counts, metrics: TEN } },
    { work: WORK.counts, pair: many, options: counts, isDivided: true },
    { work: WORK.tenMetrics, pair: many, options: { ...counts, metrics: TEN }, isDivided: true },
    { work: WHOLE_ASSD, pair: balls, options: { metrics: ["iou"], globalMetrics: SURFACES, assd: "directed" } },
    {
      work: "ten metrics of each instance and of the whole foreground",
      pair: balls,
      options: { metrics: TEN, globalMetrics: TEN },
    },
    {
      work: WORK.regions,
      pair: { ...many, shape: half },
      options: { metrics: ["iou", "dsc", "assd", "rvd"], globalMetrics: ["dsc"], regions: true },
    },
  ];
}

export async function benchInstanceMetrics(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const results: Result[] = [];
  for (const { work, pair, options: asked, isDivided } of cases(quick)) {
    const { reference, prediction, shape } = makePair(pair);
    const inputs = {
      reference: { data: reference, shape, spacing: SPACING },
      prediction: { data: prediction, shape, spacing: SPACING },
    };
    const run = async (threads = 1): Promise<GroupResult> =>
      (await evaluate(inputs, { input: "unmatched", threshold: 0.1, ...asked }, { threads })).groups.ungrouped;
    const contenders: Record<string, Contender> = {
      release: { work: async () => (await run()).tp },
      ...(isDivided && { divided: { work: async () => (await run(2)).tp } }),
    };
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
    if (isDivided) results.push({ work, workload, by: "release", threads: 2, ...timings.divided });
  }
  return results;
}
