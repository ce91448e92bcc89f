/** Edges of a bipartite graph, by row: those of row `i` are `offsets[i] … offsets[i + 1] − 1`. */
export interface SparseScores {
  readonly rows: number;
  readonly columns: number;
  readonly offsets: Uint32Array;
  readonly column: Uint32Array;
  /** Not negative. */
  readonly score: Float64Array;
}

/** A matching of maximum total score, with the dual variables that prove it. */
export interface SparseAssignment {
  /** The column of each row, −1 for none. */
  readonly columnOfRow: Int32Array;
  /** Not negative, 0 for unmatched rows; row + column dual ≥ score for every edge, = for the edges chosen. */
  readonly rowDuals: Float64Array;
  readonly columnDuals: Float64Array;
}

/**
 * Maximum-score matching on a sparse graph: shortest augmenting paths by Dijkstra's algorithm with potentials, a row at
 * a time (Jonker, Volgenant 1987, DOI 10.1007/BF02278710). A row may also stay, or become, unmatched.
 *
 * For components of the candidate graph too large or too sparse for a matrix. Time O(rows · edges · log edges) at worst;
 * a search touches only what lies nearer than its end, which in overlap graphs is a handful of neighbours, so in practice
 * time grows with the edges. Memory O(rows + columns + edges).
 */
export function solveSparseAssignment(graph: SparseScores): SparseAssignment {
  const { rows, columns, offsets, column, score } = graph;
  const columnOfRow = new Int32Array(rows).fill(-1);
  const rowOfColumn = new Int32Array(columns).fill(-1);
  const rowDuals = new Float64Array(rows);
  const columnDuals = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let e = offsets[i]; e < offsets[i + 1]; e++) rowDuals[i] = Math.max(rowDuals[i], score[e]);
  }

  const distance = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const previousRow = new Int32Array(columns);
  for (let start = 0; start < rows; start++) {
    const heap = new ColumnHeap();
    const rowsSeen = [start];
    const rowDistance = [0];
    const settled: number[] = [];
    const reachedColumns: number[] = [];
    // The cheapest way to end: leave `endRow` unmatched, or reach a free column.
    let length = rowDuals[start];
    let endRow = start;
    let endColumn = -1;

    const relax = (row: number, from: number) => {
      for (let e = offsets[row]; e < offsets[row + 1]; e++) {
        const j = column[e];
        // Rounding may leave a slack a hair below 0.
        const reached = from + Math.max(0, rowDuals[row] + columnDuals[j] - score[e]);
        // Skip vertices that are not nearer than the end found so far: where many scores are equal, and many
        // columns equally near, a search would otherwise visit all of them before it takes the free one.
        if (reached >= length || reached >= distance[j]) continue;
        if (distance[j] === Number.POSITIVE_INFINITY) reachedColumns.push(j);
        distance[j] = reached;
        previousRow[j] = row;
        if (rowOfColumn[j] === -1) {
          length = reached;
          endColumn = j;
        } else {
          heap.push(j, reached);
        }
      }
    };
    relax(start, 0);
    for (let top = heap.pop(); top !== null && top.distance < length; top = heap.pop()) {
      const j = top.column;
      if (top.distance > distance[j]) continue;
      const row = rowOfColumn[j];
      settled.push(j);
      rowsSeen.push(row);
      rowDistance.push(top.distance);
      if (top.distance + rowDuals[row] < length) {
        length = top.distance + rowDuals[row];
        endRow = row;
        endColumn = -1;
      }
      relax(row, top.distance);
    }

    rowsSeen.forEach((row, i) => {
      rowDuals[row] = Math.max(0, rowDuals[row] - Math.max(0, length - rowDistance[i]));
    });
    for (const j of settled) columnDuals[j] += Math.max(0, length - distance[j]);
    // Clearing only what was reached keeps a search from costing as much as the whole graph.
    for (const j of reachedColumns) distance[j] = Number.POSITIVE_INFINITY;
    let j = endColumn;
    if (endColumn === -1) {
      j = columnOfRow[endRow];
      columnOfRow[endRow] = -1;
    }
    while (j !== -1) {
      const row = previousRow[j];
      const next = columnOfRow[row];
      columnOfRow[row] = j;
      rowOfColumn[j] = row;
      j = row === start ? -1 : next;
    }
  }
  return { columnOfRow, rowDuals, columnDuals };
}

/** A binary heap of columns by distance, then by column. */
class ColumnHeap {
  readonly #items: { readonly column: number; readonly distance: number }[] = [];

  push(column: number, distance: number): void {
    const items = this.#items;
    items.push({ column, distance });
    for (let i = items.length - 1; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!this.#before(i, parent)) break;
      [items[i], items[parent]] = [items[parent], items[i]];
      i = parent;
    }
  }

  pop(): { readonly column: number; readonly distance: number } | null {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined) return null;
    if (items.length > 0) {
      items[0] = last;
      for (let i = 0; ; ) {
        let least = i;
        if (2 * i + 1 < items.length && this.#before(2 * i + 1, least)) least = 2 * i + 1;
        if (2 * i + 2 < items.length && this.#before(2 * i + 2, least)) least = 2 * i + 2;
        if (least === i) break;
        [items[i], items[least]] = [items[least], items[i]];
        i = least;
      }
    }
    return top;
  }

  #before(a: number, b: number): boolean {
    const { column, distance } = this.#items[a];
    const other = this.#items[b];
    return distance < other.distance || (distance === other.distance && column < other.column);
  }
}
