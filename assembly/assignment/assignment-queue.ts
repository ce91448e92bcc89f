/**
 * The queue of a search in `solve-assignment.ts`: an array of keys and the minimum of each block of 64.
 *
 * Lowering a key is two stores; finding the smallest reads (n + m)/64 minima and one block, taking it out one block more. Most keys
 * are lowered and never taken out, so that a heap would spend its work on unused entries.
 *
 *   keys         | column 0 … m−1 | pad to M | row 0 … n−1 | pad to M + N |    +∞ not reached, −∞ done or pad
 *   blockMinima  | one f64 for each block, −∞ left out | +∞ |
 */
import { AssignmentState, BLOCK } from "./assignment-state";

/** Empties the queue and forgets the sink. */
export function clearKeys(s: AssignmentState): void {
  // The minima lie behind the keys.
  const end = s.blockMinima + (((<usize>s.blocks + 7) & ~7) << 3);
  for (let at = s.keys; at < end; at += 64) {
    if (ASC_FEATURE_SIMD) {
      const pair = f64x2.splat(Infinity);
      v128.store(at, pair);
      v128.store(at, pair, 16);
      v128.store(at, pair, 32);
      v128.store(at, pair, 48);
    } else {
      for (let t: usize = 0; t < 64; t += 8) store<f64>(at + t, Infinity);
    }
  }
  // Vector scans overshoot the row by up to three cells: −∞ is never lowered.
  for (let t = s.columns; t < s.firstRowKey; t++) store<f64>(s.keys + ((<usize>t) << 3), -Infinity);
  s.sink = -1;
  s.sinkDistance = Infinity;
}

/** The smallest of `count` (a multiple of 8) numbers, −∞ left out. */
function smallestOf(at: usize, count: i32): f64 {
  const end = at + ((<usize>count) << 3);
  let smallest = Infinity;
  if (ASC_FEATURE_SIMD) {
    // Four vectors, because each minimum waits for the one before it in its own.
    const infinity = f64x2.splat(Infinity);
    const lowest = f64x2.splat(-Infinity);
    let a = infinity;
    let b = infinity;
    let c = infinity;
    let d = infinity;
    for (; at < end; at += 64) {
      const p = v128.load(at);
      const q = v128.load(at, 16);
      const x = v128.load(at, 32);
      const y = v128.load(at, 48);
      a = f64x2.pmin(a, v128.bitselect(infinity, p, f64x2.eq(p, lowest)));
      b = f64x2.pmin(b, v128.bitselect(infinity, q, f64x2.eq(q, lowest)));
      c = f64x2.pmin(c, v128.bitselect(infinity, x, f64x2.eq(x, lowest)));
      d = f64x2.pmin(d, v128.bitselect(infinity, y, f64x2.eq(y, lowest)));
    }
    a = f64x2.pmin(f64x2.pmin(a, b), f64x2.pmin(c, d));
    smallest = min(f64x2.extract_lane(a, 0), f64x2.extract_lane(a, 1));
  } else {
    for (; at < end; at += 8) {
      const x = load<f64>(at);
      if (x < smallest && x !== -Infinity) smallest = x;
    }
  }
  return smallest;
}

/** The index of the first number from `at` that equals `x`; there is one. */
function firstEqual(at: usize, x: f64): i32 {
  let index = 0;
  if (ASC_FEATURE_SIMD) {
    const pair = f64x2.splat(x);
    while (true) {
      const here = at + ((<usize>index) << 3);
      const a = f64x2.eq(v128.load(here), pair);
      const b = f64x2.eq(v128.load(here, 16), pair);
      if (v128.any_true(v128.or(a, b))) break;
      index += 4;
    }
  }
  while (load<f64>(at + ((<usize>index) << 3)) !== x) index++;
  return index;
}

/** The entry with the smallest key, of several the first; −1 if none is below `limit`. */
export function smallestEntry(s: AssignmentState, limit: f64): i32 {
  const smallest = smallestOf(s.blockMinima, (s.blocks + 7) & -8);
  if (smallest >= limit) return -1;
  const start = firstEqual(s.blockMinima, smallest) * BLOCK;
  return start + firstEqual(s.keys + ((<usize>start) << 3), smallest);
}

/** Marks an entry as done: it may never be lowered again. */
export function removeEntry(s: AssignmentState, entry: i32): void {
  const block = entry / BLOCK;
  store<f64>(s.keys + ((<usize>entry) << 3), -Infinity);
  const smallest = smallestOf(s.keys + ((<usize>(block * BLOCK)) << 3), BLOCK);
  store<f64>(s.blockMinima + ((<usize>block) << 3), smallest);
}

/** Puts an entry into the queue, or moves it forward. */
export function lowerKey(s: AssignmentState, at: i32, distance: f64): void {
  store<f64>(s.keys + ((<usize>at) << 3), distance);
  const minimum = s.blockMinima + ((<usize>(at / BLOCK)) << 3);
  if (distance < load<f64>(minimum)) store<f64>(minimum, distance);
}
