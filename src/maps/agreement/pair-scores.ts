import type { Sign } from "../../../bindings/maps/map-volume.js";

/** A map over the voxels that count, in their order. */
export interface ComparedMap {
  readonly values: Float64Array;
  /** Average ranks, the largest value first. */
  readonly ranks: Float64Array;
  /** Of the scored part: its sum (NaN where it has no mass or both signs), and its k-th largest value. */
  readonly mass: number;
  readonly border: number;
}

/** How alike two maps are. */
export interface PairScores {
  /** Correlations of values, and of average ranks. */
  readonly pearson: number;
  readonly spearman: number;
  readonly cosine: number;
  readonly rmse: number;
  /** Of the scored part: Dice of the highest tenths, tied voxels included, and Σ min of the shares. */
  readonly top_10_dice: number;
  readonly mass_overlap: number;
}

export const PAIR_KEYS = ["pearson", "spearman", "cosine", "rmse", "top_10_dice", "mass_overlap"] as const;

/** Numbers that are summed plainly before they are added with compensation. */
const BLOCK = 1024;

/** A sum over fixed blocks, compensated (Neumaier 1974). */
export function sumOver(count: number, term: (i: number) => number): number {
  let [sum, lost] = [0, 0];
  for (let first = 0; first < count; first += BLOCK) {
    const last = Math.min(count, first + BLOCK);
    let block = 0;
    for (let i = first; i < last; i++) block += term(i);
    const next = sum + block;
    lost += Math.abs(sum) >= Math.abs(block) ? sum - next + block : block - next + sum;
    sum = next;
  }
  return sum + lost;
}

export function scoredPart(sign: Sign): (value: number) => number {
  switch (sign) {
    case "positive":
      return (value) => Math.max(value, 0);
    case "negative":
      return (value) => Math.max(-value, 0);
    case "absolute":
      return Math.abs;
    case "signed":
      return (value) => value;
  }
}

export function pairScores(one: ComparedMap, other: ComparedMap, sign: Sign): PairScores {
  const [a, b] = [one.values, other.values];
  const n = a.length;
  const part = scoredPart(sign);
  const norms = Math.sqrt(sumOver(n, (i) => a[i] ** 2) * sumOver(n, (i) => b[i] ** 2));
  let [inOne, inOther, inBoth] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [first, second] = [part(a[i]) >= one.border, part(b[i]) >= other.border];
    inOne += Number(first);
    inOther += Number(second);
    inBoth += Number(first && second);
  }
  return {
    pearson: correlation(a, b),
    spearman: correlation(one.ranks, other.ranks),
    cosine: norms === 0 ? Number.NaN : sumOver(n, (i) => a[i] * b[i]) / norms,
    rmse: Math.sqrt(sumOver(n, (i) => (a[i] - b[i]) ** 2) / n),
    top_10_dice: (2 * inBoth) / (inOne + inOther),
    mass_overlap: sumOver(n, (i) => Math.min(part(a[i]) / one.mass, part(b[i]) / other.mass)),
  };
}

/** Pearson's r; NaN where one of both is constant. */
function correlation(a: Float64Array, b: Float64Array): number {
  const n = a.length;
  const [meanA, meanB] = [a, b].map((own) => sumOver(n, (i) => own[i]) / n);
  const [squaresA, squaresB] = [sumOver(n, (i) => (a[i] - meanA) ** 2), sumOver(n, (i) => (b[i] - meanB) ** 2)];
  if (squaresA === 0 || squaresB === 0) return Number.NaN;
  return sumOver(n, (i) => (a[i] - meanA) * (b[i] - meanB)) / Math.sqrt(squaresA * squaresB);
}
