import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import { type Job, runJobs } from "../threads/job.js";
import { ROWS_PER_CALL, type RunVolume, rowCount } from "../volumes/run-volume.js";

/** Bytes of a label's record (`assembly/components/measure-labels.ts`). */
export const RECORD_BYTES = 64;

/** Measures of labels 1 … count; index 0 of each array is label 1. */
export interface LabelMeasures {
  readonly voxels: Float64Array;
  /** Sums of the voxels' coordinates, three numbers a label: x, y, z. */
  readonly sums: Float64Array;
  /** Bounding boxes, six numbers a label: first and last voxel (inclusive) along x, then y, then z. */
  readonly boxes: Uint32Array;
  /** Linear index x + nx·(y + ny·z) of each label's first voxel in scan order. */
  readonly firstVoxels: Float64Array;
}

/** Runs and how many labels they carry. */
export interface LabelledRuns {
  readonly list: RunVolume;
  readonly count: number;
}

/** Fills zeroed records with what all rows say. */
export const measureRuns: Job<{ readonly list: RunVolume; readonly records: Pointer }> = {
  name: "measureRuns",
  run: ({ kernels }, { list: { runs, rowOffsets, shape }, records }) => {
    const rows = rowCount(shape);
    for (let row = 0; row < rows; row += ROWS_PER_CALL) {
      kernels.measureLabels(runs, rowOffsets, shape[1], row, Math.min(rows, row + ROWS_PER_CALL), records);
    }
    return [];
  },
};

/** Counts, coordinate sums, boxes and first voxels of the labels 1 … count. */
export function measureLabels(engine: Engine, list: RunVolume, count: number): LabelMeasures {
  return measureEach(engine, [{ list, count }])[0];
}

/** {@link measureLabels} of several lists at once. */
export function measureEach(engine: Engine, lists: readonly LabelledRuns[]): LabelMeasures[] {
  const { arena } = engine;
  const mark = arena.mark();
  try {
    const works = lists.map(({ list, count }) => ({
      list,
      records: arena.allocateZeroed(RECORD_BYTES * (count + 1)),
    }));
    runJobs(engine, measureRuns, works);
    return works.map(({ list, records }, i) => readMeasures(engine, records, lists[i].count, list.shape[0]));
  } finally {
    arena.release(mark);
  }
}

/** The measures in the records of labels 1 … count; `nx` voxels make a row. */
export function readMeasures({ arena }: Engine, records: Pointer, count: number, nx: number): LabelMeasures {
  const voxels = new Float64Array(count);
  const sums = new Float64Array(3 * count);
  const boxes = new Uint32Array(6 * count);
  const firstVoxels = new Float64Array(count);
  const f64 = arena.f64(records, 8 * (count + 1));
  const u32 = arena.u32(records, 16 * (count + 1));
  for (let i = 0; i < count; i++) {
    const f = 8 * (i + 1);
    const u = 16 * (i + 1);
    voxels[i] = f64[f];
    sums.set(f64.subarray(f + 1, f + 4), 3 * i);
    boxes.set(u32.subarray(u + 8, u + 14), 6 * i);
    firstVoxels[i] = u32[u + 14] * nx + u32[u + 15];
  }
  return { voxels, sums, boxes, firstVoxels };
}
