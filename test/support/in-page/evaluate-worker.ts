/** A page's worker that evaluates one pair on one thread and on three, and says what came of it. */
import { createEngine } from "../../../bindings/pool/create-engine.js";
import { withEngine } from "../../../bindings/pool/engine-pool.js";
import { evaluate } from "../../../src/evaluation/evaluate.js";

const SHAPE = [48, 48, 48];

/** Cubes of 6 voxels in a grid of 8; the prediction is shifted by a voxel. */
function cubes(shift: number): Uint8Array {
  const data = new Uint8Array(SHAPE[0] * SHAPE[1] * SHAPE[2]);
  data.forEach((_, i) => {
    const at = [i % 48, Math.floor(i / 48) % 48, Math.floor(i / 48 / 48)];
    if (at.every((x) => (x + shift) % 8 < 6)) data[i] = 1;
  });
  return data;
}

async function answer() {
  const inputs = {
    reference: { data: cubes(0), shape: SHAPE },
    prediction: { data: cubes(1), shape: SHAPE },
  };
  const options = { input: "semantic", metrics: ["iou", "hd95", "cldsc"], threshold: 0.1, regions: true } as const;
  const one = await evaluate(inputs, options, { threads: 1 });
  await evaluate(inputs, options, { threads: 3 });
  const { build, workerPool } = await createEngine();
  // The engine that evaluated has its workers by now; it is lent again.
  const present = await withEngine(undefined, async (engine) => {
    await engine.workerPool?.waitUntilReady(20_000);
    return engine.workerPool?.present ?? 0;
  });
  const three = await evaluate(inputs, options, { threads: 3 });
  return {
    build,
    mayHaveWorkers: workerPool !== null,
    present,
    instances: one.groups.ungrouped.n_ref_instances,
    same: JSON.stringify(one.groups) === JSON.stringify(three.groups),
  };
}

answer().then(
  (found) => postMessage(found),
  (error) => postMessage(String(error)),
);
