import type { Connectivity } from "../components/label-components.js";
import { type RunVolume, rowCount } from "../volumes/run-volume.js";
import { RunWriter } from "../volumes/run-writer.js";
import type { MapEngine } from "./map-engine.js";
import type { SignedMap } from "./map-volume.js";

/** How many steps of one voxel along an axis separate neighbours at most. */
const STEPS: Readonly<Record<Connectivity, number>> = { 4: 1, 6: 1, 8: 2, 18: 2, 26: 3 };

/**
 * Runs of the candidates by peaks: the components of {m ≥ max(threshold, p / ratio)} whose largest value is p. Labels are any numbers;
 * candidates are disjoint and do not touch.
 * @param above runs of {m ≥ threshold}
 */
export function peakRuns(
  engine: MapEngine,
  map: SignedMap,
  above: RunVolume,
  {
    threshold,
    ratio,
    connectivity,
  }: { readonly threshold: number; readonly ratio: number; readonly connectivity: Connectivity },
): RunVolume {
  const { arena, maps } = engine;
  const [nx, ny, nz] = above.shape;
  const found = new Uint32Array(1);
  const words = arena.u32(above.runs, 2 * above.runCount);
  for (let i = 0; i < words.length; i += 2) found[0] += (words[i] >>> 16) - (words[i] & 0xffff);
  const scratch = arena.allocate(maps.peaksBytes(found[0], above.runCount), 64);
  maps.beginPeaks(scratch, above.runs, above.rowOffsets, above.runCount, nx, ny, nz, STEPS[connectivity]);
  maps[`takePeaks${map.suffix}`](map.volume.data, map.reading, scratch);
  maps.sortPeaks(scratch);
  maps.findPeaks(scratch, threshold, ratio);
  const runs = new RunWriter(engine, above.shape);
  runs.addUntil(
    rowCount(above.shape),
    ({ row, last, runs: out, rowOffsets, capacity }) =>
      maps.listPeakRuns(scratch, row, last, out, rowOffsets, capacity) >>> 0,
  );
  return runs.list();
}
