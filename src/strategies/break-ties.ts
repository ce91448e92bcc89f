import type { SparseAssignment, SparseScores } from "./sparse-assignment.js";

/** Duals are sums of scores in [0, 1] or of distances in mm; a slack below this, relative to its terms, is rounding. */
const TIGHT = 1e-12;

/**
 * Among all matchings of the same maximum total score, the one that ties decide: row after row takes the smallest
 * column that still lets the total be reached.
 *
 * By complementary slackness the optimal matchings are those that use only tight edges (row dual + column dual = score)
 * and leave unmatched only rows and columns whose dual is 0. So each preferred edge is tried, and whoever it displaces
 * is placed again along an alternating path of tight edges; if a row or column that must be matched cannot be, the next
 * edge is tried.
 *
 * @returns the column of each row, −1 for none
 */
export function breakTies(graph: SparseScores, { columnOfRow, rowDuals, columnDuals }: SparseAssignment): Int32Array {
  const tight = tightEdges(graph, rowDuals, columnDuals);
  let matched = pairing(graph, columnOfRow);
  const fixedRows = new Set<number>();
  const fixedColumns = new Set<number>();
  for (let row = 0; row < graph.rows; row++) {
    for (const column of tight.columnsOf[row]) {
      if (column === matched.columnOf[row]) break;
      if (fixedColumns.has(column)) continue;
      const changed = tryEdge(row, column);
      if (changed === null) continue;
      matched = changed;
      break;
    }
    fixedRows.add(row);
    if (matched.columnOf[row] !== -1) fixedColumns.add(matched.columnOf[row]);
  }
  return matched.columnOf;

  function tryEdge(row: number, column: number): Pairing | null {
    const trial = { columnOf: matched.columnOf.slice(), rowOf: matched.rowOf.slice() };
    const displacedRow = trial.rowOf[column];
    const freedColumn = trial.columnOf[row];
    if (freedColumn !== -1) trial.rowOf[freedColumn] = -1;
    if (displacedRow !== -1) trial.columnOf[displacedRow] = -1;
    trial.columnOf[row] = column;
    trial.rowOf[column] = row;
    const barredRows = new Set(fixedRows).add(row);
    const barredColumns = new Set(fixedColumns).add(column);
    const rowSide = { edges: tight.columnsOf, own: trial.columnOf, other: trial.rowOf, duals: rowDuals };
    const columnSide = { edges: tight.rowsOf, own: trial.rowOf, other: trial.columnOf, duals: columnDuals };
    if (displacedRow !== -1 && !replace(displacedRow, rowSide, barredColumns)) return null;
    if (freedColumn !== -1 && trial.rowOf[freedColumn] === -1 && !replace(freedColumn, columnSide, barredRows)) {
      return null;
    }
    return trial;
  }
}

interface Pairing {
  readonly columnOf: Int32Array;
  readonly rowOf: Int32Array;
}

/** One side of the graph as {@link replace} sees it: `own` says the partner of each of its vertices, `other` the reverse. */
interface Side {
  readonly edges: readonly (readonly number[])[];
  readonly own: Int32Array;
  readonly other: Int32Array;
  readonly duals: Float64Array;
}

/** Matches the unmatched vertex again by an alternating path, or finds that it, or another of dual 0, may stay unmatched. */
function replace(start: number, { edges, own, other, duals }: Side, barred: ReadonlySet<number>): boolean {
  if (duals[start] <= TIGHT) return true;
  const cameFrom = new Map<number, number>();
  const waiting = [start];
  for (let vertex = waiting.shift(); vertex !== undefined; vertex = waiting.shift()) {
    for (const partner of edges[vertex]) {
      if (barred.has(partner) || cameFrom.has(partner)) continue;
      cameFrom.set(partner, vertex);
      const next = other[partner];
      if (next === -1 || duals[next] <= TIGHT) {
        if (next !== -1) own[next] = -1;
        let free = partner;
        for (let v = vertex; ; ) {
          const left = own[v];
          own[v] = free;
          other[free] = v;
          if (v === start) return true;
          free = left;
          v = cameFrom.get(left) ?? start;
        }
      }
      waiting.push(next);
    }
  }
  return false;
}

function tightEdges(graph: SparseScores, rowDuals: Float64Array, columnDuals: Float64Array) {
  const columnsOf: number[][] = Array.from({ length: graph.rows }, () => []);
  const rowsOf: number[][] = Array.from({ length: graph.columns }, () => []);
  for (let row = 0; row < graph.rows; row++) {
    for (let e = graph.offsets[row]; e < graph.offsets[row + 1]; e++) {
      const column = graph.column[e];
      const slack = rowDuals[row] + columnDuals[column] - graph.score[e];
      if (slack > TIGHT * Math.max(1, graph.score[e])) continue;
      columnsOf[row].push(column);
      rowsOf[column].push(row);
    }
    columnsOf[row].sort((a, b) => a - b);
  }
  return { columnsOf, rowsOf };
}

function pairing(graph: SparseScores, columnOfRow: Int32Array): Pairing {
  const rowOf = new Int32Array(graph.columns).fill(-1);
  columnOfRow.forEach((column, row) => {
    if (column !== -1) rowOf[column] = row;
  });
  return { columnOf: columnOfRow.slice(), rowOf };
}
