/** The k-th smallest and the next, by sorting; the k-th again if it is the last. */
export function selectSlowly(values: readonly number[], k: number): [number, number] {
  const sorted = Float64Array.from(values).sort();
  return [sorted[k], sorted[Math.min(k + 1, values.length - 1)]];
}
