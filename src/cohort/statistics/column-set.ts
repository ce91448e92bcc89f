/** Columns that lie next to one another: eight sums at a time share the weights, which takes half the time of four apart. */
const LANES = 8;

/** Columns of which weighted sums are taken again and again; equal ones are kept once, as many metrics share their counts. */
export class ColumnSet {
  /** Where the columns of each list are among {@link sums}. */
  readonly places: readonly (readonly number[])[];
  /** The result of {@link weigh}. */
  readonly sums: Float64Array;
  readonly #columns: Float64Array[] = [];
  /** Eight columns each, entry by entry; the last may have lanes of zeros. */
  readonly #tables: readonly Float64Array[];
  #drawn = new Int32Array(0);
  #times = new Float64Array(0);

  /** @param lists of columns, all equally long */
  constructor(lists: readonly (readonly Float64Array[])[]) {
    const known = new Map<number, number[]>();
    this.places = lists.map((columns) => columns.map((column) => this.#place(column, known)));
    this.#tables = interleave(this.#columns);
    this.sums = new Float64Array(LANES * this.#tables.length);
  }

  #place(column: Float64Array, known: Map<number, number[]>): number {
    const key = column.reduce((sum, value, i) => sum + value * (i + 1), 0);
    const alike = known.get(key) ?? [];
    known.set(key, alike);
    const found = alike.find((place) => isSame(this.#columns[place], column));
    if (found !== undefined) return found;
    alike.push(this.#columns.push(column) - 1);
    return this.#columns.length - 1;
  }

  /** Sums of all columns, each entry taken as often as its weight says. */
  weigh(weights: Uint16Array): void {
    const count = this.#gather(weights);
    for (let t = 0; t < this.#tables.length; t++) this.#weighTable(t, count);
  }

  #weighTable(t: number, count: number): void {
    const table = this.#tables[t];
    const places = this.#drawn;
    const times = this.#times;
    let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let j = 0; j < count; j++) {
      const at = places[j];
      const weight = times[j];
      a += weight * table[at];
      b += weight * table[at + 1];
      c += weight * table[at + 2];
      d += weight * table[at + 3];
      e += weight * table[at + 4];
      f += weight * table[at + 5];
      g += weight * table[at + 6];
      h += weight * table[at + 7];
    }
    const { sums } = this;
    const first = t * LANES;
    sums[first] = a;
    sums[first + 1] = b;
    sums[first + 2] = c;
    sums[first + 3] = d;
    sums[first + 4] = e;
    sums[first + 5] = f;
    sums[first + 6] = g;
    sums[first + 7] = h;
  }

  /** More than a third of all clusters is not among those drawn. */
  #gather(weights: Uint16Array): number {
    if (this.#drawn.length < weights.length) {
      this.#drawn = new Int32Array(weights.length);
      this.#times = new Float64Array(weights.length);
    }
    const drawn = this.#drawn;
    const times = this.#times;
    let count = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i];
      drawn[count] = i * LANES;
      times[count] = weight;
      // No branch, which a processor could not foresee: the next entry overwrites one that was not drawn.
      count += Math.min(weight, 1);
    }
    return count;
  }
}

function interleave(columns: readonly Float64Array[]): Float64Array[] {
  const entries = columns[0]?.length ?? 0;
  return Array.from({ length: Math.ceil(columns.length / LANES) }, (_, t) => {
    const table = new Float64Array(LANES * entries);
    columns.slice(t * LANES, (t + 1) * LANES).forEach((column, lane) => {
      for (let i = 0; i < entries; i++) table[LANES * i + lane] = column[i];
    });
    return table;
  });
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
