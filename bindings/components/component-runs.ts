import type { Engine } from "../engine/engine.js";
import { ROWS_PER_CALL, type RunVolume, rowCount } from "../volumes/run-volume.js";
import type { BlockComponents } from "./measure-blocks.js";

/**
 * The runs of single rows with the numbers of the components that they belong to. Room for them is reserved at once, as
 * the arena is a stack; they are written when they are first asked for, which counts alone never do.
 */
export function rowRunsOf(engine: Engine, { list, rowRuns }: BlockComponents): () => RunVolume {
  const { arena, kernels } = engine;
  const { bits, label, shape } = list.volume;
  const [nx, ny] = shape;
  const rows = rowCount(shape);
  const rowOffsets = arena.allocate(4 * (rows + 1));
  // The kernel stops where the longest possible row might not fit.
  const capacity = rowRuns + Math.ceil(nx / 2);
  const runs = arena.allocate(8 * capacity);
  let written: RunVolume | null = null;
  return () => {
    if (written !== null) return written;
    arena.u32(rowOffsets, 1)[0] = 0;
    for (let row = 0; row < rows; row += ROWS_PER_CALL) {
      const last = Math.min(rows, row + ROWS_PER_CALL);
      kernels.unpackRuns(bits, nx, label, row, last, runs, rowOffsets, capacity);
      kernels.labelRuns(runs, rowOffsets, ny, row, last, list.runs, list.rowOffsets);
    }
    written = { runs, rowOffsets, runCount: rowRuns, shape };
    return written;
  };
}
