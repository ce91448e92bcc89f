import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import { type Job, runJobs, slabsFor } from "../threads/job.js";
import type { RowRange } from "../volumes/run-volume.js";
import type { BlockRuns } from "./block-runs.js";
import { divideBlockRows, eachPiece } from "./block-union-find.js";
import { type LabelMeasures, RECORD_BYTES, readMeasures } from "./measure-labels.js";

/** A volume is not divided into slabs with fewer runs a label: their records have to be added. */
const RUNS_PER_RECORD = 16;

/** The components of a volume's only label where corners touch: 26 neighbours in 3D, 8 in 2D. */
export interface BlockComponents {
  /** Its runs carry the numbers 1 … count. */
  readonly list: BlockRuns;
  readonly count: number;
  readonly measures: LabelMeasures;
  /** Runs of the volume when each row is taken alone. */
  readonly rowRuns: number;
}

/** Adds what some block rows say to records; gives back how many runs they have when each row is taken alone. */
export const measureBlockRuns: Job<{ readonly list: BlockRuns; readonly records: Pointer } & RowRange> = {
  name: "measureBlockRuns",
  run: ({ kernels }, { list: { volume, runs, rowOffsets }, records, firstRow, lastRow }) => {
    const { bits, rowWords, shape } = volume;
    let rowRuns = 0;
    eachPiece(firstRow, lastRow, (first, last) => {
      rowRuns +=
        kernels.measureBlocks(bits, rowWords, shape[1], shape[2], runs, rowOffsets, first, last, records) >>> 0;
    });
    return [rowRuns];
  },
};

/** Measures components whose runs carry their numbers, all slabs of all volumes at once. */
export function measureBlocks(
  engine: Engine,
  lists: readonly BlockRuns[],
  counts: readonly number[],
): BlockComponents[] {
  const { arena, kernels } = engine;
  const mark = arena.mark();
  try {
    const works = lists.map((list, i) => {
      const worthwhile = Math.floor(list.runCount / (RUNS_PER_RECORD * (counts[i] + 1)));
      const slabs = divideBlockRows(list.volume, Math.max(1, Math.min(slabsFor(engine), worthwhile)));
      return slabs.map((slab) => ({ list, records: arena.allocateZeroed(RECORD_BYTES * (counts[i] + 1)), ...slab }));
    });
    const found = runJobs(engine, measureBlockRuns, works.flat()).map(([rowRuns]) => rowRuns);
    return works.map(([{ list, records }, ...others], i): BlockComponents => {
      const count = counts[i];
      for (const other of others) kernels.addMeasures(other.records, records, count);
      const rowRuns = found.splice(0, 1 + others.length).reduce((sum, runs) => sum + runs, 0);
      return { list, count, measures: readMeasures(engine, records, count, list.volume.shape[0]), rowRuns };
    });
  } finally {
    arena.release(mark);
  }
}
