/**
 * `measureSegments` of float32 without scaling, four voxels at a time. Not a kernel itself.
 *
 * **Idea**: a strip is 32768 voxels. Within it the sums of a code stay apart in lanes, however many short segments it has, and are
 * added to its record with compensation only at the strip's end. A sum that is no number tells that a voxel is none; only then,
 * and where a strip holds a new largest value, its voxels are looked at again.
 *
 * A float32 has 24 bits, so that sums of a strip in f64 are as exact as the deviations that are taken from them.
 *
 * ```
 * of a strip, behind the record at 128 | Σm, four lanes f64 | 160 Σ(m − c)², four lanes | 192 least f32 × 4 | 208 largest × 4
 *                                      | 224 voxels u32 | 232 record of the code that came before
 * ```
 */

import { PIECE } from "./map-piece";
import { MapReading } from "./map-reading";
import { add, measurePiece, RECORD_SHIFT, total } from "./measure-record";
import { SEGMENT_BYTES } from "./segments";

const STRIP_SHIFT: u32 = 15;

/** Whether values are the stored float32, but for their sign. */
export function isFloats(how: MapReading): bool {
  return how.type == 8 && how.plain != 0;
}

/** Lanes 0 … count − 1. */
function lanes(count: u32): v128 {
  return i32x4.lt_u(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** Begins the sums of a strip. */
function begin(record: usize, value: f32, before: usize): void {
  if (load<f64>(record, 112) == 0) {
    // A first voxel without a number is no centre for long: `measurePiece` chooses another.
    const isNumber = value - value == 0;
    store<f64>(record, isNumber ? <f64>value : 0, 104);
    store<f64>(record, isNumber ? 1 : 0, 112);
  }
  const zero = i64x2.splat(0);
  for (let at: usize = 128; at < 192; at += 16) v128.store(record + at, zero);
  v128.store(record, f32x4.splat(Infinity), 192);
  v128.store(record, f32x4.splat(-Infinity), 208);
  store<usize>(record, before, 232);
}

/** Adds voxels of a strip. `magnitude`: the bits of a float that are kept. */
function addFloats(from: usize, count: u32, magnitude: v128, floor: v128, record: usize): void {
  const centre = load<f64>(record, 104);
  const centres = f64x2.splat(centre);
  let sums = v128.load(record, 128);
  let otherSums = v128.load(record, 144);
  let squares = v128.load(record, 160);
  let otherSquares = v128.load(record, 176);
  let leasts = v128.load(record, 192);
  let largests = v128.load(record, 208);
  let at = from;
  const end = from + ((<usize>count & ~3) << 2);
  for (; at < end; at += 16) {
    const four = v128.and(v128.load(at), magnitude);
    const values = f32x4.pmax(four, floor);
    leasts = f32x4.pmin(leasts, four);
    largests = f32x4.pmax(largests, values);
    const low = f64x2.promote_low_f32x4(values);
    const high = f64x2.promote_low_f32x4(i32x4.shuffle(values, values, 2, 3, 2, 3));
    sums = f64x2.add(sums, low);
    otherSums = f64x2.add(otherSums, high);
    const lowApart = f64x2.sub(low, centres);
    const highApart = f64x2.sub(high, centres);
    squares = f64x2.add(squares, f64x2.mul(lowApart, lowApart));
    otherSquares = f64x2.add(otherSquares, f64x2.mul(highApart, highApart));
  }
  const rest = count & 3;
  if (rest != 0) {
    // Lanes beyond the end count as 0 in sums, and as the centre elsewhere.
    const mask = lanes(rest);
    const four = v128.bitselect(v128.and(v128.load(at), magnitude), f32x4.splat(<f32>centre), mask);
    const values = f32x4.pmax(four, floor);
    leasts = f32x4.pmin(leasts, four);
    largests = f32x4.pmax(largests, values);
    const low = f64x2.promote_low_f32x4(values);
    const high = f64x2.promote_low_f32x4(i32x4.shuffle(values, values, 2, 3, 2, 3));
    sums = f64x2.add(sums, v128.and(low, i32x4.shuffle(mask, mask, 0, 0, 1, 1)));
    otherSums = f64x2.add(otherSums, v128.and(high, i32x4.shuffle(mask, mask, 2, 2, 3, 3)));
    const lowApart = f64x2.sub(low, centres);
    const highApart = f64x2.sub(high, centres);
    squares = f64x2.add(squares, f64x2.mul(lowApart, lowApart));
    otherSquares = f64x2.add(otherSquares, f64x2.mul(highApart, highApart));
  }
  v128.store(record, sums, 128);
  v128.store(record, otherSums, 144);
  v128.store(record, squares, 160);
  v128.store(record, otherSquares, 176);
  v128.store(record, leasts, 192);
  v128.store(record, largests, 208);
  store<u32>(record, load<u32>(record, 224) + count, 224);
}

function leastOf(four: v128): f32 {
  const two = f32x4.pmin(four, i32x4.shuffle(four, four, 2, 3, 2, 3));
  return min(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1));
}

function largestOf(four: v128): f32 {
  const two = f32x4.pmax(four, i32x4.shuffle(four, four, 2, 3, 2, 3));
  return max(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1));
}

/** The first voxel of a value, which the stretch may not hold. */
function findFloat(data: usize, first: u32, end: u32, value: f32, magnitude: v128, floor: v128): u32 {
  let voxel = first;
  const values = f32x4.splat(value);
  for (; voxel + 4 <= end; voxel += 4) {
    const four = f32x4.pmax(v128.and(v128.load(data + ((<usize>voxel) << 2)), magnitude), floor);
    const found = i32x4.bitmask(f32x4.eq(four, values));
    if (found != 0) return voxel + ctz(found);
  }
  for (; voxel < end; voxel++) {
    const four = f32x4.pmax(v128.and(v128.load32_splat(data + ((<usize>voxel) << 2)), magnitude), floor);
    if (f32x4.extract_lane(four, 0) == value) return voxel;
  }
  return end;
}

/** Adds the strip's sums of its codes to their records. `segment`: the first that reaches into the strip. */
function endStrip(
  data: usize,
  segment: usize,
  stop: usize,
  strip: u32,
  how: MapReading,
  records: usize,
  magnitude: v128,
  floor: v128,
  lastRecord: usize,
): void {
  const stripFirst = strip << STRIP_SHIFT;
  const stripEnd = stripFirst + (1 << STRIP_SHIFT);
  for (let record = lastRecord; record != 0; record = load<usize>(record, 232)) {
    const voxels = <f64>load<u32>(record, 224);
    store<u32>(record, 0, 224);
    const least = leastOf(v128.load(record, 192));
    const largest = largestOf(v128.load(record, 208));
    const sum = total(f64x2.add(v128.load(record, 128), v128.load(record, 144)));
    const isOdd = sum - sum != 0 || least == -Infinity;
    const isNew = <f64>largest > load<f64>(record, 88);
    if (!isOdd) {
      store<f64>(record, load<f64>(record) + voxels);
      add(record + 32, sum);
      add(record + 48, sum - voxels * load<f64>(record, 104));
      add(record + 64, total(f64x2.add(v128.load(record, 160), v128.load(record, 176))));
      store<f64>(record, min(load<f64>(record, 80), max(<f64>least + 0.0, how.floor)), 80);
    }
    if (!isOdd && !isNew) continue;
    for (let at = segment; at < stop; at += SEGMENT_BYTES) {
      const begins = load<u32>(at);
      if (begins >= stripEnd) break;
      if (records + ((<usize>load<u32>(at, 8)) << RECORD_SHIFT) != record) continue;
      let first = max(begins, stripFirst);
      const end = min(begins + load<u32>(at, 4), stripEnd);
      if (isOdd) for (; first < end; first += PIECE) measurePiece(data, first, min(PIECE, end - first), how, record);
      else {
        const voxel = findFloat(data, first, end, largest, magnitude, floor);
        if (voxel == end) continue;
        store<f64>(record, <f64>largest + 0.0, 88);
        store<f64>(record, <f64>voxel, 96);
        break;
      }
    }
  }
}

/** Adds segments of a map, all of one block, to the records of their codes. */
export function measureFloats(data: usize, segments: usize, stop: usize, how: MapReading, records: usize): void {
  const magnitude = i32x4.splat(how.absolute ? i32.MAX_VALUE : -1);
  const floor = f32x4.splat(<f32>how.floor);
  let strip: u32 = 0;
  let stripSegment = segments;
  let lastRecord: usize = 0;
  for (let segment = segments; segment < stop; segment += SEGMENT_BYTES) {
    const record = records + ((<usize>load<u32>(segment, 8)) << RECORD_SHIFT);
    let first = load<u32>(segment);
    const end = first + load<u32>(segment, 4);
    while (first < end) {
      if (first >> STRIP_SHIFT != strip || lastRecord == 0) {
        endStrip(data, stripSegment, stop, strip, how, records, magnitude, floor, lastRecord);
        strip = first >> STRIP_SHIFT;
        stripSegment = segment;
        lastRecord = 0;
      }
      const size = min(end, (strip + 1) << STRIP_SHIFT) - first;
      const from = data + ((<usize>first) << 2);
      if (load<u32>(record, 224) == 0) {
        const value = f32x4.pmax(v128.and(v128.load32_splat(from), magnitude), floor);
        begin(record, f32x4.extract_lane(value, 0), lastRecord);
        lastRecord = record;
      }
      addFloats(from, size, magnitude, floor, record);
      first += size;
    }
  }
  endStrip(data, stripSegment, stop, strip, how, records, magnitude, floor, lastRecord);
}
