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
import { storedOfKey } from "./order-key";

/** All f64; `test/oracle/rank-levels.ts` says the same in sixty lines. */
@unmanaged
export class RankState {
  /** Voxels of the reference, and of the domain. Given. */
  k: f64;
  n: f64;
  /** The specificity that must be exceeded. Given. */
  specificity: f64;
  /** Voxels from one point of the curve to the next, and room for points. Given. */
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

/** Ranks that this level reaches: `rank, voxels above, of the reference, voxels of the level, of the reference`, f64 each. */
function passRanks(state: RankState, ranks: usize, rankCount: u32, voxels: f64, inside: f64): void {
  for (let i = <u32>state.ranks; i < rankCount; i++) {
    const rank = ranks + <usize>i * 40;
    if (load<f64>(rank) > state.voxels + voxels) return;
    store<f64>(rank, state.voxels, 8);
    store<f64>(rank, state.inside, 16);
    store<f64>(rank, voxels, 24);
    store<f64>(rank, inside, 32);
    state.ranks++;
  }
}

/** Thresholds above the value: `threshold, voxels, of the reference`. */
function passThresholds(state: RankState, thresholds: usize, thresholdCount: u32, value: f64): void {
  for (let i = <u32>state.thresholds; i < thresholdCount; i++) {
    const threshold = thresholds + <usize>i * 24;
    if (load<f64>(threshold) <= value) return;
    store<f64>(threshold, state.voxels, 8);
    store<f64>(threshold, state.inside, 16);
    state.thresholds++;
  }
}

/** A point of the curve: `value, voxels, of the reference`. */
function storePoint(state: RankState, curve: usize): void {
  if (state.voxels < state.nextPoint || state.written >= state.points) return;
  const point = curve + <usize>state.written * 24;
  store<f64>(point, state.value);
  store<f64>(point, state.voxels, 8);
  store<f64>(point, state.inside, 16);
  state.written++;
  state.nextPoint = (Math.floor(state.voxels / state.step) + 1) * state.step;
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
  const k = state.k;
  const rest = state.n - k;
  let dice: f64 = 0;
  let iou: f64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const level = levels + ((<usize>i) << LEVEL_SHIFT);
    const value = readValue(storedOfKey(load<u64>(level), how), how);
    const inside = <f64>load<u32>(level, 8);
    const outside = <f64>load<u32>(level, 12);
    if (state.levels == 0) {
      state.topValue = value;
      state.topInside = inside;
      state.topVoxels = inside + outside;
    } else if (state.value > 0) {
      const height = state.value - max(value, 0);
      dice += (height * 2 * state.inside) / (state.voxels + k);
      iou += (height * state.inside) / (state.voxels + k - state.inside);
    }
    passThresholds(state, thresholds, thresholdCount, value);
    passRanks(state, ranks, rankCount, inside + outside, inside);
    state.pairs += outside * (2 * state.inside + inside);
    state.inside += inside;
    state.voxels += inside + outside;
    state.value = value;
    state.levels++;
    if (inside > 0) {
      add(changetype<usize>(state) + offsetof<RankState>("ap"), ((inside / k) * state.inside) / state.voxels);
      const here = (2 * state.inside) / (state.voxels + k);
      if (here > state.bestDice) {
        state.bestDice = here;
        state.bestValue = value;
        state.bestInside = state.inside;
        state.bestVoxels = state.voxels;
      }
    }
    if (value > 0) {
      state.positiveInside = state.inside;
      state.positiveVoxels = state.voxels;
    }
    // The specificity falls: once it is too low, no division is needed.
    if (state.isSpecific != 0) {
      if ((rest - (state.voxels - state.inside)) / rest > state.specificity) {
        state.specificInside = state.inside;
        state.specificVoxels = state.voxels;
      } else state.isSpecific = 0;
    }
    storePoint(state, curve);
  }
  add(changetype<usize>(state) + offsetof<RankState>("dice"), dice);
  add(changetype<usize>(state) + offsetof<RankState>("iou"), iou);
}
