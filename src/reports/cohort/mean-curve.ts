import { ExactTotal } from "../../cohort/summary/exact-total.js";
import type { GroupResult, ThresholdInterval, ThresholdPoint } from "../../results/result-types.js";
import { cornersOf } from "../figures/threshold-curves.js";
import { metricOf } from "./cohort-values.js";

type Corner = readonly [threshold: number, value: number];

/** The mean over cases of their curves of panoptic quality. */
export interface MeanCurve {
  readonly n: number;
  /** The mean of the cases' areas; null if none is known. */
  readonly autc: number | null;
  /** Corners of the line: of exact curves two for each step. */
  readonly corners: readonly Corner[];
  readonly valueAt: (threshold: number) => number;
}

/**
 * Exact curves are steps, and so is their mean, with the steps of all of them; curves of points are joined by lines.
 * @param results of cases whose curves count; those without one are left out
 * @param constant cases that count as 1 or as 0 at every threshold
 * @param isStrict whether a score must exceed the threshold: else a match still counts at its own score
 */
export function meanCurve(
  results: readonly GroupResult[],
  constant: { readonly best: number; readonly worst: number },
  isStrict: boolean,
): MeanCurve {
  const known = results.filter(({ autc_curve: curve }) => curve !== undefined && curve.length > 0);
  const curves = known.map(({ autc_curve: curve }) => curve ?? []);
  const n = known.length === 0 ? 0 : known.length + constant.best + constant.worst;
  const areas = known.map((result) => metricOf(result, "autc_pq")).filter((area) => !Number.isNaN(area));
  const autc =
    areas.length === 0
      ? null
      : (areas.reduce((sum, area) => sum + area, 0) + constant.best) / (areas.length + constant.best + constant.worst);
  const isExact = curves.every((curve) => "from" in curve[0]);
  const line = isExact
    ? meanSteps(curves as readonly (readonly ThresholdInterval[])[], constant.best, n, isStrict)
    : meanLine(curves as readonly (readonly ThresholdPoint[])[], constant.best, n);
  return { n, autc, ...line };
}

function meanSteps(curves: readonly (readonly ThresholdInterval[])[], best: number, n: number, isStrict: boolean) {
  const changes = new Map<number, number[]>([[0, Array(best).fill(1)]]);
  for (const curve of curves) {
    let before = 0;
    for (const { from, pq } of curve) {
      const value = orZero(pq);
      if (value !== before) {
        const own = changes.get(from) ?? [];
        changes.set(from, own);
        own.push(value, -before);
      }
      before = value;
    }
  }
  const starts = [...changes.keys()].sort((a, b) => a - b);
  const total = new ExactTotal();
  const values = starts.map((start) => {
    for (const term of changes.get(start) ?? []) total.add(term);
    return total.value / n;
  });
  const corners = values.flatMap((value, i): Corner[] => [
    [starts[i], value],
    [starts[i + 1] ?? 1, value],
  ]);
  const valueAt = (threshold: number) => {
    const later = starts.findIndex((start) => (isStrict ? start > threshold : start >= threshold && start > 0));
    return values[later < 0 ? values.length - 1 : later - 1];
  };
  return { corners, valueAt };
}

function meanLine(curves: readonly (readonly ThresholdPoint[])[], best: number, n: number) {
  const lines = curves.map((curve) => cornersOf(curve, "pq"));
  const thresholds = [...new Set([0, ...lines.flatMap((line) => line.map(([at]) => at))])].sort((a, b) => a - b);
  const corners = thresholds.map((at): Corner => {
    return [at, (lines.reduce((sum, line) => sum + interpolate(line, at), 0) + best) / n];
  });
  return { corners, valueAt: (threshold: number) => interpolate(corners, threshold) };
}

/** Level before the first corner and behind the last. */
function interpolate(line: readonly Corner[], at: number): number {
  const next = line.findIndex(([to]) => to >= at);
  const [to, value] = next < 0 ? line[line.length - 1] : line[next];
  if (next <= 0 || to === at) return value;
  const [from, before] = line[next - 1];
  return before + ((value - before) * (at - from)) / (to - from);
}

/** An undefined quality counts 0, as it does in the area. */
function orZero(quality: unknown): number {
  return typeof quality === "number" && Number.isFinite(quality) ? quality : 0;
}
