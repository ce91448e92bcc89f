/**
 * Each row's K columns of smallest reduced cost c − v, for `solve-assignment.ts`.
 *
 * A search may only lower the column duals v, so reduced costs only rise, and a bound taken when the list was made stays
 * one: every column outside row i's list has c − v ≥ listBounds[i] for ever. Rounding keeps it so, because it is monotone.
 *
 * Two passes over the row, the second from the cache: the first guesses a bound that some fifty columns stay below, the second puts
 * these into a buffer of 2K; should it get full, the K-th smallest becomes the bound and the buffer is thinned out to K. O(m)
 * even when each cell is smaller than the last. Without the guess the buffer gets full some five times a
 * row, and selecting takes most of the time (1000²: 15 ms for all rows, with it 3.4).
 *
 *   buffer         | values f64[2K] | values to be partitioned f64[2K] |
 *   bufferColumns  | i32[2K] |
 */
import { AssignmentState } from "./assignment-state";

/** Groups of columns that the first bound is guessed by; sixteen are eight vectors. */
const GROUPS: i32 = 16;

/** The k-th smallest (from 0) of the f64 at `values`, which are reordered (Hoare's selection). */
function selectKth(values: usize, count: i32, k: i32): f64 {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = load<f64>(values + ((<usize>k) << 3));
    let i = low;
    let j = high;
    while (i <= j) {
      while (load<f64>(values + ((<usize>i) << 3)) < pivot) i++;
      while (pivot < load<f64>(values + ((<usize>j) << 3))) j--;
      if (i <= j) {
        const a = values + ((<usize>i) << 3);
        const b = values + ((<usize>j) << 3);
        const x = load<f64>(a);
        store<f64>(a, load<f64>(b));
        store<f64>(b, x);
        i++;
        j--;
      }
    }
    if (j < k) low = i;
    if (k < i) high = j;
  }
  return load<f64>(values + ((<usize>k) << 3));
}

/** Keeps the K smallest of the full buffer in column order (of equal ones the first) and returns the K-th value. */
function thinOut(s: AssignmentState): f64 {
  const k = s.listLength;
  const values = s.buffer;
  const columns = s.bufferColumns;
  const copy = values + ((<usize>k) << 4);
  memory.copy(copy, values, (<usize>k) << 4);
  const bound = selectKth(copy, 2 * k, k - 1);
  let equal = k;
  for (let t = 0; t < 2 * k; t++) equal -= i32(load<f64>(values + ((<usize>t) << 3)) < bound);
  let kept = 0;
  for (let t = 0; t < 2 * k; t++) {
    const x = load<f64>(values + ((<usize>t) << 3));
    if (x > bound || (x === bound && equal-- <= 0)) continue;
    store<f64>(values + ((<usize>kept) << 3), x);
    store<i32>(columns + ((<usize>kept) << 2), load<i32>(columns + ((<usize>t) << 2)));
    kept++;
  }
  return bound;
}

/**
 * A bound below which some fifty of the row's reduced costs lie: the largest of the minima of GROUPS interleaved groups of columns,
 * which at least GROUPS cells do not exceed. It is only a guess: any bound gives a right list, this one gives a short one.
 */
function guessBound(s: AssignmentState, row: usize): f64 {
  const whole = s.columns & -GROUPS;
  if (whole === 0) return Infinity;
  const duals = s.columnDuals;
  let largest = -Infinity;
  if (ASC_FEATURE_SIMD) {
    let a = f64x2.splat(Infinity);
    let b = a;
    let c = a;
    let d = a;
    let e = a;
    let f = a;
    let g = a;
    let h = a;
    for (let j = 0; j < whole; j += GROUPS) {
      const x = row + ((<usize>j) << 3);
      const v = duals + ((<usize>j) << 3);
      a = f64x2.pmin(a, f64x2.sub(v128.load(x), v128.load(v)));
      b = f64x2.pmin(b, f64x2.sub(v128.load(x, 16), v128.load(v, 16)));
      c = f64x2.pmin(c, f64x2.sub(v128.load(x, 32), v128.load(v, 32)));
      d = f64x2.pmin(d, f64x2.sub(v128.load(x, 48), v128.load(v, 48)));
      e = f64x2.pmin(e, f64x2.sub(v128.load(x, 64), v128.load(v, 64)));
      f = f64x2.pmin(f, f64x2.sub(v128.load(x, 80), v128.load(v, 80)));
      g = f64x2.pmin(g, f64x2.sub(v128.load(x, 96), v128.load(v, 96)));
      h = f64x2.pmin(h, f64x2.sub(v128.load(x, 112), v128.load(v, 112)));
    }
    a = f64x2.pmax(f64x2.pmax(a, b), f64x2.pmax(c, d));
    b = f64x2.pmax(f64x2.pmax(e, f), f64x2.pmax(g, h));
    a = f64x2.pmax(a, b);
    largest = max(f64x2.extract_lane(a, 0), f64x2.extract_lane(a, 1));
  } else {
    const minima = s.buffer;
    for (let g: usize = 0; g < <usize>GROUPS; g++) store<f64>(minima + (g << 3), Infinity);
    for (let j = 0; j < whole; j++) {
      const x = load<f64>(row + ((<usize>j) << 3)) - load<f64>(duals + ((<usize>j) << 3));
      const minimum = minima + ((<usize>(j & (GROUPS - 1))) << 3);
      if (x < load<f64>(minimum)) store<f64>(minimum, x);
    }
    for (let g: usize = 0; g < <usize>GROUPS; g++) largest = max(largest, load<f64>(minima + (g << 3)));
  }
  return nextAbove(largest);
}

/** The next greater number, so that a test by < lets equal costs in. */
function nextAbove(x: f64): f64 {
  if (x === Infinity) return x;
  if (x === 0) return f64.MIN_VALUE;
  const bits = reinterpret<i64>(x);
  return reinterpret<f64>(bits + (x > 0 ? 1 : -1));
}

/** Makes row i's list anew from the present column duals; returns the row's smallest reduced cost. */
export function makeList(s: AssignmentState, i: i32): f64 {
  const m = s.columns;
  const k = s.listLength;
  const row = s.costs + ((<usize>i * <usize>m) << 3);
  const duals = s.columnDuals;
  const values = s.buffer;
  const columns = s.bufferColumns;
  let bound = guessBound(s, row);
  let count = 0;
  let j = 0;
  while (j < m) {
    if (ASC_FEATURE_SIMD) {
      // Skips four columns at a time that are not below the bound, as nearly all are.
      const bounds = f64x2.splat(bound);
      while (j < m) {
        const c = row + ((<usize>j) << 3);
        const v = duals + ((<usize>j) << 3);
        const a = f64x2.lt(f64x2.sub(v128.load(c), v128.load(v)), bounds);
        const b = f64x2.lt(f64x2.sub(v128.load(c, 16), v128.load(v, 16)), bounds);
        if (v128.any_true(v128.or(a, b))) break;
        j += 4;
      }
    }
    for (const end = min(j + 4, m); j < end; j++) {
      const x = load<f64>(row + ((<usize>j) << 3)) - load<f64>(duals + ((<usize>j) << 3));
      if (!(x < bound)) continue;
      store<f64>(values + ((<usize>count) << 3), x);
      store<i32>(columns + ((<usize>count) << 2), j);
      if (++count === 2 * k) {
        bound = thinOut(s);
        count = k;
      }
    }
  }
  if (count > k) {
    // The last thinning needs a full buffer.
    for (let t = count; t < 2 * k; t++) store<f64>(values + ((<usize>t) << 3), Infinity);
    bound = thinOut(s);
    count = k;
  }
  const first = <usize>i * <usize>k;
  const listCosts = s.listCosts + (first << 3);
  const listColumns = s.listColumns + (first << 2);
  let smallest = Infinity;
  for (let t: usize = 0; t < <usize>count; t++) {
    const column = load<i32>(columns + (t << 2));
    smallest = min(smallest, load<f64>(values + (t << 3)));
    store<f64>(listCosts + (t << 3), load<f64>(row + ((<usize>column) << 3)));
    store<i32>(listColumns + (t << 2), column);
  }
  store<i32>(s.listCounts + ((<usize>i) << 2), count);
  store<i32>(s.listUses + ((<usize>i) << 2), 0);
  store<f64>(s.listBounds + ((<usize>i) << 3), bound);
  return smallest;
}
