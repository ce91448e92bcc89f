/** Columns of which weighted sums are taken again and again; equal ones are kept once, as many metrics share their counts. */
export class ColumnSet {
  /** Where the columns of each list are among {@link sums}. */
  readonly places: readonly (readonly number[])[];
  /** What {@link weigh} found. */
  readonly sums: Float64Array;
  readonly #columns: Float64Array[] = [];
  #drawn = new Int32Array(0);
  #times = new Float64Array(0);

  /** @param lists of columns, all equally long */
  constructor(lists: readonly (readonly Float64Array[])[]) {
    const known = new Map<number, number[]>();
    this.places = lists.map((columns) => columns.map((column) => this.#place(column, known)));
    this.sums = new Float64Array(this.#columns.length);
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
  weigh(weights: Float64Array): void {
    const count = this.#gather(weights);
    const { sums } = this;
    const columns = this.#columns;
    const places = this.#drawn;
    const times = this.#times;
    let k = 0;
    // Four sums at a time do not wait for one another.
    for (; k + 3 < columns.length; k += 4) {
      const [a, b, c, d] = [columns[k], columns[k + 1], columns[k + 2], columns[k + 3]];
      let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
      for (let j = 0; j < count; j++) {
        const at = places[j];
        const weight = times[j];
        sumA += weight * a[at];
        sumB += weight * b[at];
        sumC += weight * c[at];
        sumD += weight * d[at];
      }
      sums[k] = sumA;
      sums[k + 1] = sumB;
      sums[k + 2] = sumC;
      sums[k + 3] = sumD;
    }
    for (; k < columns.length; k++) {
      const column = columns[k];
      let sum = 0;
      for (let j = 0; j < count; j++) sum += times[j] * column[places[j]];
      sums[k] = sum;
    }
  }

  /** More than a third of all clusters is not among those drawn. */
  #gather(weights: Float64Array): number {
    if (this.#drawn.length < weights.length) {
      this.#drawn = new Int32Array(weights.length);
      this.#times = new Float64Array(weights.length);
    }
    let count = 0;
    for (let i = 0; i < weights.length; i++) {
      if (weights[i] === 0) continue;
      this.#drawn[count] = i;
      this.#times[count++] = weights[i];
    }
    return count;
  }
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
