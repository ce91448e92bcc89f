import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import { divide, type Job, runJobs, slabsFor } from "../threads/job.js";
import { ROWS_PER_CALL, type RowRange, type RunVolume, rowCount } from "../volumes/run-volume.js";

/** Which neighbours touch: 6, 18 or 26 in 3D; 4 or 8 in 2D. */
export type Connectivity = 4 | 6 | 8 | 18 | 26;

/** Runs whose labels are component numbers 1, 2, … by first voxel in scan order, and what each component was. */
export interface ComponentList extends RunVolume {
  /** The label that component `i + 1` had. */
  readonly classes: Uint32Array;
}

/** Some rows of a list, which begin with a slice (in 2D with a row). */
interface Slab extends RowRange {
  readonly list: RunVolume;
  readonly parents: Pointer;
  readonly connectivity: Connectivity;
}

/** Finds the components of a slab as if nothing came before it. */
export const uniteSlabRows: Job<Slab> = {
  name: "uniteSlabRows",
  run: ({ kernels }, { list: { runs, rowOffsets, shape }, parents, connectivity, firstRow, lastRow }) => {
    for (let row = firstRow; row < lastRow; row += ROWS_PER_CALL) {
      const last = Math.min(lastRow, row + ROWS_PER_CALL);
      kernels.joinRows(runs, rowOffsets, parents, shape[1], row, last, firstRow, connectivity);
    }
    return [];
  },
};

/** Numbers the components of a list, once all its slabs are united. */
export const numberRuns: Job<{
  readonly list: Pick<RunVolume, "runs" | "runCount">;
  readonly parents: Pointer;
  readonly classes: Pointer;
}> = {
  name: "numberRuns",
  run: ({ kernels }, { list: { runs, runCount }, parents, classes }) => [
    kernels.numberComponents(runs, runCount, parents, classes, runCount) >>> 0,
  ],
};

/** Replaces, in place, each run's label by the number of its connected component. Different labels never join. */
export function labelComponents(engine: Engine, list: RunVolume, connectivity: Connectivity): ComponentList {
  return labelEach(engine, [list], connectivity)[0];
}

/** {@link labelComponents} of several lists, all slabs of all of them at once. */
export function labelEach(engine: Engine, lists: readonly RunVolume[], connectivity: Connectivity): ComponentList[] {
  const { arena, kernels } = engine;
  const mark = arena.mark();
  try {
    const works = lists.map((list) => ({
      list,
      parents: arena.allocate(4 * list.runCount),
      classes: arena.allocate(4 * list.runCount),
      slabs: divideSlices(list, slabsFor(engine)),
    }));
    const slabs = works.flatMap((work) =>
      work.slabs.map(([firstRow, lastRow]): Slab => {
        const { list, parents } = work;
        return { list, parents, connectivity, firstRow, lastRow };
      }),
    );
    runJobs(engine, uniteSlabRows, slabs);
    for (const { firstRow, list, parents } of slabs) {
      if (firstRow === 0) continue;
      const [, ny, nz] = list.shape;
      const last = firstRow + rowsOfSlice(list);
      kernels.joinSlabs(list.runs, list.rowOffsets, parents, ny, firstRow, last, nz === 1, connectivity);
    }
    const counts = runJobs(
      engine,
      numberRuns,
      works.map(({ list, parents, classes }) => ({ list, parents, classes })),
    );
    return works.map(({ list, classes }, i) => ({ ...list, classes: arena.u32(classes, counts[i][0]).slice() }));
  } finally {
    arena.release(mark);
  }
}

/** Rows that touch the rows before a border between slabs. */
function rowsOfSlice({ shape: [, ny, nz] }: RunVolume): number {
  return nz > 1 ? ny : 1;
}

/** Rows of at most `parts` slabs, which never cut a slice. */
function divideSlices(list: RunVolume, parts: number): (readonly [number, number])[] {
  const rows = rowsOfSlice(list);
  return divide(rowCount(list.shape) / rows, parts).map(([first, last]) => [first * rows, last * rows]);
}
