/**
 * Paired permutation tests of many pairs of models at once. If two models are alike, the difference of a case might as well
 * have had the other sign (Fisher 1935); flipping a case for all models flips it for every pair, so one draw serves all pairs.
 * The step-down maximum of Westfall and Young (1993, ISBN 978-0-471-55761-6) adjusts for all of them together.
 */
import { flipSigns, planFlips } from "./sign-flips.js";

export interface PairTestOptions {
  /** The least number of random assignments of signs, where not all are tried. */
  readonly draws: number;
  readonly seed: number;
  /** Differences smaller than this do not matter, for two one-sided tests (Schuirmann 1987, DOI 10.1007/BF01068419). */
  readonly margin: number | null;
  /** Adjust by the step-down maximum, too. */
  readonly stepDown: boolean;
}

export interface PairTest {
  /** Two-sided p of the mean difference. */
  readonly p: number;
  /** Adjusted for all pairs by the step-down maximum of the standardised differences; NaN unless asked for. */
  readonly p_step_down: number;
  /** That first − second is above −margin, and that it is below margin; NaN without a margin. */
  readonly p_above: number;
  readonly p_below: number;
}

export interface PairTests {
  readonly method: "exact" | "random";
  readonly draws: number;
  /** No p of these draws can be smaller. */
  readonly smallestP: number;
  readonly pairs: readonly PairTest[];
}

/** Sums that differ by no more than rounding are equal; relative to the sum of all sizes. */
const TOLERANCE = 1e-12;

/**
 * @param columns the values of each model, a number for each case (or cluster) in the same order
 * @param pairs places of two models each
 */
export function pairTests(
  columns: readonly Float64Array[],
  pairs: readonly (readonly [number, number])[],
  { draws, seed, ...asked }: PairTestOptions,
): PairTests {
  const entries = columns[0]?.length ?? 0;
  const flips = planFlips(entries, draws, seed);
  // The observed assignment is among all of them; of random ones it is counted as one more.
  const extra = flips.method === "exact" ? 0 : 1;
  const smallestP = flips.method === "exact" ? 2 / flips.draws : 1 / (flips.draws + 1);
  if (entries === 0) {
    const none = { p: Number.NaN, p_step_down: Number.NaN, p_above: Number.NaN, p_below: Number.NaN };
    return { method: flips.method, draws: 0, smallestP: Number.NaN, pairs: pairs.map(() => none) };
  }
  const count = new PairCounter(columns, pairs, asked);
  flipSigns([...count.centred, new Float64Array(entries).fill(1)], flips, (sums) => count.add(sums));
  const share = (hits: number) => (hits + extra) / (flips.draws + extra);
  return {
    method: flips.method,
    draws: flips.draws,
    smallestP: Math.min(1, smallestP),
    pairs: count.results(share),
  };
}

/** Counts, over assignments of signs, how often each pair's sum is at least as extreme as the one observed. */
class PairCounter {
  readonly centred: readonly Float64Array[];
  readonly #pairs: SortedPairs;
  readonly #margin: number | null;
  readonly #stepsDown: boolean;
  readonly #hits: Hits;

  constructor(
    columns: readonly Float64Array[],
    pairs: readonly (readonly [number, number])[],
    { margin, stepDown }: Pick<PairTestOptions, "margin" | "stepDown">,
  ) {
    // Values less what all models have in common: their differences stay, and lose fewer digits.
    const centre = Float64Array.from(columns[0], (_, c) => meanAt(columns, c));
    this.centred = columns.map((column) => column.map((value, c) => value - centre[c]));
    this.#pairs = sortPairs(this.centred, pairs, margin ?? 0);
    this.#margin = margin;
    this.#stepsDown = stepDown;
    const none = () => new Float64Array(pairs.length);
    this.#hits = { twoSided: none(), stepDown: none(), above: none(), below: none() };
  }

  /** @param sums of all models, and last of the signs themselves */
  add(sums: Float64Array): void {
    countTwoSided(sums, this.#pairs, this.#hits);
    if (this.#stepsDown) countStepDown(sums, this.#pairs, this.#hits);
    if (this.#margin !== null) countBeyond(sums, this.#pairs, this.#hits, this.#margin);
  }

  /** The p-values of each pair, in the order in which the pairs were given. */
  results(share: (hits: number) => number): PairTest[] {
    const { place } = this.#pairs;
    const { twoSided, stepDown, above, below } = this.#hits;
    const found: PairTest[] = [];
    let least = 0;
    for (let i = 0; i < place.length; i++) {
      // None may fall below that of a pair with a larger difference.
      least = Math.max(least, share(stepDown[i]));
      found[place[i]] = {
        p: share(twoSided[i]),
        p_step_down: this.#stepsDown ? least : Number.NaN,
        p_above: this.#margin === null ? Number.NaN : share(above[i]),
        p_below: this.#margin === null ? Number.NaN : share(below[i]),
      };
    }
    return found;
  }
}

type Hits = Readonly<Record<"twoSided" | "stepDown" | "above" | "below", Float64Array>>;

/** Pairs by falling standardised difference, as the step-down procedure takes them. */
interface SortedPairs {
  /** Where the pair was among those given. */
  readonly place: Int32Array;
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly sum: Float64Array;
  readonly slack: Float64Array;
  /** |sum| less the slack: the bound from which on draws are at least as extreme. */
  readonly limit: Float64Array;
  /** The pairs by rising limit: none is reached from the first one on that exceeds the range of all sums. */
  readonly rising: Int32Array;
  /** 1 / √Σd², which no assignment of signs changes; 0 where no case differs. */
  readonly scale: Float64Array;
  readonly entries: number;
}

function sortPairs(
  columns: readonly Float64Array[],
  pairs: readonly (readonly [number, number])[],
  margin: number,
): SortedPairs {
  const entries = columns[0].length;
  const totals = columns.map((column) => column.reduce((sum, value) => sum + value, 0));
  const sizes = columns.map((column) => column.reduce((sum, value) => sum + Math.abs(value), 0));
  const rows = pairs.map(([first, second], place) => {
    const squares = columns[first].reduce((sum, value, c) => sum + (value - columns[second][c]) ** 2, 0);
    const sum = totals[first] - totals[second];
    const slack = TOLERANCE * (sizes[first] + sizes[second] + entries * Math.abs(margin));
    return { first, second, place, sum, slack, scale: squares > 0 ? 1 / Math.sqrt(squares) : 0 };
  });
  rows.sort((a, b) => Math.abs(b.sum) * b.scale - Math.abs(a.sum) * a.scale || a.place - b.place);
  const limits = rows.map(({ sum, slack }) => Math.abs(sum) - slack);
  const numbers = (of: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, of);
  return {
    place: Int32Array.from(rows, (row) => row.place),
    first: Int32Array.from(rows, (row) => row.first),
    second: Int32Array.from(rows, (row) => row.second),
    sum: numbers((row) => row.sum),
    slack: numbers((row) => row.slack),
    limit: Float64Array.from(limits),
    rising: Int32Array.from(limits, (_, i) => i).sort((a, b) => limits[a] - limits[b]),
    scale: numbers((row) => row.scale),
    entries,
  };
}

function countTwoSided(sums: Float64Array, pairs: SortedPairs, { twoSided }: Hits): void {
  const { first, second, limit, rising } = pairs;
  const range = rangeOf(sums, sums.length - 1);
  for (let k = 0; k < rising.length; k++) {
    const i = rising[k];
    if (limit[i] > range) return;
    if (Math.abs(sums[first[i]] - sums[second[i]]) >= limit[i]) twoSided[i]++;
  }
}

/** From the smallest to the largest of the first `count` sums. */
function rangeOf(sums: Float64Array, count: number): number {
  let [least, most] = [sums[0], sums[0]];
  for (let m = 1; m < count; m++) {
    if (sums[m] < least) least = sums[m];
    else if (sums[m] > most) most = sums[m];
  }
  return most - least;
}

/** The largest among each pair and all with smaller differences. */
function countStepDown(sums: Float64Array, { first, second, limit, scale }: SortedPairs, { stepDown }: Hits): void {
  let largest = 0;
  for (let i = first.length - 1; i >= 0; i--) {
    const standard = Math.abs(sums[first[i]] - sums[second[i]]) * scale[i];
    if (standard > largest) largest = standard;
    if (largest >= limit[i] * scale[i]) stepDown[i]++;
  }
}

/** Where the true difference lies on the margin, the differences less the margin have either sign. */
function countBeyond(sums: Float64Array, pairs: SortedPairs, { above, below }: Hits, margin: number): void {
  const { first, second, sum, slack, entries } = pairs;
  const shift = margin * sums[sums.length - 1];
  const whole = margin * entries;
  for (let i = 0; i < first.length; i++) {
    const own = sums[first[i]] - sums[second[i]];
    if (own + shift >= sum[i] + whole - slack[i]) above[i]++;
    if (own - shift <= sum[i] - whole + slack[i]) below[i]++;
  }
}

function meanAt(columns: readonly Float64Array[], at: number): number {
  let sum = 0;
  for (const column of columns) sum += column[at];
  return sum / columns.length;
}
