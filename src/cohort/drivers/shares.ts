import { eachDraw } from "../statistics/bootstrap.js";
import { quantile } from "../statistics/describe.js";
import { holm } from "../statistics/holm.js";
import { averageRanks } from "../statistics/ranks.js";
import { basisOf, centred, type DriverColumn, dot, levelsOf, project, regressorsOf } from "./design.js";
import { type Orders, ordersOf } from "./permutations.js";

export interface ShareOptions {
  readonly resamples: number;
  readonly seed: number;
  readonly confidence: number;
  /** Values are permuted within these alone, one for each case. */
  readonly within: readonly string[];
  /** Cases with the same name are drawn together, one for each case. */
  readonly clusters: readonly string[];
}

/** The shares of one column, alone and with all others. */
export interface DriverRow {
  readonly column: string;
  readonly kind: DriverColumn["kind"];
  readonly n: number;
  /** Of the rank variance: ρ², or H/(n − 1) of Kruskal and Wallis. */
  readonly share: number;
  readonly share_adjusted: number;
  /** Spearman's ρ; null for categories. */
  readonly direction: number | null;
  /** The share that no other column explains; NaN where the others determine the column. */
  readonly unique_share: number;
  readonly unique_share_low: number;
  readonly unique_share_high: number;
  readonly partial_share: number;
  /** Whether the other columns determine it, wholly or in part, and which. */
  readonly aliased: boolean;
  readonly confounded_with: readonly string[];
  readonly p: number;
  readonly p_holm: number;
  readonly p_unique: number;
  readonly p_unique_holm: number;
  readonly p_method: "exact" | "random";
}

/** Values within this of one another are as extreme. */
const SLACK = 1e-9;

export function driverShares(
  score: readonly number[],
  columns: readonly DriverColumn[],
  options: ShareOptions,
): { readonly full_share: number; readonly rows: readonly DriverRow[] } {
  const y = centred(averageRanks(score));
  const tss = dot(y, y);
  const regressors = columns.map(regressorsOf);
  const full = basisOf(regressors.flat());
  const { rss } = project(full, y);
  const orders = ordersOf(options.within, options.resamples, options.seed);
  const intervals = uniqueIntervals(score, columns, options);
  const rows = columns.map((column, c) => {
    const own = basisOf(regressors[c]);
    const without = basisOf(regressors.filter((_, i) => i !== c).flat());
    const isDetermined = full.length === without.length;
    const share = 1 - project(own, y).rss / tss;
    const parameters = column.kind === "numeric" ? 1 : levelsOf(column.cells).length - 1;
    const n = score.length;
    const rssWithout = project(without, y).rss;
    return {
      column: column.name,
      kind: column.kind,
      n,
      share,
      share_adjusted: 1 - ((1 - share) * (n - 1)) / (n - parameters - 1),
      direction: column.kind === "numeric" ? spearman(regressors[c][0], y) : null,
      unique_share: isDetermined ? Number.NaN : (rssWithout - rss) / tss,
      unique_share_low: isDetermined ? Number.NaN : intervals[c][0],
      unique_share_high: isDetermined ? Number.NaN : intervals[c][1],
      partial_share: isDetermined ? Number.NaN : (rssWithout - rss) / rssWithout,
      aliased: full.length - without.length < own.length,
      confounded_with: confounded(columns, regressors, c, full.length - without.length),
      p: shareP(own, y, orders),
      p_unique: isDetermined ? Number.NaN : partialP(full, without, y, orders),
      p_method: orders.method,
    };
  });
  const p = holm(rows.map((row) => row.p));
  const unique = holm(rows.map((row) => row.p_unique));
  return {
    full_share: 1 - rss / tss,
    rows: rows.map((row, i) => ({ ...row, p_holm: p[i], p_unique_holm: unique[i] })),
  };
}

function spearman(x: Float64Array, y: Float64Array): number {
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}

/** The columns without which this one would explain more that no other does. */
function confounded(
  columns: readonly DriverColumn[],
  regressors: readonly (readonly Float64Array[])[],
  c: number,
  drop: number,
): string[] {
  const rank = (left: readonly number[]) => basisOf(regressors.filter((_, i) => !left.includes(i)).flat()).length;
  return columns.flatMap(({ name }, d) => (d !== c && rank([d]) - rank([c, d]) > drop ? [name] : []));
}

/** Scores permuted: how often a share is at least as large. */
function shareP(own: readonly Float64Array[], y: Float64Array, orders: Orders): number {
  const explained = (vector: Float64Array) => own.reduce((sum, unit) => sum + dot(unit, vector) ** 2, 0);
  const tss = dot(y, y);
  return proportion(orders, explained(y) / tss, (order) => explained(permuted(y, order)) / tss);
}

/** Residuals of the model without the column permuted (Freedman, Lane 1983, DOI 10.2307/1391660). */
function partialP(
  full: readonly Float64Array[],
  without: readonly Float64Array[],
  y: Float64Array,
  orders: Orders,
): number {
  const { fitted } = project(without, y);
  const residuals = y.map((value, i) => value - fitted[i]);
  const statistic = (vector: Float64Array) => {
    const { rss } = project(full, vector);
    const { rss: reduced } = project(without, vector);
    // A monotone function of the partial F, which is finite where nothing is left over.
    return reduced <= 0 ? 0 : (reduced - rss) / reduced;
  };
  return proportion(orders, statistic(y), (order) => {
    const moved = permuted(residuals, order);
    return statistic(fitted.map((value, i) => value + moved[i]));
  });
}

function permuted(values: Float64Array, order: Int32Array): Float64Array {
  return values.map((_, i) => values[order[i]]);
}

function proportion(orders: Orders, observed: number, statistic: (order: Int32Array) => number): number {
  let hits = 0;
  orders.each((order) => {
    if (statistic(order) >= observed - SLACK) hits++;
  });
  return orders.method === "exact" ? hits / orders.count : (hits + 1) / (orders.count + 1);
}

function uniqueIntervals(
  score: readonly number[],
  columns: readonly DriverColumn[],
  { resamples, seed, confidence, clusters }: ShareOptions,
): [number, number][] {
  const names = [...new Set(clusters)].sort();
  const members = names.map((name) => clusters.flatMap((own, i) => (own === name ? [i] : [])));
  const spreads: number[][] = columns.map(() => []);
  eachDraw(names.length, Math.min(resamples, 1999), seed, (drawn) => {
    const cases = Array.from(drawn).flatMap((k) => members[k]);
    const y = centred(averageRanks(cases.map((i) => score[i])));
    const tss = dot(y, y);
    if (tss === 0) return;
    const regressors = columns.map((column) => regressorsOf({ ...column, cells: cases.map((i) => column.cells[i]) }));
    const { rss } = project(basisOf(regressors.flat()), y);
    for (const c of columns.keys()) {
      const without = basisOf(regressors.filter((_, i) => i !== c).flat());
      spreads[c].push((project(without, y).rss - rss) / tss);
    }
  });
  const tail = (1 - confidence) / 2;
  return spreads.map((own) => {
    own.sort((a, b) => a - b);
    return [quantile(own, tail), quantile(own, 1 - tail)];
  });
}
