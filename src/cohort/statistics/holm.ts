/**
 * p-values adjusted for being several (Holm 1979, JSTOR 4615733): the smallest is multiplied by their number, the next by one less, and so
 * on, none falling below the one before. NaN takes no part and stays NaN.
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).filter((i) => !Number.isNaN(p[i]));
  order.sort((a, b) => p[a] - p[b]);
  const adjusted = p.map(() => Number.NaN);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * p[index]));
    adjusted[index] = largest;
  });
  return adjusted;
}
