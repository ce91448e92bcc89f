/** Questions about the order of a map's voxels. */
export interface RankRequest {
  /** Voxels of the reference, and of the domain. */
  readonly inside: number;
  readonly voxels: number;
  /** The least value of the domain. */
  readonly least: number;
  /** Falling. */
  readonly thresholds: readonly number[];
  /** From 1, rising. */
  readonly ranks: readonly number[];
  /** The specificity that must be exceeded. */
  readonly specificity: number;
  /** Points of the curve at most. */
  readonly curvePoints: number;
  /**
   * Which sums must be exact; everything else always is.
   *
   * - `areas`: all of them, for which all voxels are put in order
   * - `order`: those of the ROC curve, precision, and the best Dice, which change only at values of the reference
   * - `ranks`: none
   */
  readonly sums: "areas" | "order" | "ranks";
}

/**
 * How points of the curve are spaced: at equal steps of `voxels + weight · those of the reference`, so that a reference of few voxels
 * has its share of the points.
 */
export function curveSpacing({ inside, voxels, curvePoints }: RankRequest): { weight: number; step: number } {
  const sides = inside > 0 ? 2 : 1;
  return { weight: inside > 0 ? voxels / inside : 0, step: (sides * voxels) / Math.max(1, curvePoints - 1) };
}
