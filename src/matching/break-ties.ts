import type { SparseAssignment, SparseScores } from "./sparse-assignment.js";

/** Duals are sums of scores; a slack or dual below this share of the largest score (of 1, if that is less) is rounding. */
const ROUNDING = 1e-12;

/**
 * Among all matchings of the same maximum total score, the one that ties decide: row after row takes the smallest
 * column that still lets the total be reached, and rather any column than none.
 *
 * By complementary slackness the optimal matchings are those that use only tight edges (row dual + column dual = score)
 * and leave unmatched only rows and columns whose dual is 0. So each preferred edge is tried, and the vertex that it displaces
 * is placed again along an alternating path of tight edges; if a row or column that must be matched cannot be, the next
 * edge is tried. A trial costs what it searches, and is undone in place: components may have 100,000 rows.
 *
 * @returns the column of each row, −1 for none
 */
export function breakTies(graph: SparseScores, assignment: SparseAssignment): Int32Array {
  const { rows, columns } = graph;
  const columnOf = assignment.columnOfRow.slice();
  const rowOf = new Int32Array(columns).fill(-1);
  columnOf.forEach((column, row) => {
    if (column !== -1) rowOf[column] = row;
  });
  const rounding = graph.score.reduce((most, score) => Math.max(most, score), 1) * ROUNDING;
  const tight = tightEdges(graph, assignment, rounding);
  const mayStay = (duals: Float64Array) => Uint8Array.from(duals, (dual) => (dual <= rounding ? 1 : 0));
  const fixedRows = new Uint8Array(rows);
  const fixedColumns = new Uint8Array(columns);
  const trial = new Trial();
  const rowSide = sideOf(tight.columnsOf, columnOf, rowOf, mayStay(assignment.rowDuals), fixedColumns);
  const columnSide = sideOf(tight.rowsOf, rowOf, columnOf, mayStay(assignment.columnDuals), fixedRows);

  for (let row = 0; row < rows; row++) {
    fixedRows[row] = 1;
    for (const column of tight.columnsOf[row]) {
      if (column === columnOf[row]) break;
      if (fixedColumns[column] === 1) continue;
      fixedColumns[column] = 1;
      if (tryEdge(row, column)) break;
      trial.undo();
      fixedColumns[column] = 0;
    }
    trial.keep();
    if (columnOf[row] !== -1) fixedColumns[columnOf[row]] = 1;
  }
  return columnOf;

  function tryEdge(row: number, column: number): boolean {
    const displaced = rowOf[column];
    const freed = columnOf[row];
    if (freed !== -1) trial.set(rowOf, freed, -1);
    if (displaced !== -1) trial.set(columnOf, displaced, -1);
    trial.set(columnOf, row, column);
    trial.set(rowOf, column, row);
    // Placing the row leaves no column without a row that had one, so the order of the two does not matter.
    if (displaced !== -1 && !replace(displaced, rowSide, trial)) return false;
    return freed === -1 || rowOf[freed] !== -1 || replace(freed, columnSide, trial);
  }
}

/** One side of the graph as {@link replace} sees it. */
interface Side {
  /** The tight edges of each of its vertices. */
  readonly edges: readonly (readonly number[])[];
  /** The partner of each of its vertices, and of each vertex of the other side. */
  readonly own: Int32Array;
  readonly other: Int32Array;
  /** 1 for its vertices that an optimal matching may leave unmatched. */
  readonly mayStay: Uint8Array;
  /** 1 for the other side's vertices whose partner is settled. */
  readonly fixed: Uint8Array;
  /** In which search a vertex of the other side was last reached, and from where. */
  readonly reachedIn: Uint32Array;
  readonly reachedFrom: Uint32Array;
}

function sideOf(
  edges: Side["edges"],
  own: Int32Array,
  other: Int32Array,
  mayStay: Uint8Array,
  fixed: Uint8Array,
): Side {
  const vertices = other.length;
  const reachedIn = new Uint32Array(vertices);
  return { edges, own, other, mayStay, fixed, reachedIn, reachedFrom: new Uint32Array(vertices) };
}

/** Matches the unmatched vertex again by an alternating path, or finds that it, or another instead, may stay unmatched. */
function replace(start: number, side: Side, trial: Trial): boolean {
  const { edges, own, other, mayStay, fixed, reachedIn, reachedFrom } = side;
  if (mayStay[start] === 1) return true;
  const search = trial.nextSearch();
  const waiting = [start];
  for (let i = 0; i < waiting.length; i++) {
    const vertex = waiting[i];
    for (const partner of edges[vertex]) {
      if (fixed[partner] === 1 || reachedIn[partner] === search) continue;
      reachedIn[partner] = search;
      reachedFrom[partner] = vertex;
      const next = other[partner];
      if (next !== -1 && mayStay[next] === 0) {
        waiting.push(next);
        continue;
      }
      if (next !== -1) trial.set(own, next, -1);
      for (let free = partner; ; ) {
        const taker = reachedFrom[free];
        const left = own[taker];
        trial.set(own, taker, free);
        trial.set(other, free, taker);
        if (taker === start) return true;
        free = left;
      }
    }
  }
  return false;
}

/** Changes of partners that can be taken back. */
class Trial {
  readonly #changes: { readonly list: Int32Array; readonly at: number; readonly before: number }[] = [];
  #searches = 0;

  set(list: Int32Array, at: number, value: number): void {
    this.#changes.push({ list, at, before: list[at] });
    list[at] = value;
  }

  keep(): void {
    this.#changes.length = 0;
  }

  undo(): void {
    for (let change = this.#changes.pop(); change !== undefined; change = this.#changes.pop()) {
      change.list[change.at] = change.before;
    }
  }

  nextSearch(): number {
    this.#searches++;
    return this.#searches;
  }
}

function tightEdges(graph: SparseScores, { columnOfRow, rowDuals, columnDuals }: SparseAssignment, rounding: number) {
  const columnsOf: number[][] = Array.from({ length: graph.rows }, () => []);
  const rowsOf: number[][] = Array.from({ length: graph.columns }, () => []);
  for (let row = 0; row < graph.rows; row++) {
    for (let e = graph.offsets[row]; e < graph.offsets[row + 1]; e++) {
      const column = graph.column[e];
      const slack = rowDuals[row] + columnDuals[column] - graph.score[e];
      // An edge that was chosen is tight, however the duals were rounded.
      if (slack > rounding && columnOfRow[row] !== column) continue;
      columnsOf[row].push(column);
      rowsOf[column].push(row);
    }
    columnsOf[row].sort((a, b) => a - b);
  }
  return { columnsOf, rowsOf };
}
