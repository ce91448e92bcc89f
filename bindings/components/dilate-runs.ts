import type { Engine } from "../engine/engine.js";
import { ROWS_PER_CALL, type RunVolume, rowCount } from "../volumes/run-volume.js";

const CURSOR_BYTES = 9 * 16;

/** At least as many runs as a first guess makes room for. */
const FIRST_CAPACITY = 1024;

/**
 * The voxels that lie in a run or are a neighbour of one along at most two axes at once (the 18-neighbourhood; in one
 * slice the eight neighbours), all labelled 1. The new list is the block allocated last.
 */
export function dilateRuns(engine: Engine, list: RunVolume): RunVolume {
  const { arena, kernels } = engine;
  const [nx, ny, nz] = list.shape;
  const rows = rowCount(list.shape);
  const cursors = arena.allocate(CURSOR_BYTES);
  const rowOffsets = arena.allocate(4 * (rows + 1));
  arena.u32(rowOffsets, 1)[0] = 0;
  // Each run reaches into nine rows, but neighbouring rows are mostly alike.
  let capacity = Math.max(FIRST_CAPACITY, 2 * list.runCount);
  const runs = arena.allocate(8 * capacity);
  for (let row = 0; row < rows; ) {
    const last = Math.min(rows, row + ROWS_PER_CALL);
    row =
      kernels.dilateRuns(list.runs, list.rowOffsets, nx, ny, nz, row, last, cursors, runs, rowOffsets, capacity) >>> 0;
    if (row < last) {
      capacity = 2 * capacity + nx;
      arena.resizeLast(runs, 8 * capacity);
    }
  }
  const [runCount] = arena.u32(rowOffsets + 4 * rows, 1);
  arena.resizeLast(runs, 8 * runCount);
  return { runs, rowOffsets, runCount, shape: list.shape };
}
