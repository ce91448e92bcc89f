/** Wilcoxon's signed-rank test of paired differences (Wilcoxon 1945, DOI 10.2307/3001968). */
import { normalCdf } from "./normal.js";
import { averageRanks, tieSizes } from "./ranks.js";

const ALTERNATIVES = ["two-sided", "greater", "less"] as const;
/** The alternative to the null hypothesis: differences that lie off zero, above it, or below it. */
export type Alternative = (typeof ALTERNATIVES)[number];

/**
 * How differences of zero are treated: left out before ranks are given (`wilcox`), ranked and then left out (`pratt`: Pratt
 * 1959, DOI 10.1080/01621459.1959.10501526), or ranked and shared by both signs (`zsplit`).
 */
export type ZeroMethod = "wilcox" | "pratt" | "zsplit";

export interface WilcoxonOptions {
  readonly alternative?: Alternative;
  readonly zeroMethod?: ZeroMethod;
  /** `auto`: exact for up to 50 differences with `wilcox`, else by the normal approximation, which `zsplit` always takes. */
  readonly method?: "auto" | "exact" | "normal";
  /** Moves the statistic half a rank towards its mean, in the normal approximation. */
  readonly continuity?: boolean;
}

export interface WilcoxonResult {
  /** Differences that took part. */
  readonly n: number;
  /** Sums of the ranks of positive and negative differences. */
  readonly r_plus: number;
  readonly r_minus: number;
  /** The smaller sum if two-sided, else that of positive differences. */
  readonly statistic: number;
  /** NaN if there is no difference but zero. */
  readonly p: number;
  readonly method: "exact" | "normal";
}

const LARGEST_EXACT = 50;

/** Tests whether differences lie symmetrically about zero. Equal sizes share the mean of their ranks, in both methods. */
export function wilcoxonSignedRank(
  differences: readonly number[],
  { alternative = "two-sided", zeroMethod = "wilcox", method = "auto", continuity = false }: WilcoxonOptions = {},
): WilcoxonResult {
  const kept = zeroMethod === "wilcox" ? differences.filter((difference) => difference !== 0) : differences;
  const ranks = averageRanks(kept.map(Math.abs));
  let [plus, minus, zero] = [0, 0, 0];
  kept.forEach((difference, i) => {
    if (difference > 0) plus += ranks[i];
    else if (difference < 0) minus += ranks[i];
    else zero += ranks[i];
  });
  if (zeroMethod === "zsplit") [plus, minus] = [plus + zero / 2, minus + zero / 2];
  const statistic = alternative === "two-sided" ? Math.min(plus, minus) : plus;
  const wanted = method === "exact" || (method === "auto" && zeroMethod === "wilcox" && kept.length <= LARGEST_EXACT);
  const exact = wanted && zeroMethod !== "zsplit";
  const said = { n: kept.length, r_plus: plus, r_minus: minus, statistic, method: exact ? "exact" : "normal" } as const;
  if (zeroMethod !== "zsplit" && kept.every((difference) => difference === 0)) return { ...said, p: Number.NaN };
  const p = exact
    ? exactP(ranks, kept, plus, alternative)
    : normalP(ranks, kept, statistic, { alternative, zeroMethod, continuity });
  return { ...said, p };
}

/** Over all signs that the differences might have had: twice a rank is a whole number, so sums of ranks can be counted. */
function exactP(ranks: Float64Array, kept: readonly number[], plus: number, alternative: Alternative): number {
  const doubled = Array.from(ranks, (rank) => 2 * rank).filter((_, i) => kept[i] !== 0);
  const total = doubled.reduce((sum, rank) => sum + rank, 0);
  let shares = new Float64Array(total + 1);
  shares[0] = 1;
  let reached = 0;
  for (const rank of doubled) {
    const next = new Float64Array(total + 1);
    for (let sum = 0; sum <= reached; sum++) {
      next[sum] += shares[sum] / 2;
      next[sum + rank] += shares[sum] / 2;
    }
    reached += rank;
    shares = next;
  }
  const less = shares.subarray(0, 2 * plus + 1).reduce((sum, share) => sum + share, 0);
  const greater = shares.subarray(2 * plus).reduce((sum, share) => sum + share, 0);
  if (alternative === "less") return Math.min(1, less);
  if (alternative === "greater") return Math.min(1, greater);
  return Math.min(1, 2 * Math.min(less, greater));
}

/** By the normal distribution that the sum of ranks tends to, its variance corrected for ties and, with pratt, for zeros. */
function normalP(
  ranks: Float64Array,
  kept: readonly number[],
  statistic: number,
  { alternative, zeroMethod, continuity }: Required<Pick<WilcoxonOptions, "alternative" | "zeroMethod" | "continuity">>,
): number {
  const n = kept.length;
  const zeros = zeroMethod === "pratt" ? kept.filter((difference) => difference === 0).length : 0;
  const ranked = zeroMethod === "pratt" ? ranks.filter((_, i) => kept[i] !== 0) : ranks;
  const mean = (n * (n + 1) - zeros * (zeros + 1)) / 4;
  const ties = tieSizes(ranked).reduce((sum, size) => sum + size * (size * size - 1), 0);
  const squares = n * (n + 1) * (2 * n + 1) - zeros * (zeros + 1) * (2 * zeros + 1) - ties / 2;
  const towards = { "two-sided": Math.sign(statistic - mean), greater: 1, less: -1 }[alternative];
  const z = (statistic - mean - (continuity ? towards / 2 : 0)) / Math.sqrt(squares / 24);
  if (alternative === "greater") return normalCdf(-z);
  if (alternative === "less") return normalCdf(z);
  return Math.min(1, 2 * normalCdf(-Math.abs(z)));
}
