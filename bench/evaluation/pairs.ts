/** The whole evaluation in memory: typed arrays in, result out, counting metrics; compared with the twin and a bare read. */
import { createEngine } from "../../bindings/pool/create-engine.js";
import { type EvaluationResult, evaluate } from "../../src/index.js";
import { foregroundShare, makePair, type VolumePair } from "../data.js";
import { type Axis, evaluationOf, type Workload, workloadsOf } from "../design.js";
import { evaluateTwin } from "../oracle/evaluate.js";
import { type MeasureOptions, measureInTurn } from "../support/measure.js";
import { bareRead } from "../support/read-limit.js";
import type { Result } from "../support/result.js";

/** Smallest number of voxels at which two threads are measured, too. */
const DIVIDED_VOXELS = 2 ** 23;

/** Measures every workload of an axis. */
export async function benchAxis(axis: Axis, options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const results: Result[] = [];
  for (const workload of workloadsOf(axis, quick)) results.push(...(await benchPair(workload, options)));
  return results;
}

/** Measures one workload, once evaluation and twin are seen to agree. */
export async function benchPair(workload: Workload, options: MeasureOptions): Promise<Result[]> {
  const { name, input, pair, taxonomy } = workload;
  const volumes = makePair(pair);
  const run = (threads = 1) => evaluatePair(volumes, input, { threads, taxonomy });
  checkAnswers(await run(), volumes, input, name);
  const { build } = await createEngine();
  const keepStages = makeStageKeeper();
  const isDivided = volumes.reference.length >= DIVIDED_VOXELS;
  const timings = await measureInTurn<string>(
    {
      read: await bareRead([volumes.reference, volumes.prediction]),
      voxmatch: { work: () => keepStages(run) },
      ...(isDivided && {
        divided: { work: async () => (await run(2)).groups.ungrouped.tp },
      }),
    },
    options,
  );
  // Not in turn with the others: what it leaves behind is collected on another thread, which costs two threads most.
  const { typescript } = await measureInTurn(
    { typescript: { work: () => evaluateTwin(volumes, input).truePositives } },
    options,
  );
  const row = {
    work: evaluationOf(workload),
    workload: name,
    voxels: volumes.reference.length,
    ...(pair.instances === undefined ? {} : { instances: pair.instances }),
    foreground: Number(foregroundShare(volumes.reference).toPrecision(3)),
  };
  return [
    { ...row, by: "read", ...timings.read },
    { ...row, by: build, ...timings.voxmatch, stagesMs: keepStages.fastest() },
    ...(timings.divided === undefined ? [] : [{ ...row, by: build, threads: 2, ...timings.divided }]),
    { ...row, by: "typescript", ...typescript },
  ];
}

export function evaluatePair(
  { shape, reference, prediction }: VolumePair,
  input: Workload["input"],
  { threads = 1, taxonomy = true } = {},
): Promise<EvaluationResult> {
  const inputs = { reference: { data: reference, shape }, prediction: { data: prediction, shape } };
  return evaluate(inputs, { input, taxonomy }, { threads });
}

/** Runs evaluations and keeps the stages of the fastest. */
function makeStageKeeper() {
  let fastestMs = Number.POSITIVE_INFINITY;
  let stagesMs: Readonly<Record<string, number>> = {};
  const run = async (work: () => Promise<EvaluationResult>): Promise<number> => {
    const start = performance.now();
    const { groups, timings } = await work();
    const elapsed = performance.now() - start;
    if (elapsed < fastestMs) {
      fastestMs = elapsed;
      stagesMs = Object.fromEntries(Object.entries(timings).map(([stage, ms]) => [stage, Number(ms.toPrecision(4))]));
    }
    return groups.ungrouped.tp;
  };
  return Object.assign(run, { fastest: () => stagesMs });
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
