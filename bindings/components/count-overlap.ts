import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import { divide, type Job, runJobs, slabsFor } from "../threads/job.js";
import { ROWS_PER_CALL, type RowRange, type RunVolume, rowCount } from "../volumes/run-volume.js";
import { type BlockRuns, blockGrid } from "./block-runs.js";

const HEADER_BYTES = 16;
const FIRST_SLOTS = 1024;

/** A worker cannot make its table larger, so that it begins with one that seldom has to be. */
const FIRST_SLOTS_OF_SLAB = 16_384;

/** Pairs of labels that share voxels, in no particular order. */
export interface OverlapList {
  readonly reference: Uint32Array;
  readonly prediction: Uint32Array;
  readonly voxels: Float64Array;
}

/** Some rows, and the table that they are counted in. */
interface OverlapRows extends RowRange {
  readonly table: Pointer;
}

/** The two volumes to compare. */
interface Sides<List> {
  readonly reference: List;
  readonly prediction: List;
}

/** Adds rows to the table until it is full; gives back the row that it came to. */
export const countRows: Job<Sides<RunVolume> & OverlapRows> = {
  name: "countRows",
  run: ({ kernels }, { reference, prediction, firstRow, lastRow, table }) => {
    let row = firstRow;
    while (row < lastRow) {
      const last = Math.min(lastRow, row + ROWS_PER_CALL);
      const { runs, rowOffsets } = reference;
      row = kernels.countOverlap(runs, rowOffsets, prediction.runs, prediction.rowOffsets, row, last, table) >>> 0;
      if (row < last) break;
    }
    return [row];
  },
};

/** The same with blocks. */
export const countBlockRows: Job<Sides<BlockRuns> & OverlapRows> = {
  name: "countBlockRows",
  run: ({ kernels }, { reference, prediction, firstRow, lastRow, table }) => {
    const [a, b] = [reference.volume, prediction.volume];
    const [, ny, nz] = a.shape;
    let row = firstRow;
    while (row < lastRow) {
      const last = Math.min(lastRow, row + ROWS_PER_CALL);
      row =
        kernels.countBlockOverlap(
          a.bits,
          reference.runs,
          reference.rowOffsets,
          b.bits,
          prediction.runs,
          prediction.rowOffsets,
          a.rowWords,
          ny,
          nz,
          row,
          last,
          table,
        ) >>> 0;
      if (row < last) break;
    }
    return [row];
  },
};

/** Counts the voxels that each pair of labels shares. Both lists must be of the same shape. */
export function countOverlap(engine: Engine, reference: RunVolume, prediction: RunVolume): OverlapList {
  return countInTables(engine, countRows, { reference, prediction }, rowCount(reference.shape));
}

/** {@link countOverlap} of components that were found on blocks. */
export function countBlockOverlap(engine: Engine, reference: BlockRuns, prediction: BlockRuns): OverlapList {
  const [rows, slices] = blockGrid(reference.volume);
  return countInTables(engine, countBlockRows, { reference, prediction }, rows * slices);
}

function countInTables<Lists>(engine: Engine, job: Job<Lists & OverlapRows>, sides: Lists, rows: number): OverlapList {
  const { arena, kernels } = engine;
  const mark = arena.mark();
  try {
    const ranges = divide(rows, slabsFor(engine));
    const slots = ranges.length === 1 ? FIRST_SLOTS : FIRST_SLOTS_OF_SLAB;
    const slabs = ranges.map(([firstRow, lastRow]) => {
      return { ...sides, firstRow, lastRow, table: newTable(engine, slots) };
    });
    const reached = runJobs(engine, job, slabs);
    const tables = slabs.map((slab, i) => finishSlab(engine, job, slab, reached[i][0], slots));
    const table = tables.length === 1 ? tables[0] : mergeTables(engine, tables);
    const out = arena.allocate(16 * entriesOf(engine, table));
    const count = kernels.listOverlap(table, out) >>> 0;
    return unpack(arena.u32(out, 4 * count), arena.f64(out, 2 * count), count);
  } finally {
    arena.release(mark);
  }
}

function newTable({ arena, kernels }: Engine, slots: number): Pointer {
  const table = arena.allocate(HEADER_BYTES + 16 * slots);
  kernels.clearOverlap(table, slots);
  return table;
}

function entriesOf({ arena }: Engine, table: Pointer): number {
  return arena.u32(table, 2)[1];
}

/** Counts the rest of a slab whose table has become full, in larger ones. */
function finishSlab<Slab extends OverlapRows>(
  engine: Engine,
  job: Job<Slab>,
  slab: Slab,
  reached: number,
  firstSlots: number,
): Pointer {
  let { table } = slab;
  let slots = firstSlots;
  for (let row = reached; row < slab.lastRow; ) {
    slots *= 4;
    const larger = newTable(engine, slots);
    engine.kernels.addOverlap(table, larger);
    table = larger;
    [row] = job.run(engine, { ...slab, firstRow: row, table });
  }
  return table;
}

/** All pairs in one table. Counts are whole numbers, so that their order does not show. */
function mergeTables(engine: Engine, tables: readonly Pointer[]): Pointer {
  const entries = tables.reduce((sum, table) => sum + entriesOf(engine, table), 0);
  let slots = FIRST_SLOTS;
  while (slots < 2 * entries) slots *= 2;
  const merged = newTable(engine, slots);
  for (const table of tables) engine.kernels.addOverlap(table, merged);
  return merged;
}

function unpack(u32: Uint32Array, f64: Float64Array, count: number): OverlapList {
  const reference = new Uint32Array(count);
  const prediction = new Uint32Array(count);
  const voxels = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    reference[i] = u32[4 * i];
    prediction[i] = u32[4 * i + 1];
    voxels[i] = f64[2 * i + 1];
  }
  return { reference, prediction, voxels };
}
