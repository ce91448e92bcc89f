/** Slow, obvious twins of the assignment kernel. Both return the smallest total, null if no complete assignment is allowed. */

/** Tries every way to give the rows different columns; for matrices of at most about 8 × 8. */
export function smallestTotalByEnumeration(costs: Float64Array, rows: number, columns: number): number | null {
  const pairs = Math.min(rows, columns);
  const used = new Set<number>();
  let best = Number.POSITIVE_INFINITY;
  const visit = (row: number, made: number, total: number): void => {
    if (row === rows) {
      if (made === pairs && total < best) best = total;
      return;
    }
    if (rows > columns) visit(row + 1, made, total);
    for (let column = 0; column < columns; column++) {
      const cost = costs[row * columns + column];
      if (used.has(column) || cost === Number.POSITIVE_INFINITY) continue;
      used.add(column);
      visit(row + 1, made + 1, total + cost);
      used.delete(column);
    }
  };
  visit(0, 0, 0);
  return best === Number.POSITIVE_INFINITY ? null : best;
}

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly cost: number;
  /** The edge back, which may be used exactly while this one may not. */
  readonly back: number;
  open: boolean;
}

/**
 * Minimum-cost flow: source → rows → columns → sink, one unit along the cheapest path at a time, paths by Bellman and Ford, which
 * needs no duals and bears negative costs. O(pairs · nodes · edges) at worst; for matrices of at most about 40 × 40.
 */
export function smallestTotalByFlow(costs: Float64Array, rows: number, columns: number): number | null {
  const source = rows + columns;
  const sink = source + 1;
  const edges: Edge[] = [];
  const addEdge = (from: number, to: number, cost: number): void => {
    const index = edges.length;
    edges.push({ from, to, cost, back: index + 1, open: true });
    edges.push({ from: to, to: from, cost: -cost, back: index, open: false });
  };
  for (let row = 0; row < rows; row++) addEdge(source, row, 0);
  for (let column = 0; column < columns; column++) addEdge(rows + column, sink, 0);
  costs.forEach((cost, cell) => {
    if (cost === Number.POSITIVE_INFINITY) return;
    addEdge(Math.floor(cell / columns), rows + (cell % columns), cost);
  });
  let total = 0;
  for (let pair = 0; pair < Math.min(rows, columns); pair++) {
    const distances = new Array<number>(sink + 1).fill(Number.POSITIVE_INFINITY);
    const arrivals = new Array<number>(sink + 1).fill(-1);
    distances[source] = 0;
    for (let round = 0, changed = true; changed && round <= sink; round++) {
      changed = false;
      for (const [index, edge] of edges.entries()) {
        // The margin keeps a cycle whose cost is 0 but for rounding from going round for ever.
        if (edge.open && distances[edge.from] + edge.cost < distances[edge.to] - 1e-12) {
          distances[edge.to] = distances[edge.from] + edge.cost;
          arrivals[edge.to] = index;
          changed = true;
        }
      }
    }
    if (distances[sink] === Number.POSITIVE_INFINITY) return null;
    total += distances[sink];
    for (let node = sink; node !== source; ) {
      const edge = edges[arrivals[node]];
      edge.open = false;
      edges[edge.back].open = true;
      node = edge.from;
    }
  }
  return total;
}
