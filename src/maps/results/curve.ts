import type { RankOutcome, RankPoint } from "../../../bindings/maps/rank-voxels.js";
import type { TreeOutcome } from "../scores/facts.js";
import { qualityOf } from "../scores/instances.js";
import { diceOf } from "../scores/ranking.js";
import type { CurvePoint, InstancePoint } from "./map-result.js";

/**
 * The curve over the threshold: points about equally spaced in the ranks of all voxels and in those of the reference, and in any case
 * its first one, its last one and the best.
 * @param k voxels of the reference
 * @param n voxels of the domain
 */
export function curveOf({ curve, best, top, last }: RankOutcome, k: number, n: number): CurvePoint[] {
  if (n === 0) return [];
  const points = new Map<number, RankPoint>();
  for (const point of [top, ...curve, ...(k > 0 ? [best] : []), last]) points.set(point.value, point);
  return [...points.values()]
    .sort((a, b) => b.value - a.value)
    .map((point) => {
      const { value, voxels, inside } = point;
      return {
        threshold: value,
        voxels,
        inside,
        dice: k === 0 ? 0 : diceOf(point, k),
        precision: inside / voxels,
        recall: inside / k,
        fpr: (voxels - inside) / (n - k),
      };
    });
}

/** How components match instances over the threshold: the same choice of points, for thresholds above 0. */
export function instanceCurveOf({ curve, best, last, instances }: TreeOutcome): InstancePoint[] {
  const points = new Map([...curve, best, last].flatMap((point) => (point === null ? [] : [[point.value, point]])));
  return [...points.values()]
    .sort((a, b) => b.value - a.value)
    .map((point) => {
      const { value, voxels, components } = point;
      return { threshold: value, voxels, n_components: components, ...qualityOf(point, instances) };
    });
}
