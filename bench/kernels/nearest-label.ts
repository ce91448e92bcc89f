import { performance } from "node:perf_hooks";
import { distanceTransform } from "../../bindings/distance-transform.js";
import { createEngine, type Engine } from "../../bindings/engine.js";
import { integerWeights } from "../../bindings/integer-weights.js";
import { nearestLabels } from "../../bindings/nearest-label.js";
import type { RunList } from "../../bindings/run-list.js";
import { RunScanner } from "../../bindings/scan-runs.js";
import { makeBalls } from "../data/balls.js";
import { nearestLabelsTwin } from "../twins/nearest-label.js";

export interface KernelTiming {
  readonly kernel: string;
  readonly data: string;
  readonly runs: number;
  readonly minimumMs: number;
  readonly medianMs: number;
}

type Shape = readonly [number, number, number];

const CASES: readonly { shape: Shape; instances: number; share: number; spacing: Shape; twin: boolean }[] = [
  { shape: [256, 256, 256], instances: 100, share: 0.06, spacing: [0.8, 0.8, 1.5], twin: true },
  {
    shape: [256, 256, 256],
    instances: 100,
    share: 0.06,
    spacing: [0.800000011920929, 0.800000011920929, 1.5],
    twin: false,
  },
  { shape: [256, 256, 256], instances: 100, share: 0.06, spacing: [1, 1, 1], twin: false },
  { shape: [256, 256, 256], instances: 1, share: 0.0001, spacing: [0.8, 0.8, 1.5], twin: false },
  { shape: [1024, 1024, 1], instances: 200, share: 0.1, spacing: [1, 1, 1], twin: false },
];

/** Times the nearest-label kernel on seeded balls, against its plain twin where that is bearable, and the distance transform. */
export async function benchNearestLabel(repeats = 7): Promise<KernelTiming[]> {
  const engine = await createEngine();
  const timings: KernelTiming[] = [];
  for (const { shape, instances, share, spacing, twin } of CASES) {
    const data = `${shape.join("×")}, ${instances} balls, ${share * 100} %, spacing ${spacing.join("×")}`;
    const labels = makeBalls(shape, instances, share, 20_261_123);
    const mark = engine.arena.mark();
    const list = scan(engine, labels, shape);
    if (twin) {
      const { weights } = integerWeights(shape, spacing);
      const expected = nearestLabelsTwin(labels, shape, weights);
      refuseDifference(engine, nearestLabels(engine, list, spacing), expected);
      timings.push(time("nearest-label, plain TypeScript", data, 3, () => nearestLabelsTwin(labels, shape, weights)));
    }
    timings.push(
      time("nearest-label", data, repeats, () => release(engine, () => nearestLabels(engine, list, spacing))),
    );
    engine.arena.release(mark);
  }
  for (const edge of [24, 64]) {
    const mark = engine.arena.mark();
    const mask = engine.arena.copyIn(Uint8Array.from(makeBalls([edge, edge, edge], 3, 0.2, edge)));
    const measure = () => distanceTransform(engine, mask, [edge, edge, edge], [0.8, 0.8, 1.5]);
    timings.push(time("distance-transform", `${edge}³, 3 balls, 20 %`, 200, () => release(engine, measure)));
    engine.arena.release(mark);
  }
  return timings;
}

function scan(engine: Engine, labels: Uint32Array<ArrayBuffer>, shape: Shape): RunList {
  const scanner = new RunScanner(engine, shape, { dataType: "uint32", littleEndian: true, slope: 1, intercept: 0 });
  scanner.push(new Uint8Array(labels.buffer));
  return scanner.list();
}

function release(engine: Engine, work: () => unknown): void {
  const mark = engine.arena.mark();
  work();
  engine.arena.release(mark);
}

function refuseDifference(engine: Engine, out: number, expected: Uint32Array): void {
  const found = engine.arena.u32(out, expected.length);
  const i = expected.findIndex((label, at) => label !== found[at]);
  if (i >= 0) throw new Error(`Voxel ${i} is ${found[i]}, and ${expected[i]} by the twin: no timing of wrong answers.`);
}

/** Two calls to warm up, then `repeats` timed ones. */
function time(kernel: string, data: string, repeats: number, work: () => unknown): KernelTiming {
  for (let i = 0; i < 2; i++) work();
  const elapsed = Array.from({ length: repeats }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  }).sort((a, b) => a - b);
  return { kernel, data, runs: repeats, minimumMs: elapsed[0], medianMs: elapsed[repeats >> 1] };
}
