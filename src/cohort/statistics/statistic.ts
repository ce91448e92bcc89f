/**
 * A number computed from clusters (cases, or the patients that cases belong to), which a bootstrap computes again from
 * clusters drawn anew.
 */
export interface Statistic {
  readonly clusters: number;
  /** The sums that it is a function of, where it is one: many such statistics are drawn at once. */
  readonly sums?: { readonly columns: readonly Float64Array[]; readonly combine: (sums: Float64Array) => number };
  /** Its value over the clusters at these indices, which may repeat. */
  over(drawn: ArrayLike<number>): number;
  /** Its value over all clusters but one, for each one. */
  leavingOut(): Float64Array;
}

/**
 * A statistic that is a function of sums over clusters: a mean is Σ values / Σ counts, pooled PQ a function of Σ TP, Σ FP, Σ FN
 * and Σ scores. `columns[k][cluster]` are the terms of sum k. Leaving one out is then a subtraction, not another pass.
 */
export function ofSums(columns: readonly Float64Array[], combine: (sums: Float64Array) => number): Statistic {
  const clusters = columns[0]?.length ?? 0;
  const sums = new Float64Array(columns.length);
  return {
    clusters,
    sums: { columns, combine },
    over(drawn) {
      for (let k = 0; k < columns.length; k++) {
        const column = columns[k];
        let sum = 0;
        for (let i = 0; i < drawn.length; i++) sum += column[drawn[i]];
        sums[k] = sum;
      }
      return combine(sums);
    },
    leavingOut() {
      const totals = columns.map((column) => column.reduce((sum, term) => sum + term, 0));
      return Float64Array.from({ length: clusters }, (_, without) => {
        for (let k = 0; k < columns.length; k++) sums[k] = totals[k] - columns[k][without];
        return combine(sums);
      });
    },
  };
}

/** The mean of all values of the clusters drawn; a cluster without values adds none. */
export function meanOf(values: readonly (readonly number[])[]): Statistic {
  const sums = Float64Array.from(values, (own) => own.reduce((sum, value) => sum + value, 0));
  const counts = Float64Array.from(values, (own) => own.length);
  return ofSums([sums, counts], (both) => both[0] / both[1]);
}

/** Any function of the values at the indices drawn, such as their median. */
export function ofDrawn(clusters: number, compute: (drawn: ArrayLike<number>) => number): Statistic {
  return {
    clusters,
    over: compute,
    leavingOut() {
      const others = Uint32Array.from({ length: Math.max(0, clusters - 1) }, (_, i) => i + 1);
      return Float64Array.from({ length: clusters }, (_, without) => {
        // Without 0 are 1, 2, 3, …; each next one puts its forerunner in its own place.
        if (without > 0) others[without - 1] = without - 1;
        return compute(others);
      });
    },
  };
}
