import type { Engine } from "./engine.js";
import type { Pointer } from "./kernels.js";
import { ROWS_PER_CALL, type RunList, rowCount, type Triple } from "./run-list.js";

/** The runs of u32 labels that lie densely in the arena already. */
export function scanDense(engine: Engine, source: Pointer, shape: Triple): RunList {
  const { arena, kernels } = engine;
  const [nx] = shape;
  const rows = rowCount(shape);
  const rowOffsets = arena.allocate(4 * (rows + 1));
  arena.u32(rowOffsets, 1)[0] = 0;
  let capacity = Math.max(16_384, nx);
  const runs = arena.allocate(8 * capacity);
  for (let row = 0; row < rows; ) {
    const wanted = Math.min(ROWS_PER_CALL, rows - row);
    const scanned = kernels.scanRunsU32(source + 4 * nx * row, nx, wanted, runs, rowOffsets + 4 * row, capacity);
    row += scanned;
    if (scanned < wanted) {
      capacity = 2 * capacity + nx;
      arena.resizeLast(runs, 8 * capacity);
    }
  }
  const [runCount] = arena.u32(rowOffsets + 4 * rows, 1);
  arena.resizeLast(runs, 8 * runCount);
  return { runs, rowOffsets, runCount, shape };
}
