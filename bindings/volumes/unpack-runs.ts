import type { Engine } from "../engine/engine.js";
import type { BitVolume } from "./bit-volume.js";
import type { RunWriter } from "./run-writer.js";

/** Adds the runs of all rows of bits before `lastRow` to those that are there. */
export function unpackRuns(engine: Engine, { bits, shape, label }: BitVolume, found: RunWriter, lastRow: number): void {
  found.addUntil(lastRow, ({ row, last, runs, rowOffsets, capacity }) => {
    return engine.kernels.unpackRuns(bits, shape[0], label, row, last, runs, rowOffsets, capacity) >>> 0;
  });
}
