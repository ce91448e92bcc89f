/** The label of the nearest labelled voxel, and squared distances to a mask. */
import { distanceTransform } from "../../bindings/distances/distance-transform.js";
import { integerSpacing } from "../../bindings/distances/integer-spacing.js";
import { nearestLabels } from "../../bindings/distances/nearest-label.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { createEngine } from "../../bindings/pool/create-engine.js";
import { makePair, type PairOptions } from "../data.js";
import { describePair, NEAREST_LABEL_PAIR, SPACING } from "../design.js";
import { nearestLabelsTwin } from "../oracle/nearest-label.js";
import { checkArrays, scanToRuns } from "../support/compare.js";
import { type MeasureOptions, measure, measureInTurn } from "../support/measure.js";
import type { Shape } from "../support/paint-shapes.js";
import type { Result } from "../support/result.js";

const VOXELS: Shape = [1, 1, 1];

interface Case {
  readonly pair: PairOptions;
  readonly spacing: Shape;
}

function cases(quick: boolean): Case[] {
  if (quick) return [{ pair: { ...NEAREST_LABEL_PAIR, shape: [64, 64, 64] }, spacing: SPACING }];
  return [
    { pair: NEAREST_LABEL_PAIR, spacing: SPACING },
    // As a 32-bit header has them: the weights are no small whole numbers.
    { pair: NEAREST_LABEL_PAIR, spacing: [Math.fround(0.8), Math.fround(0.8), 1.5] },
    { pair: NEAREST_LABEL_PAIR, spacing: VOXELS },
    { pair: { ...NEAREST_LABEL_PAIR, instances: 1, foreground: 0.0001 }, spacing: SPACING },
    {
      pair: { ...NEAREST_LABEL_PAIR, shape: [1024, 1024, 1], instances: 200, foreground: 0.1 },
      spacing: VOXELS,
    },
  ];
}

export async function benchNearestLabel(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const engine = await createEngine();
  const divided = await createEngine();
  await divided.workerPool?.resize(2);
  const results: Result[] = [];
  for (const { pair, spacing } of cases(quick)) {
    const workload = `${describePair(pair)}, spacing ${spacing.join("×")}`;
    const { reference, shape } = makePair(pair);
    const labels = Uint32Array.from(reference);
    const begin = engine.arena.mark();
    const list = scanToRuns(engine, reference, shape);
    const release = releasing(engine, () => nearestLabels(engine, list, spacing));
    const { weights } = integerSpacing(shape, spacing);
    const twin = () => nearestLabelsTwin(labels, shape, weights);
    const mark = engine.arena.mark();
    checkArrays(engine.arena.u32(nearestLabels(engine, list, spacing), labels.length), twin(), workload);
    engine.arena.release(mark);
    const start = divided.arena.mark();
    const same = scanToRuns(divided, reference, shape);
    const two = releasing(divided, () => nearestLabels(divided, same, spacing));
    const timings = await measureInTurn({ release, two, typescript: { work: () => twin()[0] } }, options);
    divided.arena.release(start);
    results.push({ work: "nearest label", workload, by: "release", voxels: labels.length, ...timings.release });
    results.push({ work: "nearest label", workload, by: "release", threads: 2, ...timings.two });
    results.push({ work: "nearest label", workload, by: "typescript", voxels: labels.length, ...timings.typescript });
    engine.arena.release(begin);
  }
  for (const edge of quick ? [24] : [24, 64, 128]) {
    const shape: Shape = [edge, edge, edge];
    const pair = { content: "balls", shape, instances: 3, foreground: 0.2, classes: 1 } as const;
    const begin = engine.arena.mark();
    const mask = engine.arena.copyIn(new Uint8Array(makePair(pair).reference));
    const { work, reset } = releasing(engine, () => distanceTransform(engine, mask, shape, SPACING));
    const workload = `${describePair(pair)}, spacing ${SPACING.join("×")}`;
    results.push({ work: "distance transform", workload, by: "release", ...(await measure(work, options, reset)) });
    engine.arena.release(begin);
  }
  return results;
}

/** Releases the arena's blocks of a run before the next one. */
function releasing(engine: Engine, work: () => number) {
  const mark = engine.arena.mark();
  return { work, reset: () => engine.arena.release(mark) };
}
