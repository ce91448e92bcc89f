/**
 * The queue of a search in `solve-assignment.ts`: an array of keys and the minimum of each block of 64.
 *
 * Lowering a key is two stores; the smallest is found in (n + m)/64 + 64 steps, and taking it out costs 64 more. On 5000² that
 * is less than a heap costs, because most keys are lowered and never taken out.
 *
 *   keys         | column 0 … m−1 | pad to M | row 0 … n−1 | pad to M + N |    +∞ not reached, −∞ done or pad
 *   blockMinima  | one f64 for each block, −∞ left out | +∞ |
 */
import { AssignmentState, BLOCK } from "./assignment-state";

/** Empties the queue and forgets the sink. */
export function clearKeys(s: AssignmentState): void {
  const end = s.blocks * BLOCK;
  const keys = s.keys;
  for (let t = 0; t < end; t++) store<f64>(keys + ((<usize>t) << 3), Infinity);
  // Vector scans overshoot the row by up to three cells: −∞ is never lowered.
  for (let t = s.columns; t < s.firstRowKey; t++) store<f64>(keys + ((<usize>t) << 3), -Infinity);
  for (let b = 0; b <= s.blocks; b++) store<f64>(s.blockMinima + ((<usize>b) << 3), Infinity);
  s.sink = -1;
  s.sinkDistance = Infinity;
}

/** The first of the blocks that hold the smallest key. */
export function smallestBlock(s: AssignmentState): i32 {
  const minima = s.blockMinima;
  const blocks = s.blocks;
  let smallest = Infinity;
  if (ASC_FEATURE_SIMD) {
    let pair = f64x2.splat(Infinity);
    for (let b = 0; b < blocks; b += 2) pair = f64x2.pmin(pair, v128.load(minima + ((<usize>b) << 3)));
    smallest = min(f64x2.extract_lane(pair, 0), f64x2.extract_lane(pair, 1));
  } else {
    for (let b = 0; b < blocks; b++) {
      const x = load<f64>(minima + ((<usize>b) << 3));
      if (x < smallest) smallest = x;
    }
  }
  let block = 0;
  while (load<f64>(minima + ((<usize>block) << 3)) !== smallest) block++;
  return block;
}

/** Computes the minimum of one block anew, −∞ left out. */
export function refreshBlock(s: AssignmentState, block: i32): void {
  const keys = s.keys + ((<usize>(block * BLOCK)) << 3);
  let smallest = Infinity;
  if (ASC_FEATURE_SIMD) {
    const infinity = f64x2.splat(Infinity);
    const settled = f64x2.splat(-Infinity);
    let pair = infinity;
    for (let t = 0; t < BLOCK; t += 2) {
      const x = v128.load(keys + ((<usize>t) << 3));
      pair = f64x2.pmin(pair, v128.bitselect(infinity, x, f64x2.eq(x, settled)));
    }
    smallest = min(f64x2.extract_lane(pair, 0), f64x2.extract_lane(pair, 1));
  } else {
    for (let t = 0; t < BLOCK; t++) {
      const x = load<f64>(keys + ((<usize>t) << 3));
      if (x < smallest && x !== -Infinity) smallest = x;
    }
  }
  store<f64>(s.blockMinima + ((<usize>block) << 3), smallest);
}

/** Puts an entry into the queue, or moves it forward. */
export function lowerKey(s: AssignmentState, at: i32, distance: f64): void {
  store<f64>(s.keys + ((<usize>at) << 3), distance);
  const minimum = s.blockMinima + ((<usize>(at / BLOCK)) << 3);
  if (distance < load<f64>(minimum)) store<f64>(minimum, distance);
}
