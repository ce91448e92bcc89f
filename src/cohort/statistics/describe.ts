/** The description of a list of numbers. Standard deviations of one value, and everything of none, are NaN. */
export interface Description {
  readonly n: number;
  readonly mean: number;
  /** Divided by n − 1: an estimate for the population that the values were drawn from. */
  readonly sd: number;
  /** Divided by n: of the values themselves, as panoptica has it. */
  readonly sd_population: number;
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
}

/** Describes finite numbers. Their order does not matter, down to the last bit. */
export function describeValues(values: Iterable<number>): Description {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let sum = 0;
  for (const value of sorted) sum += value;
  // The rounded sum may leave the range of the values, which equal values would show.
  const mean = n === 0 ? Number.NaN : Math.min(Math.max(sum / n, sorted[0]), sorted[n - 1]);
  let squares = 0;
  for (const value of sorted) squares += (value - mean) ** 2;
  return {
    n,
    mean,
    sd: n > 1 ? Math.sqrt(squares / (n - 1)) : Number.NaN,
    sd_population: Math.sqrt(squares / n),
    min: n === 0 ? Number.NaN : sorted[0],
    q1: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    q3: quantile(sorted, 0.75),
    max: n === 0 ? Number.NaN : sorted[n - 1],
  };
}

/** The value below which `share` of the rising numbers lie, linearly interpolated (NumPy's "linear"); NaN of none. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0 || Number.isNaN(share)) return Number.NaN;
  const position = share * (sorted.length - 1);
  const below = Math.min(Math.floor(position), sorted.length - 1);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
