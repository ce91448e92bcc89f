/** Scores by which a strategy compares a reference with a prediction, from the overlap table alone. */

export interface MatchingScore {
  readonly name: string;
  readonly abbreviation: string;
  readonly definition: string;
  readonly direction: "higher" | "lower";
  /** True if the score of things with parts is made of the scores of their parts. */
  readonly partAware: boolean;
  /** From n = |g ∩ p|, |g| and |p|. */
  readonly fromCounts: (intersection: number, reference: number, prediction: number) => number;
}

const SCORES = {
  iou: {
    name: "intersection over union",
    abbreviation: "IoU",
    definition: "n / (|g| + |p| − n)",
    direction: "higher",
    partAware: true,
    fromCounts: (n, g, p) => n / (g + p - n),
  },
  dice: {
    name: "Dice",
    abbreviation: "Dice",
    definition: "2n / (|g| + |p|)",
    direction: "higher",
    partAware: true,
    fromCounts: (n, g, p) => (2 * n) / (g + p),
  },
  ior: {
    name: "intersection over reference",
    abbreviation: "IoR",
    definition: "n / |g|",
    direction: "higher",
    partAware: false,
    fromCounts: (n, g) => n / g,
  },
  iop: {
    name: "intersection over prediction",
    abbreviation: "IoP",
    definition: "n / |p|",
    direction: "higher",
    partAware: false,
    fromCounts: (n, _g, p) => n / p,
  },
} as const satisfies Record<string, MatchingScore>;

export type MatchingScoreName = keyof typeof SCORES;

export const MATCHING_SCORE_NAMES = Object.keys(SCORES) as MatchingScoreName[];

export function matchingScoreOf(name: MatchingScoreName): MatchingScore {
  return SCORES[name];
}
