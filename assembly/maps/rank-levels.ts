/**
 * Everything that follows from the order of a map's voxels: area under the ROC curve, average precision, the best Dice, areas under
 * Dice and IoU over the threshold, the voxels at thresholds and at ranks, precision at a specificity, points of the curve.
 *
 * **Idea**: levels come in falling order. After each the set {m ≥ t} has `inside` voxels of the reference among `voxels`, and all
 * numbers above are sums over levels, or change at one of them. Between two levels the set is that of the upper one, so that areas
 * over the threshold are sums of rectangles.
 *
 * **Cost**: about two divisions a level. Counts are whole numbers below 2⁵³, which f64 holds exactly.
 */

import { LEVEL_SHIFT } from "./list-levels";
import { MapReading, readValue } from "./map-reading";
import { KEY_F32, storedOfKey } from "./order-key";

/** All f64; `test/oracle/rank-levels.ts` says the same in sixty lines. */
@unmanaged
export class RankState {
  /** Voxels of the reference, and of the domain. Given. */
  k: f64;
  n: f64;
  /** The specificity that must be exceeded. Given. */
  specificity: f64;
  /** Progress from one point of the curve to the next, and room for points. Given. */
  step: f64;
  points: f64;

  inside: f64;
  voxels: f64;
  levels: f64;
  /** The value of the last level. */
  value: f64;
  /** Σ rest · (2 · inside before + inside of the level): 2K(N − K) times the area under the ROC curve. */
  pairs: f64;
  ap: f64;
  apLost: f64;
  dice: f64;
  diceLost: f64;
  iou: f64;
  iouLost: f64;
  bestDice: f64;
  bestValue: f64;
  bestInside: f64;
  bestVoxels: f64;
  /** Of the last level above the specificity; −1 voxels: none yet. */
  specificInside: f64;
  specificVoxels: f64;
  topValue: f64;
  topInside: f64;
  topVoxels: f64;
  positiveInside: f64;
  positiveVoxels: f64;
  nextPoint: f64;
  written: f64;
  /** Thresholds and ranks that are passed. */
  thresholds: f64;
  ranks: f64;
  /** Whether the specificity may still be high enough: 1 at first. */
  isSpecific: f64;
}

export function rankStateBytes(): usize {
  return offsetof<RankState>();
}

/** Adds x to a sum and its compensation, which lie side by side. */
function add(sum: usize, x: f64): void {
  const before = load<f64>(sum);
  const after = before + x;
  const lost = abs(before) >= abs(x) ? before - after + x : x - after + before;
  store<f64>(sum, after);
  store<f64>(sum, load<f64>(sum, 8) + lost, 8);
}

/** The first number of a record that is not passed yet, or `none`. */
function nextOf(records: usize, bytes: usize, passed: u32, count: u32, none: f64): f64 {
  return passed < count ? load<f64>(records + <usize>passed * bytes) : none;
}

/** Ranks that a level reaches: `rank, voxels above, of the reference, voxels of the level, of the reference`, f64 each. */
function passRanks(
  state: RankState,
  ranks: usize,
  rankCount: u32,
  voxels: f64,
  inside: f64,
  own: f64,
  others: f64,
): void {
  while (nextOf(ranks, 40, <u32>state.ranks, rankCount, Infinity) <= voxels + own + others) {
    const rank = ranks + <usize>state.ranks * 40;
    store<f64>(rank, voxels, 8);
    store<f64>(rank, inside, 16);
    store<f64>(rank, own + others, 24);
    store<f64>(rank, own, 32);
    state.ranks++;
  }
}

/** Thresholds above the value: `threshold, voxels, of the reference`. */
function passThresholds(
  state: RankState,
  thresholds: usize,
  thresholdCount: u32,
  value: f64,
  voxels: f64,
  inside: f64,
): void {
  while (nextOf(thresholds, 24, <u32>state.thresholds, thresholdCount, -Infinity) > value) {
    const threshold = thresholds + <usize>state.thresholds * 24;
    store<f64>(threshold, voxels, 8);
    store<f64>(threshold, inside, 16);
    state.thresholds++;
  }
}

/** A point of the curve: `value, voxels, of the reference`. */
function storePoint(state: RankState, curve: usize, value: f64, voxels: f64, inside: f64, progress: f64): void {
  const point = curve + <usize>state.written * 24;
  store<f64>(point, value);
  store<f64>(point, voxels, 8);
  store<f64>(point, inside, 16);
  state.written++;
  state.nextPoint = (Math.floor(progress / state.step) + 1) * state.step;
}

/** `max` without its care for NaN, which takes as long as a level. */
function larger(a: f64, b: f64): f64 {
  return a > b ? a : b;
}

/** The number of the key of an f32. */
function valueOfBits(key: u32): f64 {
  return <f64>reinterpret<f32>(key & 0x80000000 ? key ^ 0x80000000 : ~key);
}

/** Adds levels in falling order. Thresholds fall, ranks rise. */
export function rankLevels(
  levels: usize,
  count: u32,
  reading: usize,
  at: usize,
  thresholds: usize,
  thresholdCount: u32,
  ranks: usize,
  rankCount: u32,
  curve: usize,
): void {
  const state = changetype<RankState>(at);
  const how = changetype<MapReading>(reading);
  const isPlain = how.kind == KEY_F32 && how.plain != 0 && how.absolute == 0 && how.turned == 0;
  const k = state.k;
  const rest = state.n - k;
  // Points of the curve are equally spaced in the ranks of all voxels and in those of the reference, which has its share of them.
  const weight = k > 0 ? state.n / k : 0;
  const floor = how.floor;
  let dice: f64 = 0;
  let iou: f64 = 0;
  let inside = state.inside;
  let voxels = state.voxels;
  let pairs = state.pairs;
  let last = state.value;
  let positiveInside = state.positiveInside;
  let positiveVoxels = state.positiveVoxels;
  let nextThreshold = nextOf(thresholds, 24, <u32>state.thresholds, thresholdCount, -Infinity);
  let nextRank = nextOf(ranks, 40, <u32>state.ranks, rankCount, Infinity);
  let nextPoint = state.written < state.points ? state.nextPoint : Infinity;
  let isFirst = state.levels == 0;
  const end = levels + ((<usize>count) << LEVEL_SHIFT);
  for (let level = levels; level < end; level += 1 << LEVEL_SHIFT) {
    if (ASC_FEATURE_SIMD) {
      // Most levels have no voxel of the reference, and change nothing but the areas.
      if (isPlain && last > 0 && inside > 0 && state.isSpecific == 0) {
        const lowest = max(nextThreshold, f64.MIN_VALUE);
        // Rounded so that the loop rather ends too early.
        const most = min(nextRank, nextPoint - weight * inside - 0.5);
        const before = voxels;
        let areas = f64x2.replace_lane(f64x2.splat(dice), 1, iou);
        const parts = f64x2.replace_lane(f64x2.splat(2 * inside), 1, inside);
        let sides = f64x2.replace_lane(f64x2.splat(voxels + k), 1, voxels + k - inside);
        for (; level < end && load<u32>(level, 8) == 0; level += 1 << LEVEL_SHIFT) {
          const value = valueOfBits(load<u32>(level));
          const others = <f64>load<u32>(level, 12);
          if (value < lowest || voxels + others >= most) break;
          areas = f64x2.add(areas, f64x2.div(f64x2.mul(f64x2.splat(last - value), parts), sides));
          sides = f64x2.add(sides, f64x2.splat(others));
          voxels += others;
          last = value;
        }
        dice = f64x2.extract_lane(areas, 0);
        iou = f64x2.extract_lane(areas, 1);
        if (voxels > before) {
          pairs += 2 * inside * (voxels - before);
          positiveInside = inside;
          positiveVoxels = voxels;
        }
        if (level == end) break;
      }
    }
    const key = load<u64>(level);
    const value = isPlain ? larger(valueOfBits(<u32>key), floor) : readValue(storedOfKey(key, how), how);
    const own = <f64>load<u32>(level, 8);
    const others = <f64>load<u32>(level, 12);
    if (isFirst) {
      isFirst = false;
      state.topValue = value;
      state.topInside = own;
      state.topVoxels = own + others;
    } else if (last > 0 && inside > 0) {
      const height = last - larger(value, 0);
      const sides = voxels + k;
      dice += (height * 2 * inside) / sides;
      iou += (height * inside) / (sides - inside);
    }
    if (value < nextThreshold) {
      passThresholds(state, thresholds, thresholdCount, value, voxels, inside);
      nextThreshold = nextOf(thresholds, 24, <u32>state.thresholds, thresholdCount, -Infinity);
    }
    if (voxels + own + others >= nextRank) {
      passRanks(state, ranks, rankCount, voxels, inside, own, others);
      nextRank = nextOf(ranks, 40, <u32>state.ranks, rankCount, Infinity);
    }
    pairs += others * (2 * inside + own);
    inside += own;
    voxels += own + others;
    last = value;
    if (own > 0) {
      add(changetype<usize>(state) + offsetof<RankState>("ap"), ((own / k) * inside) / voxels);
      const here = (2 * inside) / (voxels + k);
      if (here > state.bestDice) {
        state.bestDice = here;
        state.bestValue = value;
        state.bestInside = inside;
        state.bestVoxels = voxels;
      }
    }
    if (value > 0) {
      positiveInside = inside;
      positiveVoxels = voxels;
    }
    // The specificity falls: once it is too low, no division is needed.
    if (state.isSpecific != 0) {
      if ((rest - (voxels - inside)) / rest > state.specificity) {
        state.specificInside = inside;
        state.specificVoxels = voxels;
      } else state.isSpecific = 0;
    }
    const progress = voxels + weight * inside;
    if (progress >= nextPoint) {
      storePoint(state, curve, value, voxels, inside, progress);
      nextPoint = state.written < state.points ? state.nextPoint : Infinity;
    }
  }
  state.inside = inside;
  state.voxels = voxels;
  state.pairs = pairs;
  state.value = last;
  state.positiveInside = positiveInside;
  state.positiveVoxels = positiveVoxels;
  state.levels += <f64>count;
  add(changetype<usize>(state) + offsetof<RankState>("dice"), dice);
  add(changetype<usize>(state) + offsetof<RankState>("iou"), iou);
}
