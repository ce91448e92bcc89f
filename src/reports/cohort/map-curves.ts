import { firstWithout } from "../../../base/search.js";
import type { MapGroupRecord } from "../../cohort/maps/map-record.js";
import { describeValues } from "../../cohort/statistics/describe.js";
import type { ReliabilityBin } from "../../maps/results/map-result.js";

/** The mean of cases at a place, and the middle half of them. */
export interface MeanPoint {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

/** A curve of one case: `x` rises. */
type Points = readonly (readonly [x: number, y: number])[];

/** A kind of curve over the threshold. */
export interface MapCurve {
  readonly key: "pr" | "roc" | "dice" | "pq";
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** The score that is the area below it. */
  readonly area: string;
  /** The curve of a case; null where it has none. */
  readonly pointsOf: (group: MapGroupRecord) => Points | null;
  readonly valueAt: (points: Points, x: number) => number;
}

/** Curves over the threshold, all from `[threshold, voxels, inside]`. */
export const MAP_CURVES: readonly MapCurve[] = [
  {
    key: "pr",
    title: "Precision over recall",
    x: "recall",
    y: "precision",
    area: "ap",
    pointsOf: (group) => risingIn(group, (_, k) => (k === 0 ? null : ([, s, inside]) => [inside / k, inside / s])),
    // As average precision adds it up: a stretch of recall has the precision at its end.
    valueAt: fromNext,
  },
  {
    key: "roc",
    title: "Sensitivity over the false-positive rate (ROC)",
    x: "false-positive rate of voxels",
    y: "sensitivity",
    area: "auroc",
    pointsOf: (group) => {
      const points = risingIn(group, (n, k) =>
        k === 0 || k === n ? null : ([, s, inside]) => [(s - inside) / (n - k), inside / k],
      );
      return points && [[0, 0], ...points];
    },
    valueAt: between,
  },
  {
    key: "dice",
    title: "Dice over the threshold",
    x: "threshold",
    y: "Dice",
    area: "autc_dice",
    pointsOf: (group) => overThreshold(group, diceIn(group)),
    valueAt: fromNext,
  },
  {
    key: "pq",
    title: "Panoptic quality over the threshold",
    x: "threshold",
    y: "PQ",
    area: "autc_pq",
    pointsOf: (group) => overThreshold(group, group.pq_curve ?? null),
    valueAt: fromNext,
  },
];

/** Places at which curves are averaged. */
const PLACES = Array.from({ length: 201 }, (_, i) => i / 200);

/** The mean of a kind of curve over cases; null if no case has one. */
export function meanMapCurve(
  { pointsOf, valueAt }: MapCurve,
  groups: readonly MapGroupRecord[],
): { readonly n: number; readonly points: readonly MeanPoint[] } | null {
  const curves = groups.map(pointsOf).filter((points) => points !== null);
  if (curves.length === 0) return null;
  const points = PLACES.map((x) => {
    const { mean, q1, q3 } = describeValues(curves.map((points) => valueAt(points, x)));
    return { x, y: mean, low: q1, high: q3 };
  });
  return { n: curves.length, points };
}

/** The mean of a score where it has a value; NaN without one. */
export function meanScore(groups: readonly MapGroupRecord[], key: string): number {
  const values = groups.map(({ scores }) => scores[key]).filter((value) => typeof value === "number");
  return describeValues(values.filter(Number.isFinite)).mean;
}

/** The bins of all cases as one. */
export function pooledReliability(groups: readonly MapGroupRecord[]): ReliabilityBin[] {
  const cases = groups.flatMap(({ reliability }) => (reliability === undefined ? [] : [reliability]));
  const bins = Math.max(0, ...cases.map((own) => own.length));
  return Array.from({ length: bins }, (_, bin) => {
    let [voxels, mean, share] = [0, 0, 0];
    for (const own of cases) {
      const [count, ownMean, ownShare] = own[bin] ?? [0, 0, 0];
      if (count === 0) continue;
      voxels += count;
      mean += count * ownMean;
      share += count * ownShare;
    }
    return [voxels, mean / voxels, share / voxels] as const;
  });
}

type PointOf = (point: NonNullable<MapGroupRecord["curve"]>[number]) => readonly [number, number];

/** The curve as points; null without one. */
function risingIn(
  { curve, scores }: MapGroupRecord,
  choose: (n: number, k: number) => PointOf | null,
): [number, number][] | null {
  const pointOf = choose(Number(scores.n_voxels), Number(scores.n_reference_voxels));
  if (curve === undefined || curve.length === 0 || pointOf === null) return null;
  return curve.map((point) => [...pointOf(point)]);
}

function diceIn(group: MapGroupRecord): Points | null {
  return risingIn(group, (_, k) => (k === 0 ? null : ([t, s, inside]) => [t, (2 * inside) / (s + k)]));
}

/** By threshold, rising; relevance by the share of its largest value. Null where nothing is above 0. */
function overThreshold({ curve = [], reliability }: MapGroupRecord, falling: Points | null): Points | null {
  const largest = reliability === undefined ? (curve[0]?.[0] ?? 0) : 1;
  if (falling === null || !(largest > 0)) return null;
  return falling.map(([threshold, value]) => [threshold / largest, value] as const).toReversed();
}

/** The value of the next point: of thresholds, the set {m ≥ t} is that of the next value of the map. Beyond the last it is 0. */
function fromNext(points: Points, x: number): number {
  const next = firstFrom(points, x);
  return next === points.length ? 0 : points[next][1];
}

/** On the line between two points. */
function between(points: Points, x: number): number {
  const next = firstFrom(points, x);
  if (next === points.length) return points[points.length - 1][1];
  const [to, value] = points[next];
  if (next === 0 || to === x) return lastAt(points, next, x);
  const [from, before] = points[next - 1];
  return before + ((value - before) * (x - from)) / (to - from);
}

/** Where several points stand at one place, the curve rises there: the last counts. */
function lastAt(points: Points, from: number, x: number): number {
  let at = from;
  while (at + 1 < points.length && points[at + 1][0] === x) at++;
  return points[at][1];
}

/** The place of the first point that is not before `x`. */
function firstFrom(points: Points, x: number): number {
  return firstWithout(0, points.length, (i) => points[i][0] < x);
}
