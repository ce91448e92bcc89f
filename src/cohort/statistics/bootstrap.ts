/**
 * Bootstrap confidence intervals (Efron 1979, DOI 10.1214/aos/1176344552; BCa: Efron 1987, DOI
 * 10.1080/01621459.1987.10478410). Clusters are drawn whole, with replacement, so that cases of one patient stay together.
 */

import { ColumnSet } from "./column-set.js";
import { normalCdf, normalQuantile } from "./normal.js";
import { OrderStatistics } from "./order-statistics.js";
import { Random } from "./random.js";
import type { Statistic } from "./statistic.js";

export const INTERVAL_METHODS = ["bca", "percentile", "basic"] as const;
export type IntervalMethod = (typeof INTERVAL_METHODS)[number];

export interface BootstrapOptions {
  /** Default 9999. */
  readonly resamples?: number;
  /** Default 0.95. */
  readonly confidence?: number;
  /** Default 0. */
  readonly seed?: number;
  /** Default bca: corrected for bias and skew. */
  readonly method?: IntervalMethod;
}

/** NaN where no interval can be given: fewer than two clusters, or (bca) a statistic that never changes. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Relative; values closer than this are equal. */
const ROUNDING = 1e-12;

/** How the values of several statistics, all over the same clusters, are spread when clusters are drawn anew. */
export function resample(statistics: readonly Statistic[], resamples: number, seed: number): Float64Array[] {
  const clusters = statistics[0]?.clusters ?? 0;
  const spreads = statistics.map(() => new Float64Array(resamples));
  const ofSums = statistics.flatMap(({ sums }, s) => (sums === undefined ? [] : [{ sums, spread: spreads[s] }]));
  const others = statistics.flatMap((statistic, s) =>
    statistic.sums === undefined ? [{ statistic, spread: spreads[s] }] : [],
  );
  const columns = new ColumnSet(ofSums.map(({ sums }) => sums.columns));
  const plans = ofSums.map(({ sums, spread }, i) => ({ ...sums, spread, places: columns.places[i] }));
  const own = plans.map(({ places }) => new Float64Array(places.length));
  eachDraw(clusters, resamples, seed, (drawn, counts, round) => {
    if (plans.length > 0) columns.weigh(counts);
    for (let p = 0; p < plans.length; p++) {
      const { places, combine, spread } = plans[p];
      for (let k = 0; k < places.length; k++) own[p][k] = columns.sums[places[k]];
      spread[round] = combine(own[p]);
    }
    for (const { statistic, spread } of others) spread[round] = statistic.over(drawn);
  });
  return spreads;
}

/** Draws clusters with replacement. Calls back with the clusters and their counts, which the next draw overwrites. */
export function eachDraw(
  clusters: number,
  resamples: number,
  seed: number,
  visit: (drawn: ArrayLike<number>, counts: Uint16Array, round: number) => void,
): void {
  const known = keptDraws(clusters, resamples, seed);
  if (known !== null) {
    for (let round = 0; round < resamples; round++) visit(known.drawn[round], known.counts[round], round);
    return;
  }
  const random = new Random(seed);
  const drawn = new Uint32Array(clusters);
  const counts = new Uint16Array(clusters);
  for (let round = 0; round < resamples; round++) {
    drawClusters(random, drawn, counts);
    visit(drawn, counts, round);
  }
}

function drawClusters(random: Random, drawn: Uint16Array | Uint32Array, counts: Uint16Array): void {
  counts.fill(0);
  for (let i = 0; i < drawn.length; i++) {
    const cluster = random.below(drawn.length);
    drawn[i] = cluster;
    counts[cluster]++;
  }
}

/** Draws that are kept take at most this many numbers, of two bytes each, twice. */
const MOST_KEPT = 1 << 23;

interface KeptDraws {
  readonly key: string;
  /** Of each draw; made once, as a view takes as long as a draw. */
  readonly drawn: readonly Uint16Array[];
  readonly counts: readonly Uint16Array[];
}

/** The draws of the last call: the models of a cohort have the same cases, so their statistics ask for the same draws. */
let kept: KeptDraws | null = null;

function keptDraws(clusters: number, resamples: number, seed: number): KeptDraws | null {
  if (clusters * resamples > MOST_KEPT || clusters >= 2 ** 16) return null;
  const key = `${clusters} ${resamples} ${seed}`;
  if (kept?.key !== key) {
    const random = new Random(seed);
    const [drawn, counts] = [rowsOf(clusters, resamples), rowsOf(clusters, resamples)];
    for (let round = 0; round < resamples; round++) drawClusters(random, drawn[round], counts[round]);
    kept = { key, drawn, counts };
  }
  return kept;
}

/** Views of one block of memory, one for each draw. */
function rowsOf(clusters: number, resamples: number): Uint16Array[] {
  const all = new Uint16Array(clusters * resamples);
  return Array.from({ length: resamples }, (_, round) => all.subarray(round * clusters, (round + 1) * clusters));
}

/** Intervals of several statistics over the same clusters; all of them see the same resamples. */
export function bootstrapIntervals(
  statistics: readonly Statistic[],
  { resamples = 9999, confidence = 0.95, seed = 0, method = "bca" }: BootstrapOptions = {},
): Interval[] {
  const spreads = resample(statistics, resamples, seed);
  return statistics.map((statistic, s) => intervalOf(statistic, spreads[s], { confidence, method }));
}

/**
 * The interval that a spread of resampled values gives.
 * @param statistic only asked for its value over all clusters, and for those without one of them
 */
export function intervalOf(
  statistic: Pick<Statistic, "clusters" | "over" | "leavingOut">,
  spread: Float64Array,
  { confidence = 0.95, method = "bca" }: Pick<BootstrapOptions, "confidence" | "method"> = {},
): Interval {
  const nothing = { low: Number.NaN, high: Number.NaN };
  if (statistic.clusters < 2) return nothing;
  // A resample without any value (all its clusters were empty) says nothing of where the statistic lies.
  const known = withoutNaN(spread);
  if (known.length < 2) return nothing;
  const observed = statistic.over(Uint32Array.from({ length: statistic.clusters }, (_, i) => i));
  const tail = (1 - confidence) / 2;
  const [lower, upper] = method === "bca" ? correctedShares(statistic, known, observed, tail) : [tail, 1 - tail];
  const ordered = new OrderStatistics(known);
  const [low, high] = [ordered.quantile(lower), ordered.quantile(upper)];
  if (method === "basic") return { low: 2 * observed - high, high: 2 * observed - low };
  return { low, high };
}

/** A copy, which may be reordered. */
function withoutNaN(values: Float64Array): Float64Array {
  const known = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    known[count] = values[i];
    if (!Number.isNaN(values[i])) count++;
  }
  return known.subarray(0, count);
}

/** The shares of the resampled values at which a BCa interval ends. */
function correctedShares(
  statistic: Pick<Statistic, "leavingOut">,
  spread: Float64Array,
  observed: number,
  tail: number,
): readonly [number, number] {
  const bias = normalQuantile(shareBelow(spread, observed));
  const acceleration = accelerationOf(statistic.leavingOut().filter((value) => !Number.isNaN(value)));
  const share = (z: number) => normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z)));
  const z = normalQuantile(tail);
  return [share(z), share(-z)];
}

/**
 * The share of values below the one observed. Those that equal it count half, as in SciPy; the same terms summed in another
 * order may differ by rounding.
 */
function shareBelow(spread: Float64Array, observed: number): number {
  let largest = 0;
  for (let i = 0; i < spread.length; i++) largest = Math.max(largest, Math.abs(spread[i]));
  const slack = ROUNDING * largest;
  const [lower, upper] = [observed - slack, observed + slack];
  let twice = 0;
  for (let i = 0; i < spread.length; i++) twice += (spread[i] < lower ? 1 : 0) + (spread[i] <= upper ? 1 : 0);
  return twice / (2 * spread.length);
}

/** A sixth of the skewness of the influence of single clusters, NaN where none has influence. */
function accelerationOf(without: Float64Array): number {
  const centre = without.reduce((sum, value) => sum + value, 0) / without.length;
  let [squares, cubes] = [0, 0];
  for (const value of without) {
    const influence = centre - value;
    squares += influence ** 2;
    cubes += influence ** 3;
  }
  return cubes / (6 * squares ** 1.5);
}
