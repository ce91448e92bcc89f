/** Columns of which weighted sums are taken again and again; equal ones are kept once, as many metrics share their counts. */
export class ColumnSet {
  /** Where the columns of each list are among {@link sums}. */
  readonly places: readonly (readonly number[])[];
  /** What {@link weigh} found. */
  readonly sums: Float64Array;
  readonly #columns: Float64Array[] = [];

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
    const { sums } = this;
    const columns = this.#columns;
    let k = 0;
    // Four sums at a time do not wait for one another.
    for (; k + 3 < columns.length; k += 4) {
      const [a, b, c, d] = [columns[k], columns[k + 1], columns[k + 2], columns[k + 3]];
      let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
      for (let i = 0; i < weights.length; i++) {
        const weight = weights[i];
        sumA += weight * a[i];
        sumB += weight * b[i];
        sumC += weight * c[i];
        sumD += weight * d[i];
      }
      sums[k] = sumA;
      sums[k + 1] = sumB;
      sums[k + 2] = sumC;
      sums[k + 3] = sumD;
    }
    for (; k < columns.length; k++) {
      const column = columns[k];
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i] * column[i];
      sums[k] = sum;
    }
  }
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
