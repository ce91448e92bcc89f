/** The first index from `from` on for which a condition does not hold, where it holds for none behind that; `to` if it holds for all. */
export function firstWithout(from: number, to: number, holds: (index: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a number is among rising ones; −1 if it is not there. */
export function indexAmong(rising: Float64Array | Uint32Array, wanted: number): number {
  const place = firstWithout(0, rising.length, (i) => rising[i] < wanted);
  return rising[place] === wanted ? place : -1;
}
