/** The whole evaluation in memory: typed arrays in, result out, counting metrics. */
import { type EvaluateOptions, type EvaluationResult, evaluate } from "../src/index.js";
import { makePair, type PairOptions, type VolumePair } from "./data.js";
import { type MeasureOptions, measure } from "./support/measure.js";
import { measureRead } from "./support/read-limit.js";
import type { Result } from "./support/report.js";
import { evaluateTwin } from "./twins/evaluate.js";

interface Workload {
  readonly workload: string;
  readonly input: "semantic" | "unmatched";
  readonly pair: PairOptions;
}

const MEDIUM = [256, 256, 256] as const;
const LARGE = [512, 512, 300] as const;

function workloads(quick: boolean): Workload[] {
  const list: Workload[] = [];
  for (const shape of quick ? [MEDIUM] : [MEDIUM, LARGE]) {
    const size = shape.join("×");
    for (const instances of [100, 1000]) {
      for (const foreground of [0.06, 0.14]) {
        list.push({
          workload: `${size}, ${instances} blobs, ${Math.round(100 * foreground)} %`,
          input: "semantic",
          pair: { content: "mixed", shape, instances, foreground, classes: 1 },
        });
      }
      list.push({
        workload: `${size}, ${instances} instances, 6 %, u16`,
        input: "unmatched",
        pair: { content: "mixed", shape, instances, foreground: 0.06, bytesPerVoxel: 2 },
      });
    }
  }
  const shape = quick ? ([64, 64, 64] as const) : MEDIUM;
  list.push({
    workload: `${shape.join("×")}, noise, 10 %`,
    input: "semantic",
    pair: { content: "noise", shape, foreground: 0.1, classes: 1 },
  });
  return list;
}

export async function benchPipeline(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const results: Result[] = [];
  for (const { workload, input, pair } of workloads(quick)) {
    const volumes = makePair(pair);
    const voxelBytes = volumes.reference.byteLength + volumes.prediction.byteLength;
    const row = { work: `evaluate, ${input}`, workload, voxelBytes };
    const bare = await measureRead([volumes.reference, volumes.prediction], options);
    results.push({ ...row, work: "bare read", by: "bare read", ...bare });
    checkAnswers(await evaluatePair(volumes, { input }), volumes, input, workload);

    let fastest = Number.POSITIVE_INFINITY;
    let stagesMs: Record<string, number> = {};
    const timing = await measure(async () => {
      const start = performance.now();
      const result = await evaluatePair(volumes, { input });
      const elapsed = performance.now() - start;
      if (elapsed < fastest) {
        fastest = elapsed;
        stagesMs = { ...result.timings };
      }
      return result.groups.ungrouped.tp;
    }, options);
    results.push({ ...row, by: "release", ...timing, stagesMs });

    const few = { warmUps: 1, repetitions: Math.min(3, options.repetitions) };
    const twin = await measure(() => evaluateTwin(volumes, input).truePositives, few);
    results.push({ ...row, by: "typescript", ...twin });
  }
  return results;
}

function evaluatePair(
  { shape, reference, prediction }: VolumePair,
  options: EvaluateOptions,
): Promise<EvaluationResult> {
  return evaluate({ reference: { data: reference, shape }, prediction: { data: prediction, shape } }, options);
}

/** Refuses to time two programs that say different things. */
function checkAnswers(result: EvaluationResult, volumes: VolumePair, input: Workload["input"], workload: string): void {
  const { tp, fp, fn, sq } = result.groups.ungrouped;
  const twin = evaluateTwin(volumes, input);
  const same =
    tp === twin.truePositives &&
    fp === twin.falsePositives &&
    fn === twin.falseNegatives &&
    Math.abs((sq ?? 0) - twin.segmentationQuality) < 1e-9;
  if (!same) {
    const found = JSON.stringify({ tp, fp, fn, sq });
    throw new Error(`${workload}: evaluate() says ${found}, the twin ${JSON.stringify(twin)}.`);
  }
}
