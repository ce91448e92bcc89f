/** The guarded kernels, each with its yardstick. */

import { solveAssignment } from "../../bindings/assignment/solve-assignment.js";
import { countBlockOverlap, countOverlap } from "../../bindings/components/count-overlap.js";
import { labelBlocks } from "../../bindings/components/label-blocks.js";
import { labelComponents } from "../../bindings/components/label-components.js";
import { measureLabels } from "../../bindings/components/measure-labels.js";
import { distanceTransform } from "../../bindings/distances/distance-transform.js";
import { nearestLabels } from "../../bindings/distances/nearest-label.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { createEngine } from "../../bindings/pool/create-engine.js";
import { asRunVolume } from "../../bindings/volumes/arena-volume.js";
import { paintLabels } from "../../bindings/volumes/paint-labels.js";
import { copyRunVolume } from "../../bindings/volumes/run-volume.js";
import { evaluate } from "../../src/index.js";
import { METRIC_KEYS } from "../../src/metrics/registry.js";
import { uniformCosts } from "../assignment/solve-assignment.js";
import { makePair, type PairOptions } from "../data.js";
import { SPACING } from "../design.js";
import { evaluatePair } from "../evaluation/pairs.js";
import { makeBall, skeletonizing } from "../skeletons/skeletonize.js";
import { packBits } from "../support/bits.js";
import { bitsOf, scan } from "../support/compare.js";
import type { Contender } from "../support/measure.js";
import type { Shape } from "../support/paint-shapes.js";
import { bareRead, referenceLoop } from "../support/read-limit.js";

export interface GuardCase {
  readonly name: string;
  readonly kernel: Contender;
  readonly limit: Contender;
}

/** About two milliseconds: most kernels take a fraction of that to some of it. */
const LOOP_STEPS = 200_000;

const EDGE = 128;
const PAIR: PairOptions = {
  content: "mixed",
  shape: [EDGE, EDGE, EDGE],
  instances: 100,
  foreground: 0.1,
};

/** Sets everything up, in one process and one linear memory; nothing is measured yet. */
export async function guardCases(): Promise<GuardCase[]> {
  const engine = await createEngine({ build: "release" });
  const loop = await referenceLoop(LOOP_STEPS);
  const against = (name: string, kernel: Contender): GuardCase => ({ name, kernel, limit: loop });
  const runs = makeRuns(engine);
  const scans = await Promise.all(([1, 2, 4] as const).map((bytes) => scanCase(engine, bytes)));
  const inArena = (work: () => number): Contender => {
    const mark = engine.arena.mark();
    return { work, reset: () => engine.arena.release(mark) };
  };
  const costs = uniformCosts(500);
  const edge = 48;
  const small: Shape = [edge, edge, edge];
  const ball = makeBall(edge);
  const mask = engine.arena.copyIn(ball);
  const bits = packBits(engine, ball, small);
  let own = runs.scanned;
  const before = engine.arena.mark();
  const unlabelled = () => {
    engine.arena.release(before);
    own = copyRunVolume(engine, runs.scanned);
  };
  const box = { origin: [0, 0, 0], shape: [EDGE, EDGE, EDGE / 2] } as const;
  return [
    ...scans,
    against("label components", { work: () => labelComponents(engine, own, 26).classes.length, reset: unlabelled }),
    against(
      "label and measure blocks",
      inArena(() => labelBlocks(engine, [runs.bits])[0].count),
    ),
    against(
      "count overlap on blocks",
      inArena(() => countBlockOverlap(engine, runs.blocks[0].list, runs.blocks[1].list).voxels.length),
    ),
    against(
      "measure labels",
      inArena(() => measureLabels(engine, runs.reference, runs.count).voxels[0]),
    ),
    against(
      "count overlap",
      inArena(() => countOverlap(engine, runs.reference, runs.prediction).voxels.length),
    ),
    against(
      "paint labels",
      inArena(() => paintLabels(engine, [runs.reference], box, runs.count)[0]),
    ),
    against(
      "nearest label",
      inArena(() => nearestLabels(engine, runs.reference, SPACING)),
    ),
    against(
      "distance transform",
      inArena(() => distanceTransform(engine, mask, small, SPACING)),
    ),
    against("skeletonize", skeletonizing(engine, bits, small)),
    against("solve assignment", { work: () => solveAssignment(engine, costs, 500, 500)?.columnOfRow[0] ?? Number.NaN }),
    against("evaluate, counts", evaluateCounts()),
    against("evaluate, all metrics", evaluateAll()),
  ];
}

function makeRuns(engine: Engine) {
  const { reference, prediction, shape } = makePair({ ...PAIR, classes: 1 });
  const bits = [reference, prediction].map((data) => bitsOf(scan(engine, data, shape)));
  const scanned = asRunVolume(engine, bits[0]);
  const labelled = labelComponents(engine, copyRunVolume(engine, scanned), 26);
  return {
    bits: bits[0],
    blocks: labelBlocks(engine, bits),
    scanned,
    reference: labelled,
    prediction: labelComponents(engine, asRunVolume(engine, bits[1]), 26),
    count: labelled.classes.length,
  };
}

async function scanCase(engine: Engine, bytesPerVoxel: 1 | 2 | 4): Promise<GuardCase> {
  const { reference, shape } = makePair({ ...PAIR, bytesPerVoxel });
  const work = () => {
    const mark = engine.arena.mark();
    const list = scan(engine, reference, shape);
    engine.arena.release(mark);
    return "runs" in list ? list.runCount : list.label;
  };
  return { name: `scan runs, u${8 * bytesPerVoxel}`, kernel: { work }, limit: await bareRead([reference]) };
}

function evaluateCounts(): Contender {
  const pair = makePair({ ...PAIR, classes: 1 });
  return { work: async () => (await evaluatePair(pair, "semantic")).groups.ungrouped.tp };
}

function evaluateAll(): Contender {
  const { reference, prediction, shape } = makePair({ ...PAIR, shape: [64, 64, 64], instances: 20 });
  const inputs = {
    reference: { data: reference, shape, spacing: SPACING },
    prediction: { data: prediction, shape, spacing: SPACING },
  };
  const options = { input: "unmatched", metrics: METRIC_KEYS } as const;
  return { work: async () => (await evaluate(inputs, options, { threads: 1 })).groups.ungrouped.tp };
}
