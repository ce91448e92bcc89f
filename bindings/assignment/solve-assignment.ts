import { VoxmatchError } from "../../base/errors.js";
import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";

/** A cheapest assignment, and the dual variables that prove it: see {@link solveAssignment}. */
export interface Assignment {
  /** The column of each row, −1 for a row without one. */
  readonly columnOfRow: Int32Array<ArrayBuffer>;
  /** One number u for each row; 0 for a row without a column. */
  readonly rowDuals: Float64Array<ArrayBuffer>;
  /** One number v for each column; 0 for a column without a row. */
  readonly columnDuals: Float64Array<ArrayBuffer>;
}

/**
 * Searches look at a row's cheapest columns first, at most this many, where there are enough columns to gain from it (measured: 500²
 * 2.9 ms with lists, 2.2 without; 1000² 8 and 16).
 */
const LIST_LENGTH = 64;
const LIST_MINIMUM_COLUMNS = 512;

/**
 * Cells for each call of a kernel: 1 MiB, so that what was just copied is still in the cache when it is checked, and so that the
 * engine soon replaces its baseline code.
 */
const SLAB_CELLS = 1 << 17;

/**
 * Assigns rows to columns so that min(rows, columns) pairs are made and the sum of their costs is smallest.
 *
 * Costs are finite (at most 1e300 in magnitude), or +Infinity for a pair that must not be made; they may be negative. Where
 * several assignments cost the same, always the same one is returned.
 *
 * The duals satisfy u + v ≤ cost for every cell, within rounding, and u + v = cost for every pair made (to the bit: the
 * dual of the shorter side is the cost minus the other). A cell with u + v < cost is in no cheapest assignment.
 *
 * @param costs one number for each cell, row after row
 * @param listLength for tests: the length of rows' lists, 0 for none; changes how long it takes, and which of several cheapest
 *   assignments is found
 * @returns null if min(rows, columns) pairs cannot be made without a forbidden one
 * @throws VoxmatchError `INVALID_OPTION` if a cost is NaN, −Infinity or too large, with its row and column, or if the shape and
 *   the number of costs disagree; `OUT_OF_MEMORY`
 */
export function solveAssignment(
  engine: Engine,
  costs: Float64Array,
  rows: number,
  columns: number,
  listLength = Math.max(rows, columns) < LIST_MINIMUM_COLUMNS ? 0 : LIST_LENGTH,
): Assignment | null {
  checkShape(costs, rows, columns);
  if (rows === 0 || columns === 0) {
    return {
      columnOfRow: new Int32Array(rows).fill(-1),
      rowDuals: new Float64Array(rows),
      columnDuals: new Float64Array(columns),
    };
  }
  const { arena } = engine;
  const mark = arena.mark();
  try {
    // The kernel wants no more rows than columns.
    const turned = rows > columns;
    const [n, m] = turned ? [columns, rows] : [rows, columns];
    const matrix = arena.allocate(costs.byteLength);
    const scratch = arena.allocate(engine.kernels.assignmentScratchBytes(n, m, listLength));
    engine.kernels.prepareAssignment(matrix, n, m, listLength, scratch);
    if (turned) copyTransposed(engine, costs, rows, columns, matrix);
    else copyStraight(engine, costs, rows, columns, matrix, scratch);
    if (!solve(engine, n, m, scratch)) return null;
    const [shortDuals, longDuals, longOfShort] = arena.u32(scratch, 3);
    const duals = arena.f64(shortDuals, n).slice();
    const otherDuals = arena.f64(longDuals, m).slice();
    const pairs = arena.i32(longOfShort, n).slice();
    if (!turned) return { columnOfRow: pairs, rowDuals: duals, columnDuals: otherDuals };
    const columnOfRow = new Int32Array(rows).fill(-1);
    pairs.forEach((row, column) => {
      columnOfRow[row] = column;
    });
    return { columnOfRow, rowDuals: otherDuals, columnDuals: duals };
  } finally {
    arena.release(mark);
  }
}

function solve({ kernels }: Engine, rows: number, columns: number, scratch: Pointer): boolean {
  const slab = slabRows(columns);
  for (const step of [kernels.raiseRowDuals, kernels.augmentRows]) {
    for (let from = 0; from < rows; from += slab) {
      const to = Math.min(from + slab, rows);
      if (step(scratch, from, to) < to) return false;
    }
  }
  return true;
}

/** Copies and checks; with as many rows as columns also lowers the column duals, while the rows are in the cache. */
function copyStraight(
  engine: Engine,
  costs: Float64Array,
  rows: number,
  columns: number,
  matrix: Pointer,
  scratch: Pointer,
): void {
  const target = engine.arena.f64(matrix, costs.length);
  const slab = slabRows(columns);
  for (let row = 0; row < rows; row += slab) {
    const from = row * columns;
    const part = costs.subarray(from, from + slab * columns);
    target.set(part, from);
    checkCosts(engine, matrix + from * 8, part, from, columns);
    if (rows === columns) engine.kernels.lowerColumnDuals(scratch, row, Math.min(row + slab, rows));
  }
}

function copyTransposed(engine: Engine, costs: Float64Array, rows: number, columns: number, matrix: Pointer): void {
  const { arena, kernels } = engine;
  const slab = slabRows(columns);
  const buffer = arena.allocate(Math.min(slab, rows) * columns * 8);
  for (let row = 0; row < rows; row += slab) {
    const part = costs.subarray(row * columns, (row + slab) * columns);
    arena.f64(buffer, part.length).set(part);
    checkCosts(engine, buffer, part, row * columns, columns);
    kernels.transposeCosts(buffer, part.length / columns, columns, matrix, rows, row);
  }
}

/** A multiple of 8, so that transposed slabs are whole tiles. */
function slabRows(columns: number): number {
  return Math.max(8, Math.floor(SLAB_CELLS / columns / 8) * 8);
}

function checkCosts(engine: Engine, at: Pointer, part: Float64Array, first: number, columns: number): void {
  const found = engine.kernels.findInvalidCost(at, part.length);
  if (found === part.length) return;
  const row = Math.floor((first + found) / columns);
  const column = (first + found) % columns;
  throw new VoxmatchError(
    "INVALID_OPTION",
    `The cost at row ${row}, column ${column} is ${part[found]}. ` +
      "Costs are finite numbers of at most 1e300 in magnitude, or Infinity for a pair that must not be made.",
    { row, column, cost: part[found] },
  );
}

function checkShape(costs: Float64Array, rows: number, columns: number): void {
  const whole = Number.isSafeInteger(rows) && Number.isSafeInteger(columns) && rows >= 0 && columns >= 0;
  if (whole && rows * columns === costs.length) return;
  throw new VoxmatchError(
    "INVALID_OPTION",
    `A matrix of ${rows} rows and ${columns} columns does not have ${costs.length} costs. ` +
      "Give one cost for each cell, row after row.",
    { rows, columns, costs: costs.length },
  );
}
