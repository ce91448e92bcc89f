/**
 * Calibration of probabilities: the log loss, and how often the reference holds in bins of probability.
 *
 * **Idea**: a sum of logarithms is the logarithm of a product, which is kept as a number and a power of two: 32 factors of at least
 * 1e-7 stay above 1e-224, after which the power is taken out. The logarithm itself is the caller's. Pieces whose values share a
 * bin, as most of a background do, are summed at once; others are added to four sets of bins in turn, so that no sum waits for the
 * one before.
 */

import { calibrateFloats } from "./calibrate-floats";
import { BIN_SHIFT, BINS_AT, CUT, fill, MANTISSA, multiply, multiplyLanes } from "./calibration-bins";
import { PIECE, readValues } from "./map-piece";
import { MapReading } from "./map-reading";
import { isFloats } from "./measure-floats";
import { SEGMENT_BYTES } from "./segments";

/** Bytes of 32 values, and of as many for each of four lanes. */
const FACTORS: usize = 32 << 3;

/** Multiplies the product by what each voxel was given: m in the reference, else 1 − m. */
function multiplyAll(values: usize, end: usize, isInside: bool, out: usize): void {
  let at = values;
  let cutVoxels: f64 = 0;
  // |0 − m| or |1 − m|.
  const from: f64 = isInside ? 0 : 1;
  if (ASC_FEATURE_SIMD) {
    const one = f64x2.splat(1);
    const lowest = f64x2.splat(CUT);
    const highest = f64x2.splat(1 - CUT);
    const froms = f64x2.splat(from);
    let cut = i64x2.splat(0);
    const mantissas = i64x2.splat(MANTISSA);
    let a = one;
    let b = one;
    let powers = i64x2.splat(0);
    while (at + 32 <= end) {
      const stop = min(end - 31, at + 4 * FACTORS);
      for (; at < stop; at += 32) {
        const first = v128.load(at);
        const second = v128.load(at, 16);
        const keptFirst = f64x2.pmin(f64x2.pmax(first, lowest), highest);
        const keptSecond = f64x2.pmin(f64x2.pmax(second, lowest), highest);
        cut = i64x2.add(cut, i64x2.add(f64x2.ne(first, keptFirst), f64x2.ne(second, keptSecond)));
        a = f64x2.mul(a, f64x2.abs(f64x2.sub(froms, keptFirst)));
        b = f64x2.mul(b, f64x2.abs(f64x2.sub(froms, keptSecond)));
      }
      powers = i64x2.add(powers, i64x2.add(i64x2.shr_u(a, 52), i64x2.shr_u(b, 52)));
      powers = i64x2.sub(powers, i64x2.splat(2 * 1023));
      a = v128.or(v128.and(a, mantissas), one);
      b = v128.or(v128.and(b, mantissas), one);
    }
    multiplyLanes(out, f64x2.mul(a, b), powers);
    cutVoxels -= <f64>(i64x2.extract_lane(cut, 0) + i64x2.extract_lane(cut, 1));
  }
  while (at < end) {
    const stop = min(end, at + FACTORS);
    let factors: f64 = 1;
    for (; at < stop; at += 8) {
      const value = load<f64>(at);
      const kept = min(max(value, CUT), 1 - CUT);
      cutVoxels += kept != value ? 1 : 0;
      factors *= abs(from - kept);
    }
    multiply(out, factors);
  }
  store<f64>(out, load<f64>(out, 16) + cutVoxels, 16);
}

/** Whether all values lie in one bin: then it is filled. */
function fillOne(values: usize, end: usize, bins: u32, set: usize): bool {
  let at = values;
  let sum: f64 = 0;
  let least = Infinity;
  let largest = -Infinity;
  if (ASC_FEATURE_SIMD) {
    let sums = f64x2.splat(0);
    let leasts = f64x2.splat(Infinity);
    let largests = f64x2.splat(-Infinity);
    for (; at + 32 <= end; at += 32) {
      const two = v128.load(at);
      const other = v128.load(at, 16);
      sums = f64x2.add(sums, f64x2.add(two, other));
      leasts = f64x2.pmin(leasts, f64x2.pmin(two, other));
      largests = f64x2.pmax(largests, f64x2.pmax(two, other));
    }
    sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    least = min(f64x2.extract_lane(leasts, 0), f64x2.extract_lane(leasts, 1));
    largest = max(f64x2.extract_lane(largests, 0), f64x2.extract_lane(largests, 1));
  }
  for (; at < end; at += 8) {
    const value = load<f64>(at);
    sum += value;
    least = min(least, value);
    largest = max(largest, value);
  }
  const bin = binOf(largest, bins);
  if (binOf(least, bins) != bin) return false;
  fill(set, bin, <f64>((end - values) >> 3), sum);
  return true;
}

function binOf(value: f64, bins: u32): usize {
  return <usize>min(<u32>(value * bins), bins - 1);
}

function fillEach(values: usize, end: usize, bins: u32, set: usize, stride: usize): void {
  let at = values;
  if (ASC_FEATURE_SIMD) {
    const factor = f64x2.splat(bins);
    const last = i32x4.splat(bins - 1);
    const one = f64x2.splat(1);
    const second = set + stride;
    const third = second + stride;
    const fourth = third + stride;
    for (; at + 32 <= end; at += 32) {
      const a = v128.load(at);
      const b = v128.load(at, 16);
      const low = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(a, factor));
      const high = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(b, factor));
      const chosen = i32x4.shl(i32x4.min_s(i32x4.shuffle(low, high, 0, 1, 4, 5), last), <i32>BIN_SHIFT);
      const at0 = set + <usize>i32x4.extract_lane(chosen, 0);
      const at1 = second + <usize>i32x4.extract_lane(chosen, 1);
      const at2 = third + <usize>i32x4.extract_lane(chosen, 2);
      const at3 = fourth + <usize>i32x4.extract_lane(chosen, 3);
      v128.store(at0, f64x2.add(v128.load(at0), i64x2.shuffle(one, a, 0, 2)));
      v128.store(at1, f64x2.add(v128.load(at1), i64x2.shuffle(one, a, 0, 3)));
      v128.store(at2, f64x2.add(v128.load(at2), i64x2.shuffle(one, b, 0, 2)));
      v128.store(at3, f64x2.add(v128.load(at3), i64x2.shuffle(one, b, 0, 3)));
    }
  }
  for (; at < end; at += 8) {
    const value = load<f64>(at);
    fill(set + ((at >> 3) & 3) * stride, binOf(value, bins), 1, value);
  }
}

/** Adds segments without NaN, whose values are from 0 to 1, to `out`. */
export function calibrate(data: usize, segments: usize, count: u32, reading: usize, bins: u32, out: usize): void {
  const how = changetype<MapReading>(reading);
  const areFloats = isFloats(how);
  const side = (<usize>bins) << BIN_SHIFT;
  for (let segment = segments; segment < segments + <usize>count * SEGMENT_BYTES; segment += SEGMENT_BYTES) {
    const isInside = load<u32>(segment, 8) != 0;
    const set = out + BINS_AT + (isInside ? side : 0);
    let first = load<u32>(segment);
    const end = first + load<u32>(segment, 4);
    while (first < end) {
      let size = min(PIECE, end - first);
      if (ASC_FEATURE_SIMD) {
        const whole = size & ~3;
        if (areFloats && !isInside && whole != 0) {
          if (calibrateFloats(data + ((<usize>first) << 2), whole, bins, out, set)) {
            first += whole;
            size -= whole;
          }
        }
      }
      const values = readValues(data, first, size, how);
      const stop = values + ((<usize>size) << 3);
      multiplyAll(values, stop, isInside, out);
      if (!fillOne(values, stop, bins, set)) fillEach(values, stop, bins, set, 2 * side);
      first += size;
    }
  }
}
