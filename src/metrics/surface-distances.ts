import { integerSpacing } from "../../bindings/distances/integer-spacing.js";
import { writeDistances } from "../../bindings/distances/search-surface.js";
import { percentileOf, summarizeDistances } from "../../bindings/distances/summarize-distances.js";
import { findSurface } from "../../bindings/distances/surface-bits.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { Triple } from "../../bindings/volumes/run-volume.js";
import type { SurfaceDistances, SurfaceSettings } from "./formulas.js";
import { type LaidPair, pick } from "./lay-flat.js";

/** Rounding of a square root must not push a distance of exactly the tolerance beyond it. */
const TOLERANCE_SLACK = 1 + 1e-9;

/** The distances between the surfaces of two masks, neither without voxels. */
export function surfaceDistances(
  engine: Engine,
  masks: LaidPair,
  stored: Triple,
  settings: SurfaceSettings,
  withPercentile: boolean,
): SurfaceDistances {
  const { dimensions, axes } = masks;
  const { box } = masks.pair;
  const spacing = pick(stored, axes);
  const { arena } = engine;
  const mark = arena.mark();
  try {
    const reference = findSurface(engine, masks.reference, box.shape, dimensions);
    const prediction = findSurface(engine, masks.prediction, box.shape, dimensions);
    const grid = { shape: box.shape, spacing, ...integerSpacing(box.shape, spacing) };
    // One behind the other, so that both can be taken for one list.
    const first = arena.allocate(8 * (reference.count + prediction.count));
    const second = first + 8 * reference.count;
    writeDistances(engine, reference, prediction, grid, first);
    writeDistances(engine, prediction, reference, grid, second);
    const limit = settings.toleranceMm * TOLERANCE_SLACK;
    const fromReference = summarizeDistances(engine, first, reference.count, limit);
    const fromPrediction = summarizeDistances(engine, second, prediction.count, limit);
    const percentile = (from: number, { count, largest }: { readonly count: number; readonly largest: number }) =>
      percentileOf(engine, from, count, largest, 0.95);
    const pooled = {
      count: reference.count + prediction.count,
      largest: Math.max(fromReference.largest, fromPrediction.largest),
    };
    const percentile95 = !withPercentile
      ? Number.NaN
      : settings.hd95 === "pooled"
        ? percentile(first, pooled)
        : Math.max(percentile(first, fromReference), percentile(second, fromPrediction));
    return { fromReference, fromPrediction, percentile95 };
  } finally {
    arena.release(mark);
  }
}
