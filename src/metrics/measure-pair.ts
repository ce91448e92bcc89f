import type { Job } from "../../bindings/threads/job.js";

import { centrelineCounts } from "./centreline.js";
import { layFlat } from "./lay-flat.js";
import type { PairOfMasks } from "./mask-source.js";
import type { MetricNeed } from "./metric.js";
import { boxVoxels, type PairRequest } from "./metric-request.js";
import { paintPair } from "./paint-pair.js";
import { metricOf, needOf } from "./registry.js";
import { surfaceDistances } from "./surface-distances.js";

/** The metrics of a pair of masks that counts cannot say, in the order of the keys. */
export const measurePair: Job<PairRequest> = {
  name: "measurePair",
  run: (engine, { reference, prediction, pair, keys, spacing, settings }) => {
    const mark = engine.arena.mark();
    try {
      const masks = layFlat(engine, paintPair({ engine, reference, prediction }, pair));
      const needs = (what: MetricNeed) => keys.some((key) => needOf(key) === what);
      const withPercentile = keys.includes("hd95");
      const surfaces = needs("surfaces") ? surfaceDistances(engine, masks, spacing, settings, withPercentile) : null;
      const centrelines = needs("skeletons") ? centrelineCounts(engine, masks, settings.thinning) : null;
      return keys.map((key) => {
        const { from } = metricOf(key);
        if ("surfaces" in from && surfaces !== null) return from.surfaces(surfaces, settings);
        if ("skeletons" in from && centrelines !== null) return from.skeletons(centrelines, settings);
        return Number.NaN;
      });
    } finally {
      engine.arena.release(mark);
    }
  },
};

/** Scratch for each voxel of a box: masks, skeletons and, at the worst, a distance transform of 17 bytes a voxel. */
const SCRATCH_PER_VOXEL = 24;

/** Further scratch, for small boxes. */
const SCRATCH_ROOM = 1 << 17;

/** A worker that would need more leaves the pair to the caller, whose arena can grow. */
const MAXIMUM_SCRATCH = 2 ** 28;

/** Scratch that surely does for a pair, unless it is one for the caller. */
export function scratchFor(pair: PairOfMasks): number {
  return Math.min(MAXIMUM_SCRATCH, SCRATCH_ROOM + SCRATCH_PER_VOXEL * boxVoxels(pair));
}
