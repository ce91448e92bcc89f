/**
 * The assignment kernel's algorithm in plain TypeScript on typed arrays, to measure what WebAssembly and SIMD gain; see
 * `assembly/assignment/solve-assignment.ts` for the idea. Rows ≤ columns. Returns the column of each row, null if infeasible.
 */
export function solveAssignmentTwin(costs: Float64Array, rows: number, columns: number): Int32Array | null {
  const twin = new Twin(costs, rows, columns);
  if (rows === columns) twin.lowerColumnDuals();
  return twin.raiseRowDuals() && twin.augmentRows() ? twin.columnOfRow : null;
}

const BLOCK = 64;
const LIST_LENGTH = 64;
const LIST_MINIMUM_COLUMNS = 512;
const GROUPS = 16;

class Twin {
  readonly columnOfRow: Int32Array;
  readonly #costs: Float64Array;
  readonly #rows: number;
  readonly #columns: number;
  readonly #k: number;
  readonly #rowDuals: Float64Array;
  readonly #columnDuals: Float64Array;
  readonly #rowOfColumn: Int32Array;
  readonly #pathRow: Int32Array;
  readonly #settled: Int32Array;
  readonly #distances: Float64Array;
  readonly #offsets: Float64Array;
  readonly #bounds: Float64Array;
  readonly #counts: Int32Array;
  readonly #uses: Int32Array;
  readonly #listCosts: Float64Array;
  readonly #listColumns: Int32Array;
  /** Keys of columns, then from #firstRowKey on of waiting rows; and the minimum of each block of them. */
  readonly #keys: Float64Array;
  readonly #minima: Float64Array;
  readonly #firstRowKey: number;
  readonly #buffer = new Float64Array(2 * LIST_LENGTH);
  readonly #bufferColumns = new Int32Array(2 * LIST_LENGTH);
  #sink = -1;
  #sinkDistance = Number.POSITIVE_INFINITY;

  constructor(costs: Float64Array, rows: number, columns: number) {
    const k = columns < LIST_MINIMUM_COLUMNS ? 0 : LIST_LENGTH;
    const firstRowKey = Math.ceil(columns / BLOCK) * BLOCK;
    const blocks = firstRowKey / BLOCK + (k > 0 ? Math.ceil(rows / BLOCK) : 0);
    this.#costs = costs;
    this.#rows = rows;
    this.#columns = columns;
    this.#k = k;
    this.#firstRowKey = firstRowKey;
    this.columnOfRow = new Int32Array(rows).fill(-1);
    this.#rowOfColumn = new Int32Array(columns).fill(-1);
    this.#rowDuals = new Float64Array(rows);
    this.#columnDuals = new Float64Array(columns);
    this.#pathRow = new Int32Array(columns);
    this.#settled = new Int32Array(columns);
    this.#distances = new Float64Array(columns);
    this.#offsets = new Float64Array(rows);
    this.#bounds = new Float64Array(rows);
    this.#counts = new Int32Array(rows);
    this.#uses = new Int32Array(rows);
    this.#listCosts = new Float64Array(rows * k);
    this.#listColumns = new Int32Array(rows * k);
    this.#keys = new Float64Array(blocks * BLOCK);
    this.#minima = new Float64Array(blocks);
  }

  lowerColumnDuals(): void {
    const costs = this.#costs;
    const duals = this.#columnDuals.fill(Number.POSITIVE_INFINITY);
    for (let i = 0, at = 0; i < this.#rows; i++) {
      for (let j = 0; j < duals.length; j++, at++) if (costs[at] < duals[j]) duals[j] = costs[at];
    }
    for (let j = 0; j < duals.length; j++) if (duals[j] === Number.POSITIVE_INFINITY) duals[j] = 0;
  }

  raiseRowDuals(): boolean {
    const costs = this.#costs;
    const duals = this.#columnDuals;
    for (let i = 0; i < this.#rows; i++) {
      const row = i * this.#columns;
      let smallest = Number.POSITIVE_INFINITY;
      if (this.#k > 0) smallest = this.#makeList(i);
      else for (let j = 0; j < duals.length; j++) smallest = Math.min(smallest, costs[row + j] - duals[j]);
      if (smallest === Number.POSITIVE_INFINITY) return false;
      this.#rowDuals[i] = smallest;
      // A list lacks none of the tight columns unless its bound is tight itself.
      const listed = this.#k > 0 && this.#bounds[i] > smallest;
      const count = listed ? this.#counts[i] : duals.length;
      for (let t = 0; t < count; t++) {
        const j = listed ? this.#listColumns[i * this.#k + t] : t;
        if (costs[row + j] - duals[j] !== smallest || this.#rowOfColumn[j] >= 0) continue;
        this.columnOfRow[i] = j;
        this.#rowOfColumn[j] = i;
        break;
      }
    }
    return true;
  }

  augmentRows(): boolean {
    for (let start = 0; start < this.#rows; start++) {
      if (this.columnOfRow[start] >= 0) continue;
      const count = this.#search(start);
      if (this.#sink < 0) return false;
      this.#rowDuals[start] += this.#sinkDistance;
      for (let t = 0; t < count; t++) {
        const j = this.#settled[t];
        const slack = this.#sinkDistance - this.#distances[t];
        this.#columnDuals[j] -= slack;
        this.#rowDuals[this.#rowOfColumn[j]] += slack;
      }
      for (let j = this.#sink, i = -1; i !== start; ) {
        i = this.#pathRow[j];
        const next = this.columnOfRow[i];
        this.#rowOfColumn[j] = i;
        this.columnOfRow[i] = j;
        j = next;
      }
    }
    return true;
  }

  #search(start: number): number {
    const keys = this.#keys.fill(Number.POSITIVE_INFINITY);
    const minima = this.#minima.fill(Number.POSITIVE_INFINITY);
    this.#sink = -1;
    this.#sinkDistance = Number.POSITIVE_INFINITY;
    let settledCount = 0;
    this.#reachRow(start, 0);
    while (true) {
      let block = 0;
      for (let b = 1; b < minima.length; b++) if (minima[b] < minima[block]) block = b;
      const distance = minima[block];
      if (distance >= this.#sinkDistance) return settledCount;
      const first = block * BLOCK;
      let at = first;
      while (keys[at] !== distance) at++;
      keys[at] = Number.NEGATIVE_INFINITY;
      let smallest = Number.POSITIVE_INFINITY;
      for (let t = first; t < first + BLOCK; t++) {
        if (keys[t] < smallest && keys[t] !== Number.NEGATIVE_INFINITY) smallest = keys[t];
      }
      minima[block] = smallest;
      if (at >= this.#firstRowKey) {
        const i = at - this.#firstRowKey;
        this.#scanRow(i, this.#offsets[i]);
        if (this.#uses[i] >= 4) this.#makeList(i);
        continue;
      }
      this.#settled[settledCount] = at;
      this.#distances[settledCount++] = distance;
      this.#reachRow(this.#rowOfColumn[at], distance);
    }
  }

  #lowerKey(at: number, distance: number): void {
    this.#keys[at] = distance;
    const block = (at / BLOCK) | 0;
    if (distance < this.#minima[block]) this.#minima[block] = distance;
  }

  #reachColumn(i: number, j: number, distance: number): void {
    this.#pathRow[j] = i;
    if (this.#rowOfColumn[j] >= 0) {
      this.#lowerKey(j, distance);
    } else {
      this.#sink = j;
      this.#sinkDistance = distance;
    }
  }

  #reachRow(i: number, distance: number): void {
    const offset = distance - this.#rowDuals[i];
    if (this.#k === 0) {
      this.#scanRow(i, offset);
      return;
    }
    const first = i * this.#k;
    const end = first + this.#counts[i];
    const keys = this.#keys;
    const duals = this.#columnDuals;
    const listCosts = this.#listCosts;
    const listColumns = this.#listColumns;
    for (let t = first; t < end; t++) {
      const j = listColumns[t];
      const d = listCosts[t] - duals[j] + offset;
      if (d < this.#sinkDistance && d < keys[j]) this.#reachColumn(i, j, d);
    }
    this.#uses[i]++;
    const bound = this.#bounds[i] + offset;
    if (bound >= this.#sinkDistance) return;
    this.#offsets[i] = offset;
    this.#lowerKey(this.#firstRowKey + i, bound);
  }

  #scanRow(i: number, offset: number): void {
    const costs = this.#costs;
    const duals = this.#columnDuals;
    const keys = this.#keys;
    for (let j = 0, at = i * this.#columns; j < duals.length; j++, at++) {
      const d = costs[at] - duals[j] + offset;
      if (d < this.#sinkDistance && d < keys[j]) this.#reachColumn(i, j, d);
    }
  }

  #makeList(i: number): number {
    const costs = this.#costs;
    const duals = this.#columnDuals;
    const values = this.#buffer;
    const columns = this.#bufferColumns;
    const row = i * this.#columns;
    values.fill(Number.POSITIVE_INFINITY, 0, GROUPS);
    for (let j = 0; j < (duals.length & -GROUPS); j++) {
      const x = costs[row + j] - duals[j];
      if (x < values[j & (GROUPS - 1)]) values[j & (GROUPS - 1)] = x;
    }
    let bound = Math.max(...values.subarray(0, GROUPS));
    // Doubles have no cheap next number here; a hair more than the guess lets equal costs in as well.
    bound += Math.abs(bound) * 2 ** -52 + Number.MIN_VALUE;
    let count = 0;
    for (let j = 0; j < duals.length; j++) {
      const x = costs[row + j] - duals[j];
      if (!(x < bound)) continue;
      values[count] = x;
      columns[count] = j;
      if (++count < values.length) continue;
      bound = this.#thinOut();
      count = LIST_LENGTH;
    }
    if (count > LIST_LENGTH) {
      values.fill(Number.POSITIVE_INFINITY, count);
      bound = this.#thinOut();
      count = LIST_LENGTH;
    }
    let smallest = Number.POSITIVE_INFINITY;
    for (let t = 0; t < count; t++) {
      if (values[t] < smallest) smallest = values[t];
      this.#listCosts[i * this.#k + t] = costs[row + columns[t]];
      this.#listColumns[i * this.#k + t] = columns[t];
    }
    this.#counts[i] = count;
    this.#uses[i] = 0;
    this.#bounds[i] = bound;
    return smallest;
  }

  #thinOut(): number {
    const values = this.#buffer;
    const columns = this.#bufferColumns;
    const bound = values.slice().sort()[LIST_LENGTH - 1];
    let equal = LIST_LENGTH;
    for (const x of values) if (x < bound) equal--;
    let kept = 0;
    for (let t = 0; t < values.length; t++) {
      if (values[t] > bound || (values[t] === bound && equal-- <= 0)) continue;
      values[kept] = values[t];
      columns[kept++] = columns[t];
    }
    return bound;
  }
}
