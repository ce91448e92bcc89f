/** Ranks from 1, equal values sharing the mean of theirs. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && values[order[end]] === values[order[first]]) end++;
    for (let i = first; i < end; i++) ranks[order[i]] = (first + 1 + end) / 2;
    first = end;
  }
  return ranks;
}

/** How many times each value that occurs more than once occurs. */
export function tieSizes(values: ArrayLike<number>): number[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) counts.set(values[i], (counts.get(values[i]) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1);
}

/**
 * Kendall's τ-b of two rankings (Kendall 1945, DOI 10.1093/biomet/33.3.239): 1 for the same order, −1 for the opposite one; NaN
 * where either ties everything.
 */
export function kendallTau(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let [agreement, pairsX, pairsY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const signX = Number(x[i] > x[j]) - Number(x[i] < x[j]);
      const signY = Number(y[i] > y[j]) - Number(y[i] < y[j]);
      agreement += signX * signY;
      pairsX += signX * signX;
      pairsY += signY * signY;
    }
  }
  return agreement / Math.sqrt(pairsX * pairsY);
}
