/**
 * `calibrate` of a piece of float32 outside of the reference, without scaling, four voxels at a time. Not a kernel itself.
 *
 * **Idea**: the least and the largest value tell which bins a piece reaches into: mostly one, or a few, whose sums are those from a
 * bin's lower bound on, less those from the next one on. Values that are cut from below all give the same factor, so that they are
 * only counted. A bound in f32 parts the same voxels as `⌊m · bins⌋` does in f64, where the product is exact.
 */

import { fill, MANTISSA, multiplyLanes } from "./calibration-bins";

/** The least f32 that is not cut from below, and the largest that is not cut from above. */
const LEAST: f32 = 1.0000000116860974e-7;
const MOST: f32 = 0.9999998807907104;

/** Bins that a piece reaches into; of more, each voxel is put into its own. */
const MOST_BINS: usize = 4;

/** The least f32 of a bin. */
function boundOf(bin: usize, bins: u32): f32 {
  const near = <f32>(<f64>bin / <f64>bins);
  return <f64>near * <f64>bins < <f64>bin ? reinterpret<f32>(reinterpret<u32>(near) + 1) : near;
}

/** Multiplies by 1 − m, and returns the sum of m. `isCut`: some values are cut from below. */
function multiplyFloats(from: usize, end: usize, isCut: bool, out: usize): f64 {
  const one = f64x2.splat(1);
  const mantissas = i64x2.splat(MANTISSA);
  const least = f32x4.splat(isCut ? LEAST : 0);
  let cut = i32x4.splat(0);
  let a = one;
  let b = one;
  let sums = f64x2.splat(0);
  let otherSums = sums;
  let powers = i64x2.splat(0);
  for (let at = from; at < end; ) {
    // 32 factors of at least 2⁻²⁴ each.
    const stop = min(end, at + (32 << 4));
    if (isCut) {
      for (; at < stop; at += 16) {
        const four = v128.load(at);
        const isLow = f32x4.lt(four, least);
        cut = i32x4.sub(cut, isLow);
        const high = i32x4.shuffle(four, four, 2, 3, 2, 3);
        sums = f64x2.add(sums, f64x2.promote_low_f32x4(four));
        otherSums = f64x2.add(otherSums, f64x2.promote_low_f32x4(high));
        const kept = v128.andnot(four, isLow);
        a = f64x2.mul(a, f64x2.sub(one, f64x2.promote_low_f32x4(kept)));
        b = f64x2.mul(b, f64x2.sub(one, f64x2.promote_low_f32x4(i32x4.shuffle(kept, kept, 2, 3, 2, 3))));
      }
    } else {
      for (; at < stop; at += 16) {
        const four = v128.load(at);
        const low = f64x2.promote_low_f32x4(four);
        const high = f64x2.promote_low_f32x4(i32x4.shuffle(four, four, 2, 3, 2, 3));
        sums = f64x2.add(sums, low);
        otherSums = f64x2.add(otherSums, high);
        a = f64x2.mul(a, f64x2.sub(one, low));
        b = f64x2.mul(b, f64x2.sub(one, high));
      }
    }
    powers = i64x2.add(powers, i64x2.add(i64x2.shr_u(a, 52), i64x2.shr_u(b, 52)));
    powers = i64x2.sub(powers, i64x2.splat(2 * 1023));
    a = v128.or(v128.and(a, mantissas), one);
    b = v128.or(v128.and(b, mantissas), one);
  }
  multiplyLanes(out, f64x2.mul(a, b), powers);
  const cutVoxels = <f64>total(cut);
  store<f64>(out, load<f64>(out, 16) + cutVoxels, 16);
  store<f64>(out, load<f64>(out, 24) + cutVoxels, 24);
  const sum = f64x2.add(sums, otherSums);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

function total(four: v128): u32 {
  return (
    i32x4.extract_lane(four, 0) +
    i32x4.extract_lane(four, 1) +
    i32x4.extract_lane(four, 2) +
    i32x4.extract_lane(four, 3)
  );
}

/** Writes the voxels from a bound on, and the sum of their values. */
function sumUp(from: usize, end: usize, bound: f32, found: usize): void {
  const bounds = f32x4.splat(bound);
  let voxels = i32x4.splat(0);
  // Four sums, so that none waits for the one before.
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let at = from;
  for (; at + 32 <= end; at += 32) {
    const four = v128.load(at);
    const isIn = f32x4.ge(four, bounds);
    const kept = v128.and(four, isIn);
    const others = v128.load(at, 16);
    const areIn = f32x4.ge(others, bounds);
    const othersKept = v128.and(others, areIn);
    voxels = i32x4.sub(i32x4.sub(voxels, isIn), areIn);
    a = f64x2.add(a, f64x2.promote_low_f32x4(kept));
    b = f64x2.add(b, f64x2.promote_low_f32x4(i32x4.shuffle(kept, kept, 2, 3, 2, 3)));
    c = f64x2.add(c, f64x2.promote_low_f32x4(othersKept));
    d = f64x2.add(d, f64x2.promote_low_f32x4(i32x4.shuffle(othersKept, othersKept, 2, 3, 2, 3)));
  }
  if (at < end) {
    const four = v128.load(at);
    const isIn = f32x4.ge(four, bounds);
    const kept = v128.and(four, isIn);
    voxels = i32x4.sub(voxels, isIn);
    a = f64x2.add(a, f64x2.promote_low_f32x4(kept));
    b = f64x2.add(b, f64x2.promote_low_f32x4(i32x4.shuffle(kept, kept, 2, 3, 2, 3)));
  }
  const sum = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  store<f64>(found, <f64>total(voxels));
  store<f64>(found, f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1), 8);
}

/**
 * Adds voxels, a multiple of four, that lie outside of the reference.
 * @returns false if they reach into too many bins, or are cut from above: then nothing was added
 */
export function calibrateFloats(from: usize, count: u32, bins: u32, out: usize, set: usize): bool {
  const end = from + ((<usize>count) << 2);
  let leasts = v128.load(from);
  let largests = leasts;
  for (let at = from + 16; at < end; at += 16) {
    const four = v128.load(at);
    leasts = f32x4.pmin(leasts, four);
    largests = f32x4.pmax(largests, four);
  }
  leasts = f32x4.pmin(leasts, i32x4.shuffle(leasts, leasts, 2, 3, 2, 3));
  largests = f32x4.pmax(largests, i32x4.shuffle(largests, largests, 2, 3, 2, 3));
  const least = min(f32x4.extract_lane(leasts, 0), f32x4.extract_lane(leasts, 1));
  const largest = max(f32x4.extract_lane(largests, 0), f32x4.extract_lane(largests, 1));
  if (!(largest <= MOST)) return false;
  if (largest == 0) {
    // Most of a sparse map.
    store<f64>(out, load<f64>(out, 16) + <f64>count, 16);
    store<f64>(out, load<f64>(out, 24) + <f64>count, 24);
    fill(set, 0, <f64>count, 0);
    return true;
  }
  const lowest = <usize>(<f64>least * bins);
  const highest = <usize>(<f64>largest * bins);
  if (highest - lowest >= MOST_BINS) return false;
  let sum = multiplyFloats(from, end, least < LEAST, out);
  let voxels = <f64>count;
  for (let bin = lowest; bin < highest; bin++) {
    sumUp(from, end, boundOf(bin + 1, bins), out + 32);
    fill(set, bin, voxels - load<f64>(out, 32), sum - load<f64>(out, 40));
    voxels = load<f64>(out, 32);
    sum = load<f64>(out, 40);
  }
  fill(set, highest, voxels, sum);
  return true;
}
