import type { MetricKey } from "../../src/metrics/registry.js";
import type { MaskShape } from "../support/masks.js";
import { skeletonizeLeeSlowly, skeletonizeZhangSuenSlowly } from "./skeletonize.js";
import { surfaceDistancesSlowly } from "./surface-distances.js";

/** Every metric of two masks with voxels, by its definition; assd, hd95 and nsd pooled, skeletons with their last voxels. */
export function pairMetrics(
  a: Uint8Array,
  b: Uint8Array,
  shape: MaskShape,
  spacing: readonly number[],
  toleranceMm: number,
): Record<MetricKey, number> {
  const count = (mask: Uint8Array) => mask.filter((value) => value !== 0).length;
  const both = (first: Uint8Array, second: Uint8Array) => count(first.map((value, i) => value && second[i]));
  const [sizeA, sizeB, n] = [count(a), count(b), both(a, b)];
  // Axes of one voxel count for nothing, and leaving them out changes no linear index.
  const axes = [0, 1, 2].filter((axis) => (shape[axis] ?? 1) > 1);
  const counted = axes.map((axis) => shape[axis] ?? 1);
  const surfaces = surfaceDistancesSlowly(
    a,
    b,
    counted,
    axes.map((axis) => spacing[axis]),
  );
  const pooled = [...surfaces.fromReference, ...surfaces.fromPrediction];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const thin = (mask: Uint8Array) =>
    counted.length === 3
      ? skeletonizeLeeSlowly(mask, shape, true)
      : skeletonizeZhangSuenSlowly(mask, [counted[0] ?? 1, counted[1] ?? 1]);
  const [skeletonA, skeletonB] = [thin(a), thin(b)];
  const sensitivity = both(skeletonA, b) / count(skeletonA);
  const precision = both(skeletonB, a) / count(skeletonB);
  return {
    iou: n / (sizeA + sizeB - n),
    dsc: (2 * n) / (sizeA + sizeB),
    cldsc: sensitivity + precision === 0 ? 0 : (2 * sensitivity * precision) / (sensitivity + precision),
    assd: mean(pooled),
    masd: (mean(surfaces.fromReference) + mean(surfaces.fromPrediction)) / 2,
    rvd: (sizeB - sizeA) / sizeA,
    rvae: Math.abs(sizeB - sizeA) / sizeA,
    cedi: Math.hypot(...centreOf(a, shape).map((at, axis) => (at - centreOf(b, shape)[axis]) * (spacing[axis] ?? 1))),
    hd: Math.max(...pooled),
    hd95: interpolated(pooled, 0.95),
    nsd: pooled.filter((distance) => distance <= toleranceMm * (1 + 1e-9)).length / pooled.length,
    boundaryIou: surfaces.shared / (pooled.length - surfaces.shared),
  };
}

/** NumPy's default: between the two numbers around `share · (n − 1)`, in proportion. */
export function interpolated(values: readonly number[], share: number): number {
  const sorted = values.toSorted((x, y) => x - y);
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)];
  return below + (position % 1) * (sorted[Math.ceil(position)] - below);
}

function centreOf(mask: Uint8Array, [nx, ny]: MaskShape): number[] {
  const sums = [0, 0, 0];
  let voxels = 0;
  mask.forEach((value, i) => {
    if (value === 0) return;
    voxels++;
    sums[0] += i % nx;
    sums[1] += Math.floor(i / nx) % ny;
    sums[2] += Math.floor(i / (nx * ny));
  });
  return sums.map((sum) => sum / voxels);
}
