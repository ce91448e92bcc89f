import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import { type Job, runJobs, slabsFor } from "../threads/job.js";
import type { BlockRuns } from "./block-runs.js";
import { type BlockRange, divideBlockRows, eachPiece } from "./block-union-find.js";
import { type LabelMeasures, RECORD_BYTES, readMeasures } from "./measure-labels.js";

/** A volume is not divided into slabs with fewer runs a label: their records have to be added. */
const RUNS_PER_RECORD = 16;

/** Blocks whose runs carry the numbers 1 … count. */
export interface NumberedBlocks {
  readonly list: BlockRuns;
  readonly count: number;
}

export interface BlockMeasures {
  readonly measures: LabelMeasures;
  /** How many runs the volume has when each row is taken alone. */
  readonly rowRuns: number;
}

/** Adds what some block rows say to records; gives back how many runs they have when each row is taken alone. */
export const measureBlockRuns: Job<{ readonly list: BlockRuns; readonly records: Pointer } & BlockRange> = {
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

/** Measures all labels of volumes, all slabs of all volumes at once. */
export function measureBlocks(engine: Engine, volumes: readonly NumberedBlocks[]): BlockMeasures[] {
  const { arena, kernels } = engine;
  const mark = arena.mark();
  try {
    const works = volumes.map(({ list, count }) => {
      const worthwhile = Math.floor(list.runCount / (RUNS_PER_RECORD * (count + 1)));
      const slabs = divideBlockRows(list.volume, Math.max(1, Math.min(slabsFor(engine), worthwhile)));
      return slabs.map((slab) => ({ list, records: arena.allocateZeroed(RECORD_BYTES * (count + 1)), ...slab }));
    });
    const found = runJobs(engine, measureBlockRuns, works.flat()).map(([rowRuns]) => rowRuns);
    return works.map(([{ list, records }, ...others], i) => {
      const { count } = volumes[i];
      for (const other of others) kernels.addMeasures(other.records, records, count);
      const rowRuns = found.splice(0, 1 + others.length).reduce((sum, runs) => sum + runs, 0);
      return { measures: readMeasures(engine, records, count, list.volume.shape[0]), rowRuns };
    });
  } finally {
    arena.release(mark);
  }
}
