/**
 * Scratch that the functions of `solve-assignment.ts` share: one block that begins with this record of pointers.
 *
 *   scratch
 *   | record | f64: columnDuals[M] keys[M + N] blockMinima[(M + N)/64 + 7] rowDuals[n] offsets[n] listBounds[n]
 *   |        |      distances[m] listCosts[n·K] buffer[2·2K]
 *   |        | i32: columnOfRow[n] listCounts[n] listUses[n] rowOfColumn[m] pathRow[m] settled[m] listColumns[n·K]
 *   |        |      bufferColumns[2K]
 *
 * n rows, m columns, n ≤ m; M and N are m and n rounded up to whole blocks of 64; K is the most that a row's list of
 * cheapest columns may hold, 0 where rows are always scanned whole.
 */

/** Keys are grouped into blocks of this many; a minimum of each block is kept. */
export const BLOCK: i32 = 64;

/** Room for the record, in bytes. */
const RECORD_BYTES: usize = 256;

/** The record, two blocks of keys and minima for padding each, the smallest buffer. */
const FIXED_BYTES: f64 = 3328;

@unmanaged
export class AssignmentState {
  /** The first three are for the caller; the rest is the kernel's own. */
  rowDuals: usize;
  columnDuals: usize;
  columnOfRow: usize;
  /** Row-major, n × m, never written. */
  costs: usize;
  rows: i32;
  columns: i32;
  /** K, or 0. */
  listLength: i32;
  /** M: where the keys of waiting rows begin. */
  firstRowKey: i32;
  blocks: i32;
  keys: usize;
  blockMinima: usize;
  /** The settled columns of the search under way, in order, and their distances. */
  settled: usize;
  distances: usize;
  /** Added to row i's reduced costs to make distances. */
  offsets: usize;
  listBounds: usize;
  listCosts: usize;
  listColumns: usize;
  listCounts: usize;
  /** Scans of row i's list since it was made. */
  listUses: usize;
  buffer: usize;
  bufferColumns: usize;
  rowOfColumn: usize;
  pathRow: usize;
  /** The nearest free column of the search under way, −1 while none is known. */
  sink: i32;
  sinkDistance: f64;
}

function toBlocks(count: i32): i32 {
  return (count + BLOCK - 1) & -BLOCK;
}

/** Bytes of scratch for a problem of this shape; f64, because it may exceed what a pointer can say. */
export function assignmentScratchBytes(rows: i32, columns: i32, listLength: i32): f64 {
  const n = <f64>rows;
  const k = <f64>listLength;
  // A row takes 56 bytes and those of its list, a column 44, the buffer 40·K; the record and whole blocks take the rest.
  return n * (56.0 + 12.0 * k) + 44.0 * <f64>columns + 40.0 * k + FIXED_BYTES;
}

/** Lays the arrays out in `scratch` and starts with every row and column free and all duals 0. */
export function prepareAssignment(costs: usize, rows: i32, columns: i32, listLength: i32, scratch: usize): void {
  const s = changetype<AssignmentState>(scratch);
  const n = <usize>rows;
  const m = <usize>columns;
  const paddedColumns = <usize>toBlocks(columns);
  const paddedRows = <usize>toBlocks(rows);
  const k = <usize>listLength;
  s.costs = costs;
  s.rows = rows;
  s.columns = columns;
  s.listLength = <i32>k;
  s.firstRowKey = <i32>paddedColumns;
  // Without lists no row ever waits, so that the rows' keys need no room in the search for the smallest.
  s.blocks = (<i32>paddedColumns + (k > 0 ? <i32>paddedRows : 0)) / BLOCK;
  let at = scratch + RECORD_BYTES;
  s.columnDuals = at;
  at += paddedColumns << 3;
  s.keys = at;
  at += (<usize>s.blocks * <usize>BLOCK) << 3;
  s.blockMinima = at;
  at += ((<usize>s.blocks + 7) & ~7) << 3;
  s.rowDuals = at;
  at += n << 3;
  s.offsets = at;
  at += n << 3;
  s.listBounds = at;
  at += n << 3;
  s.distances = at;
  at += m << 3;
  s.listCosts = at;
  at += (n * k) << 3;
  s.buffer = at;
  at += max(k, 16) << 5;
  s.columnOfRow = at;
  at += n << 2;
  s.listCounts = at;
  at += n << 2;
  s.listUses = at;
  at += n << 2;
  s.rowOfColumn = at;
  at += m << 2;
  s.pathRow = at;
  at += m << 2;
  s.settled = at;
  at += m << 2;
  s.listColumns = at;
  at += (n * k) << 2;
  s.bufferColumns = at;
  memory.fill(s.rowDuals, 0, n << 3);
  memory.fill(s.columnDuals, 0, paddedColumns << 3);
  memory.fill(s.columnOfRow, 0xff, n << 2);
  memory.fill(s.rowOfColumn, 0xff, m << 2);
}
