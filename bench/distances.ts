import { performance } from "node:perf_hooks";
import type { GroupResult } from "../src/aggregate/result-types.js";
import { evaluate } from "../src/evaluate.js";
import { METRIC_KEYS, type MetricKey } from "../src/metrics/registry.js";
import type { EvaluateOptions } from "../src/options/registry.js";
import { makeBalls } from "./data/balls.js";
import { surfaceDistancesTwin } from "./twins/surface-distances.js";

type Shape = readonly [nx: number, ny: number, nz: number];

export interface DistanceTiming {
  readonly what: string;
  readonly data: string;
  readonly by: "voxmatch" | "plain TypeScript" | "panoptica";
  readonly runs: number;
  readonly minimumMs: number;
  readonly medianMs: number;
  /** Where the number comes from, if it was not measured by this run. */
  readonly note?: string;
}

const SPACING: Shape = [0.8, 0.8, 1.5];
const ELSEWHERE = "panoptica b0ac3e4 from files, measured before on the same kind of machine and data of the same make";

/** panoptica's ten: all of ours but those that it does not have. */
const TEN = METRIC_KEYS.filter((key) => key !== "masd" && key !== "boundaryIou");
const SURFACES: readonly MetricKey[] = ["assd"];

interface Case {
  readonly what: string;
  readonly size: number;
  readonly instances: number;
  readonly options: EvaluateOptions;
  /** panoptica's seconds, minimum and median. */
  readonly panoptica: readonly [number, number] | null;
}

const CASES: readonly Case[] = [
  {
    what: "ten metrics of each instance",
    size: 256,
    instances: 100,
    options: { metrics: TEN, globalMetrics: ["dsc"] },
    panoptica: [2.37, 2.67],
  },
  {
    what: "assd of the whole foreground",
    size: 256,
    instances: 100,
    options: { metrics: ["iou"], globalMetrics: SURFACES },
    panoptica: null,
  },
  {
    what: "ten metrics of each instance and of the whole foreground",
    size: 256,
    instances: 100,
    options: { metrics: TEN, globalMetrics: TEN },
    panoptica: [29.48, 31.16],
  },
  {
    what: "every reference in its own region",
    size: 128,
    instances: 1000,
    options: { metrics: ["iou", "dsc", "assd", "rvd"], globalMetrics: ["dsc"], regions: true },
    panoptica: [107, 107],
  },
];

/**
 * Distances, skeletons and regions of seeded balls against the same balls a little moved: the whole way from arrays to the
 * result. Nothing is timed where the twin in plain TypeScript disagrees.
 */
export async function benchDistances(repeats = 5): Promise<DistanceTiming[]> {
  const timings: DistanceTiming[] = [];
  for (const { what, size, instances, options, panoptica } of CASES) {
    const shape: Shape = [size, size, size];
    const data = `${size}³, ${instances} balls, 6 %, spacing ${SPACING.join("×")}`;
    const reference = makeBalls(shape, instances, 0.06, 20_261_123);
    // Two voxels along x and one along y, z: surfaces near each other, with some overlap nearly everywhere.
    const prediction = reference.map((_, i) => reference[Math.max(0, i - 2 - size - size * size)]);
    const run = async (): Promise<GroupResult> => {
      const volumes = [reference, prediction].map((labels) => ({ data: labels, shape, spacing: SPACING }));
      const inputs = { reference: volumes[0], prediction: volumes[1] };
      return (await evaluate(inputs, { input: "unmatched", threshold: 0.1, ...options })).groups.ungrouped;
    };
    if (options.globalMetrics === SURFACES) {
      const found = (await run()).global_bin_assd ?? Number.NaN;
      const twin = () => surfaceDistancesTwin(reference, prediction, shape, SPACING);
      const expected = twin();
      if (!(Math.abs(found - expected) < 1e-6)) throw new Error(`assd is ${found}, and ${expected} by the twin.`);
      timings.push({ what, data, by: "plain TypeScript", ...(await measure(1, 0, async () => twin())) });
    }
    timings.push({ what, data, by: "voxmatch", ...(await measure(repeats, 1, run)) });
    if (panoptica !== null) {
      const [minimumMs, medianMs] = panoptica.map((seconds) => 1000 * seconds);
      timings.push({ what, data, by: "panoptica", runs: 0, minimumMs, medianMs, note: ELSEWHERE });
    }
  }
  return timings;
}

async function measure(runs: number, warmUps: number, work: () => Promise<unknown>) {
  const times: number[] = [];
  for (let i = -warmUps; i < runs; i++) {
    const start = performance.now();
    await work();
    if (i >= 0) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { runs, minimumMs: times[0], medianMs: times[runs >> 1] };
}
