import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import { type RunVolume, rowCount, type Triple } from "../volumes/run-volume.js";
import { RunWriter } from "../volumes/run-writer.js";

/** The runs of u32 labels that lie densely in the arena already. */
export function scanDense(engine: Engine, source: Pointer, shape: Triple): RunVolume {
  const [nx] = shape;
  const found = new RunWriter(engine, shape);
  found.addUntil(rowCount(shape), ({ row, last, runs, rowOffsets, capacity }) => {
    return (
      row + engine.kernels.scanRunsU32(source + 4 * nx * row, nx, last - row, runs, rowOffsets + 4 * row, capacity)
    );
  });
  return found.list();
}
