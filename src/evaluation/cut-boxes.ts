import type { Engine } from "../../bindings/engine/engine.js";
import { BoxCutter, slabRuns } from "../io/slabs/box-cutter.js";
import type { Slab } from "../io/slabs/slab-reader.js";
import type { BoxesOfPair } from "./read-pairs.js";

/** Cuts boxes out of the slabs of both volumes. @param reread reads both once more, slab by slab */
export function cutBoxes(
  engine: Engine,
  reread: (take: (reference: Slab, prediction: Slab) => void) => Promise<void>,
): BoxesOfPair {
  return async (boxes, take) => {
    const cuts = boxes.map((box) => ({ box, reference: new BoxCutter(box), prediction: new BoxCutter(box) }));
    await reread((reference, prediction) => {
      const last = reference.firstLayer + reference.shape[2];
      const here = cuts.filter(({ box: { origin, shape } }) => {
        return origin[2] < last && origin[2] + shape[2] > reference.firstLayer;
      });
      for (const [slab, side] of [
        [reference, "reference"],
        [prediction, "prediction"],
      ] as const) {
        const mark = engine.arena.mark();
        const runs = slabRuns(engine, slab);
        for (const cut of here) cut[side].take(engine, runs, slab.firstLayer);
        engine.arena.release(mark);
      }
    });
    for (const [i, { reference, prediction }] of cuts.entries()) {
      const mark = engine.arena.mark();
      const volumes = [reference, prediction].map((cut) => {
        return { voxels: cut.copyIn(engine), united: null, rounding: null };
      });
      take(i, volumes);
      engine.arena.release(mark);
    }
  };
}
