import type { Engine } from "./engine.js";
import { ROWS_PER_CALL, type RunList, rowCount } from "./run-list.js";

/** Which neighbours touch: 6, 18 or 26 in 3D; 4 or 8 in 2D. */
export type Connectivity = 4 | 6 | 8 | 18 | 26;

/** Runs whose labels are component numbers 1, 2, … by first voxel in scan order, and what each component was. */
export interface ComponentList extends RunList {
  /** The label that component `i + 1` had. */
  readonly classes: Uint32Array;
}

/** Replaces, in place, each run's label by the number of its connected component. Different labels never join. */
export function labelComponents(engine: Engine, list: RunList, connectivity: Connectivity): ComponentList {
  const { arena, kernels } = engine;
  const { runs, rowOffsets, runCount, shape } = list;
  const rows = rowCount(shape);
  const mark = arena.mark();
  try {
    const parents = arena.allocate(4 * runCount);
    for (let row = 0; row < rows; row += ROWS_PER_CALL) {
      const last = Math.min(rows, row + ROWS_PER_CALL);
      kernels.joinRows(runs, rowOffsets, parents, shape[1], row, last, 0, connectivity);
    }
    const classes = arena.allocate(4 * runCount);
    const count = kernels.numberComponents(runs, runCount, parents, classes, runCount) >>> 0;
    return { ...list, classes: arena.u32(classes, count).slice() };
  } finally {
    arena.release(mark);
  }
}
