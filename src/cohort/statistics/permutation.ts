/**
 * The paired permutation test of a mean difference (Fisher 1935; Pitman 1937, DOI 10.2307/2984124): if both models are alike, every
 * difference might as well have had the other sign.
 */
import { Random } from "./random.js";
import type { Alternative } from "./wilcoxon.js";

export interface PermutationOptions {
  readonly alternative?: Alternative;
  /** Random assignments of signs where there are too many to try all. Default 9999. */
  readonly resamples?: number;
  /** Default 0. */
  readonly seed?: number;
}

export interface PermutationResult {
  readonly n: number;
  /** The mean difference. */
  readonly statistic: number;
  readonly p: number;
  /** Whether all assignments of signs were tried, or some drawn at random. */
  readonly method: "exact" | "random";
}

/** 2¹⁶ assignments take less time than ten thousand random ones. */
const LARGEST_EXACT = 16;

/** Sums that differ by no more than rounding are equal. */
const TOLERANCE = 1e-12;

/**
 * The share of assignments of signs whose mean is at least as extreme as the one observed. Of random ones the observed one is
 * counted as one more (Phipson, Smyth 2010, DOI 10.2202/1544-6115.1585), so that p is never 0.
 */
export function pairedPermutation(
  differences: readonly number[],
  { alternative = "two-sided", resamples = 9999, seed = 0 }: PermutationOptions = {},
): PermutationResult {
  const n = differences.length;
  const sum = differences.reduce((total, difference) => total + difference, 0);
  const exact = n <= LARGEST_EXACT;
  const said = { n, statistic: sum / n, method: exact ? "exact" : "random" } as const;
  if (n === 0) return { ...said, p: Number.NaN };
  const slack = TOLERANCE * differences.reduce((total, difference) => total + Math.abs(difference), 0);
  const isExtreme = {
    "two-sided": (other: number) => Math.abs(other) >= Math.abs(sum) - slack,
    greater: (other: number) => other >= sum - slack,
    less: (other: number) => other <= sum + slack,
  }[alternative];
  const sums = exact ? allSums(differences) : randomSums(differences, resamples, seed);
  const extreme = sums.reduce((count, other) => count + (isExtreme(other) ? 1 : 0), 0);
  return { ...said, p: exact ? extreme / sums.length : (extreme + 1) / (sums.length + 1) };
}

function allSums(differences: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** differences.length);
  differences.forEach((difference, i) => {
    const known = 2 ** i;
    for (let k = 0; k < known; k++) {
      sums[k + known] = sums[k] - difference;
      sums[k] += difference;
    }
  });
  return sums;
}

function randomSums(differences: readonly number[], resamples: number, seed: number): Float64Array {
  const random = new Random(seed);
  return Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    let bits = 0;
    for (let i = 0; i < differences.length; i++) {
      if (i % 32 === 0) bits = random.next();
      sum += bits & 1 ? differences[i] : -differences[i];
      bits >>>= 1;
    }
    return sum;
  });
}
