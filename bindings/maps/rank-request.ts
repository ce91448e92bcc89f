/** Questions about the order of a map's voxels. */
export interface RankRequest {
  /** Voxels of the reference, and of the domain. */
  readonly inside: number;
  readonly voxels: number;
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
