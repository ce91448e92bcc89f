import { type RunVolume, rowCount } from "../volumes/run-volume.js";
import { RunWriter } from "../volumes/run-writer.js";
import type { MapEngine } from "./map-engine.js";
import type { SignedMap } from "./map-volume.js";

/**
 * Runs (label 1) of the domain's voxels whose value is at least `threshold`; with −Infinity, of all that are numbers. They are
 * allocated at the top of the arena.
 */
export function thresholdRuns(
  engine: MapEngine,
  map: SignedMap,
  domain: RunVolume | null,
  threshold: number,
): RunVolume {
  const { shape, data } = map.volume;
  const found = new RunWriter(engine, shape);
  const within = domain === null ? ([0, 0] as const) : ([domain.runs, domain.rowOffsets] as const);
  found.addUntil(
    rowCount(shape),
    ({ row, last, runs, rowOffsets, capacity }) =>
      engine.maps.thresholdRuns(
        data,
        map.reading,
        threshold,
        ...within,
        shape[0],
        row,
        last,
        runs,
        rowOffsets,
        capacity,
      ) >>> 0,
  );
  return found.list();
}
