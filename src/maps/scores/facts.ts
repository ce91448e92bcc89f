import type { Calibration } from "../../../bindings/maps/calibrate.js";
import type { ComponentTree } from "../../../bindings/maps/component-tree.js";
import type { PointedVoxels } from "../../../bindings/maps/point-at.js";
import type { RankOutcome } from "../../../bindings/maps/rank-voxels.js";
import type { ShareLikeness } from "../../../bindings/maps/share-segments.js";
import type { ResolvedMapOptions } from "../options/types.js";
import type { Moments } from "./moments.js";

/** The part of a component tree that scores need. */
export interface TreeOutcome extends Pick<ComponentTree, "areas" | "best" | "last" | "curve"> {
  /** Instances of the reference in the domain. */
  readonly instances: number;
}

/** Everything that scores are computed from: what one map says of one group. */
export interface MapFacts {
  readonly options: ResolvedMapOptions;
  /** Voxels of the domain (N), and of the reference in it (K). */
  readonly n: number;
  readonly k: number;
  readonly all: Moments;
  readonly inside: Moments;
  readonly rest: Moments;
  /** Mean of the reference minus the mean of all, about a common value. */
  readonly lead: number;
  readonly ranks: RankOutcome;
  /** Null where there is no reference or no value above 0. */
  readonly pointed: PointedVoxels | null;
  /** Null where shares have no meaning: no reference, no mass, or values below 0. */
  readonly shares: ShareLikeness | null;
  /** How components match instances from value to value; only if asked for. */
  readonly tree: TreeOutcome | null;
  /** Of probabilities only. */
  readonly calibration: Calibration | null;
}

/** Voxels among the top percentage: rounded, at least one. */
export function topCount(n: number, percent: number): number {
  return Math.max(1, Math.floor((percent * n) / 100 + 0.5));
}

/** The voxels of the reference among the k highest: expected over all orders of the tied, and in the worst and best of them. */
export interface Hits {
  readonly expected: number;
  readonly least: number;
  readonly most: number;
  /** Voxels of the level that the border cuts through; 0 if it cuts through none. */
  readonly ties: number;
}

/** @param k a rank that was asked for */
export function hitsAt({ ranks }: Pick<RankOutcome, "ranks">, k: number): Hits {
  const level = ranks.find(({ rank }) => rank === k);
  if (level === undefined) return { expected: Number.NaN, least: Number.NaN, most: Number.NaN, ties: 0 };
  const { above, aboveInside, tied, tiedInside } = level;
  const taken = k - above;
  return {
    expected: aboveInside + (taken * tiedInside) / tied,
    least: aboveInside + Math.max(0, taken - (tied - tiedInside)),
    most: aboveInside + Math.min(taken, tiedInside),
    ties: taken < tied ? tied : 0,
  };
}

/** The ranks that the scores of these facts ask for, rising. */
export function ranksAsked(n: number, k: number, options: ResolvedMapOptions): number[] {
  if (n === 0 || k === 0) return [];
  const voxels = options.topVoxels.map((count) => Math.min(n, count));
  const asked = [k, ...options.topPercent.map((percent) => topCount(n, percent)), ...voxels];
  return [...new Set(asked)].sort((a, b) => a - b);
}
