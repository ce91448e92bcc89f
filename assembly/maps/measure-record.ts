/**
 * The measures of a code: a record that pieces of a map are added to. Not a kernel itself.
 *
 * **Idea**: pieces of at most 2048 voxels are summed in f64, two numbers at a time, and added to the code's record with
 * compensation (Neumaier 1974). Deviations are from a number near the values, the code's first one, so that the
 * variance of large equal numbers is not lost. Only a piece that holds NaN or infinity is looked at voxel by voxel.
 *
 * ```
 * record, 256 bytes | 0 voxels | 8 NaN | 16 infinite | 24 first infinite | 32 Σm, 40 its compensation | 48 Σ(m − c), 56
 *                   | 64 Σ(m − c)², 72 | 80 least | 88 largest | 96 first voxel of the largest | 104 c | 112 c is known
 *                   | 128 sums of a strip (`measure-floats.ts`)
 * ```
 */

import { readScaled, readValues, signedValue } from "./map-piece";
import { MapReading } from "./map-reading";

export const RECORD_SHIFT: usize = 8;

/** Adds to a sum and its compensation. */
export function add(sum: usize, x: f64): void {
  const before = load<f64>(sum);
  const after = before + x;
  const lost = abs(before) >= abs(x) ? before - after + x : x - after + before;
  store<f64>(sum, after);
  store<f64>(sum, load<f64>(sum, 8) + lost, 8);
}

function noteInfinite(record: usize, voxel: u32): void {
  const before = load<f64>(record, 16);
  if (before == 0) store<f64>(record, <f64>voxel, 24);
  store<f64>(record, before + 1, 16);
}

/** Counts the values of a piece that are not finite, and moves the others to its front; returns how many these are. */
function keepFinite(values: usize, first: u32, count: u32, how: MapReading, record: usize): u32 {
  let kept = values;
  for (let i: u32 = 0; i < count; i++) {
    // −∞ has no positive part that would show it.
    const scaled = load<f64>(values + ((<usize>i) << 3));
    if (scaled != scaled) store<f64>(record, load<f64>(record, 8) + 1, 8);
    else if (scaled - scaled != 0) noteInfinite(record, first + i);
    else {
      store<f64>(kept, signedValue(scaled, how));
      kept += 8;
    }
  }
  return <u32>((kept - values) >> 3);
}

function findValue(values: usize, value: f64): u32 {
  let at = values;
  while (load<f64>(at) != value) at += 8;
  return <u32>((at - values) >> 3);
}

/** The sum of both lanes. */
export function total(both: v128): f64 {
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/** Adds the values of a piece to a record; returns the largest. */
function addValues(values: usize, count: u32, record: usize): f64 {
  if (load<f64>(record, 112) == 0) {
    store<f64>(record, load<f64>(values), 104);
    store<f64>(record, 1, 112);
  }
  const centre = load<f64>(record, 104);
  const end = values + ((<usize>count) << 3);
  let at = values;
  let sum: f64 = 0;
  let deviation: f64 = 0;
  let square: f64 = 0;
  let least = Infinity;
  let largest = -Infinity;
  if (ASC_FEATURE_SIMD) {
    // Two of each, so that no sum waits for the one before.
    const centres = f64x2.splat(centre);
    let sums = f64x2.splat(0);
    let deviations = sums;
    let squares = sums;
    let otherSums = sums;
    let otherDeviations = sums;
    let otherSquares = sums;
    let leasts = f64x2.splat(Infinity);
    let largests = f64x2.splat(-Infinity);
    for (; at + 32 <= end; at += 32) {
      const two = v128.load(at);
      const other = v128.load(at, 16);
      const apart = f64x2.sub(two, centres);
      const otherApart = f64x2.sub(other, centres);
      sums = f64x2.add(sums, two);
      otherSums = f64x2.add(otherSums, other);
      deviations = f64x2.add(deviations, apart);
      otherDeviations = f64x2.add(otherDeviations, otherApart);
      squares = f64x2.add(squares, f64x2.mul(apart, apart));
      otherSquares = f64x2.add(otherSquares, f64x2.mul(otherApart, otherApart));
      leasts = f64x2.pmin(leasts, f64x2.pmin(two, other));
      largests = f64x2.pmax(largests, f64x2.pmax(two, other));
    }
    sum = total(f64x2.add(sums, otherSums));
    deviation = total(f64x2.add(deviations, otherDeviations));
    square = total(f64x2.add(squares, otherSquares));
    least = min(f64x2.extract_lane(leasts, 0), f64x2.extract_lane(leasts, 1));
    largest = max(f64x2.extract_lane(largests, 0), f64x2.extract_lane(largests, 1));
  }
  for (; at < end; at += 8) {
    const value = load<f64>(at);
    const apart = value - centre;
    sum += value;
    deviation += apart;
    square += apart * apart;
    least = min(least, value);
    largest = max(largest, value);
  }
  store<f64>(record, load<f64>(record) + <f64>count);
  add(record + 32, sum);
  add(record + 48, deviation);
  add(record + 64, square);
  if (least < load<f64>(record, 80)) store<f64>(record, least, 80);
  return largest;
}

/** Adds a piece of a map to a record. */
export function measurePiece(data: usize, first: u32, size: u32, how: MapReading, record: usize): void {
  let kept = size;
  const values = readValues(data, first, size, how);
  if (how.odd) kept = keepFinite(readScaled(data, first, size, how), first, size, how, record);
  if (kept == 0) return;
  const largest = addValues(values, kept, record);
  if (!(largest > load<f64>(record, 88))) return;
  store<f64>(record, largest, 88);
  store<f64>(record, <f64>(first + findValue(readValues(data, first, size, how), largest)), 96);
}
