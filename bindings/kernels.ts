/**
 * The kernels' exports as TypeScript sees them. Pointers and sizes are numbers; a pointer above 2 GiB comes back
 * negative and is made unsigned by `>>> 0`. Each interface mirrors one file of `assembly/`.
 */

/** A pointer into the engine's linear memory. */
export type Pointer = number;

export interface Kernels extends CheckCostsKernels, SolveAssignmentKernels {}

/** `assembly/check-costs.ts` */
export interface CheckCostsKernels {
  /** The first cost that is NaN, −Infinity or beyond ±1e300; `count` if all are usable. */
  findInvalidCost(costs: Pointer, count: number): number;
  /** Writes a slab of rows as columns `first …` of a matrix of `columns` rows of `rows` cells. */
  transposeCosts(
    slab: Pointer,
    slabRows: number,
    columns: number,
    transposed: Pointer,
    rows: number,
    first: number,
  ): void;
}

/**
 * `assembly/solve-assignment.ts` and `assembly/assignment-state.ts`, for rows ≤ columns.
 *
 * The scratch begins with three pointers (u32): row duals (f64), column duals (f64), column of each row (i32). The functions over
 * ranges return the row they came to: less than `to` if there is no assignment without a forbidden cell.
 */
export interface SolveAssignmentKernels {
  /** `listLength`: the most columns in a row's list, 0 for none. */
  assignmentScratchBytes(rows: number, columns: number, listLength: number): number;
  prepareAssignment(costs: Pointer, rows: number, columns: number, listLength: number, scratch: Pointer): void;
  /** Only if rows = columns. */
  lowerColumnDuals(scratch: Pointer, from: number, to: number): number;
  raiseRowDuals(scratch: Pointer, from: number, to: number): number;
  augmentRows(scratch: Pointer, from: number, to: number): number;
}
