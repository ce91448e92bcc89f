import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";

/** Summary of a list of distances. */
export interface DistanceSummary {
  readonly count: number;
  readonly sum: number;
  readonly largest: number;
  /** How many are at most the limit. */
  readonly within: number;
  /** How many are 0. */
  readonly zeros: number;
}

/** Summarizes `count` distances in the arena. */
export function summarizeDistances(
  { arena, kernels }: Engine,
  values: Pointer,
  count: number,
  limit: number,
): DistanceSummary {
  const mark = arena.mark();
  const out = arena.allocate(4 * 8);
  kernels.summarizeDistances(values, count, limit, out);
  const [sum, largest, within, zeros] = arena.f64(out, 4);
  arena.release(mark);
  return { count, sum, largest, within, zeros };
}

/**
 * The distance below which `share` of some in the arena lie, linearly interpolated between the two nearest (NumPy's "linear",
 * Hyndman and Fan 1996, type 7). Overwrites them.
 *
 * @param count not 0
 */
export function percentileOf(
  { arena, kernels }: Engine,
  values: Pointer,
  count: number,
  largest: number,
  share: number,
): number {
  const position = share * (count - 1);
  const below = Math.floor(position);
  const mark = arena.mark();
  const scratch = arena.allocate(kernels.selectScratchBytes());
  const out = arena.allocate(2 * 8);
  kernels.selectDistances(values, count, below, largest, scratch, out);
  const [low, high] = arena.f64(out, 2);
  arena.release(mark);
  return below + 1 < count ? low + (position - below) * (high - low) : low;
}
