import { VoxmatchError } from "../../../base/errors.js";
import { subtractRuns } from "../../../bindings/components/combine-runs.js";
import type { MapEngine } from "../../../bindings/maps/map-engine.js";
import type { SignedMap } from "../../../bindings/maps/map-volume.js";
import { measureSegments } from "../../../bindings/maps/measure-segments.js";
import { listSegments } from "../../../bindings/maps/segments.js";
import { thresholdRuns } from "../../../bindings/maps/threshold-runs.js";
import type { RunVolume } from "../../../bindings/volumes/run-volume.js";

/** The least double above 1. */
const ABOVE_ONE = 1 + Number.EPSILON;

/** Says how many values are no probabilities, and where the first one is. */
export function refuseImprobable(engine: MapEngine, map: SignedMap, domain: RunVolume | null, label: string): never {
  const numbers = thresholdRuns(engine, map, domain, Number.NEGATIVE_INFINITY);
  const possible = subtractRuns(
    engine,
    thresholdRuns(engine, map, domain, 0),
    thresholdRuns(engine, map, domain, ABOVE_ONE),
    0,
  );
  const outside = subtractRuns(engine, numbers, possible, 0);
  const [, wrong] = measureSegments(engine, map, listSegments(engine, outside, null, 2));
  const [nx, ny] = map.volume.shape;
  const rows = engine.arena.u32(outside.rowOffsets, ny * map.volume.shape[2] + 1);
  const row = rows.findIndex((_, i) => rows[i + 1] > 0);
  const x = engine.arena.u32(outside.runs, 1)[0] & 0xffff;
  const voxel = [x % nx, row % ny, Math.floor(row / ny)];
  throw new VoxmatchError(
    "INVALID_VOLUME",
    `${label} has ${wrong.voxels} values outside [0, 1] (from ${wrong.least} to ${wrong.largest}), the first at [${voxel}]: these are no ` +
      "probabilities. Divide by 255 with --scale 255 (option scale) if they are bytes, or score them as relevance with " +
      'voxmatch heatmap (kind: "relevance").',
    { count: wrong.voxels, least: wrong.least, largest: wrong.largest, voxel },
  );
}
