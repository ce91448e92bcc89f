/**
 * Measures a map for each code of a list of segments: voxels, sum, moments, extremes.
 *
 * **Idea**: pieces of at most 2048 voxels are summed in f64 (f32 by vectors, each lane at most 512 numbers), and added to the
 * code's record with compensation (Neumaier 1974). Deviations are from a number near the values, the code's first one, so that the
 * variance of large equal numbers is not lost. NaN and infinity show in a piece's sum: only then its voxels are looked at singly.
 *
 * **Cost**: one read of the map.
 *
 * ```
 * record, 128 bytes | 0 voxels | 8 NaN | 16 infinite | 24 first infinite | 32 Σm, 40 its compensation | 48 Σ(m − c), 56
 *                   | 64 Σ(m − c)², 72 | 80 least | 88 largest | 96 first voxel of the largest | 104 c | 112 c is known
 * ```
 */

import { MapReading, readValue } from "./map-reading";
import { PIECE, SEGMENT_BYTES } from "./segments";

const RECORD_SHIFT: usize = 7;

export function measureRecordBytes(): usize {
  return 1 << RECORD_SHIFT;
}

/** Makes the records of codes 0 … count − 1 empty. */
export function clearMeasures(records: usize, count: u32): void {
  memory.fill(records, 0, (<usize>count) << RECORD_SHIFT);
  for (let i: usize = 0; i < <usize>count; i++) {
    const record = records + (i << RECORD_SHIFT);
    store<f64>(record, Infinity, 80);
    store<f64>(record, -Infinity, 88);
  }
}

/** Adds to a sum and its compensation. */
function add(sum: usize, x: f64): void {
  const before = load<f64>(sum);
  const after = before + x;
  const lost = abs(before) >= abs(x) ? before - after + x : x - after + before;
  store<f64>(sum, after);
  store<f64>(sum, load<f64>(sum, 8) + lost, 8);
}

/** Sets what deviations of each code are from: its first number. */
function setCentres<T>(data: usize, segments: usize, count: u32, how: MapReading, records: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const segment = segments + i * SEGMENT_BYTES;
    const record = records + ((<usize>load<u32>(segment, 8)) << RECORD_SHIFT);
    if (load<f64>(record, 112) != 0) continue;
    const start = <usize>load<u32>(segment);
    const end = start + <usize>load<u32>(segment, 4);
    for (let voxel = start; voxel < end; voxel++) {
      const value = readValue(<f64>load<T>(data + voxel * sizeof<T>()), how);
      // NaN − NaN and ∞ − ∞ are NaN.
      if (value - value != 0) continue;
      store<f64>(record, value, 104);
      store<f64>(record, 1, 112);
      break;
    }
  }
}

/** The first voxel of a piece that has this value. */
function findValue<T>(at: usize, count: u32, how: MapReading, value: f64): u32 {
  for (let i: u32 = 0; i < count; i++) {
    if (readValue(<f64>load<T>(at + <usize>i * sizeof<T>()), how) == value) return i;
  }
  return 0;
}

function widen<T>(at: usize, first: u32, count: u32, how: MapReading, record: usize, least: f64, largest: f64): void {
  if (least < load<f64>(record, 80)) store<f64>(record, least, 80);
  if (!(largest > load<f64>(record, 88))) return;
  store<f64>(record, largest, 88);
  store<f64>(record, <f64>(first + findValue<T>(at, count, how, largest)), 96);
}

/** Voxels one by one: of any type, and where some are no numbers. */
function measureSingly<T>(at: usize, first: u32, count: u32, how: MapReading, record: usize): void {
  const centre = load<f64>(record, 104);
  let numbers: u32 = 0;
  let missing: u32 = 0;
  let sum: f64 = 0;
  let deviation: f64 = 0;
  let square: f64 = 0;
  let least = Infinity;
  let largest = -Infinity;
  for (let i: u32 = 0; i < count; i++) {
    const stored = <f64>load<T>(at + <usize>i * sizeof<T>());
    if (isFloat<T>() && stored != stored) {
      missing++;
      continue;
    }
    // −∞ has no positive part that would show it.
    const value = readValue(stored, how);
    if (stored - stored != 0 || value - value != 0) {
      noteInfinite(record, first + i);
      continue;
    }
    const difference = value - centre;
    numbers++;
    sum += value;
    deviation += difference;
    square += difference * difference;
    least = min(least, value);
    largest = max(largest, value);
  }
  store<f64>(record, load<f64>(record) + <f64>numbers);
  store<f64>(record, load<f64>(record, 8) + <f64>missing, 8);
  if (numbers == 0) return;
  add(record + 32, sum);
  add(record + 48, deviation);
  add(record + 64, square);
  widen<T>(at, first, count, how, record, least, largest);
}

function noteInfinite(record: usize, voxel: u32): void {
  const before = load<f64>(record, 16);
  if (before == 0) store<f64>(record, <f64>voxel, 24);
  store<f64>(record, before + 1, 16);
}

/** The same for f32 as they are, four at a time. Returns false, having changed nothing, where some are no numbers. */
function measureVectors(at: usize, first: u32, count: u32, how: MapReading, record: usize): bool {
  const magnitude = i32x4.splat(how.absolute ? 0x7fffffff : -1);
  const floor = f32x4.splat(<f32>how.floor);
  const centre = f64x2.splat(load<f64>(record, 104));
  let sumA = f64x2.splat(0);
  let sumB = f64x2.splat(0);
  let deviationA = f64x2.splat(0);
  let deviationB = f64x2.splat(0);
  let squareA = f64x2.splat(0);
  let squareB = f64x2.splat(0);
  let leasts = f32x4.splat(Infinity);
  let largests = f32x4.splat(-Infinity);
  // x − x is 0, or NaN where x is no number or infinite.
  let nothing = f32x4.splat(0);
  for (let i: usize = 0; i < <usize>count; i += 4) {
    const stored = v128.load(at + (i << 2));
    nothing = f32x4.add(nothing, f32x4.sub(stored, stored));
    const four = f32x4.max(v128.and(stored, magnitude), floor);
    const a = f64x2.promote_low_f32x4(four);
    const b = f64x2.promote_low_f32x4(i32x4.shuffle(four, four, 2, 3, 2, 3));
    const fromA = f64x2.sub(a, centre);
    const fromB = f64x2.sub(b, centre);
    sumA = f64x2.add(sumA, a);
    sumB = f64x2.add(sumB, b);
    deviationA = f64x2.add(deviationA, fromA);
    deviationB = f64x2.add(deviationB, fromB);
    squareA = f64x2.add(squareA, f64x2.mul(fromA, fromA));
    squareB = f64x2.add(squareB, f64x2.mul(fromB, fromB));
    leasts = f32x4.min(leasts, four);
    largests = f32x4.max(largests, four);
  }
  if (!i32x4.all_true(f32x4.eq(nothing, nothing))) return false;
  store<f64>(record, load<f64>(record) + <f64>count);
  add(record + 32, total(sumA, sumB));
  add(record + 48, total(deviationA, deviationB));
  add(record + 64, total(squareA, squareB));
  const least = min(
    min(f32x4.extract_lane(leasts, 0), f32x4.extract_lane(leasts, 1)),
    min(f32x4.extract_lane(leasts, 2), f32x4.extract_lane(leasts, 3)),
  );
  const largest = max(
    max(f32x4.extract_lane(largests, 0), f32x4.extract_lane(largests, 1)),
    max(f32x4.extract_lane(largests, 2), f32x4.extract_lane(largests, 3)),
  );
  widen<f32>(at, first, count, how, record, least, largest);
  return true;
}

function total(a: v128, b: v128): f64 {
  const both = f64x2.add(a, b);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

function measure<T>(data: usize, segments: usize, count: u32, reading: usize, records: usize): void {
  const how = changetype<MapReading>(reading);
  setCentres<T>(data, segments, count, how, records);
  for (let i: usize = 0; i < <usize>count; i++) {
    const segment = segments + i * SEGMENT_BYTES;
    const record = records + ((<usize>load<u32>(segment, 8)) << RECORD_SHIFT);
    let first = load<u32>(segment);
    const end = first + load<u32>(segment, 4);
    for (; first < end; first += PIECE) {
      const size = min(PIECE, end - first);
      const at = data + <usize>first * sizeof<T>();
      if (ASC_FEATURE_SIMD) {
        if (isFloat<T>() && sizeof<T>() == 4) {
          const whole = how.plain ? size & ~3 : 0;
          if (whole > 0 && measureVectors(at, first, whole, how, record)) {
            if (whole < size) measureSingly<T>(at + ((<usize>whole) << 2), first + whole, size - whole, how, record);
            continue;
          }
        }
      }
      measureSingly<T>(at, first, size, how, record);
    }
  }
}

/** Adds `count` segments of a map to the records of their codes. */
export function measureSegments(data: usize, segments: usize, count: u32, reading: usize, records: usize): void {
  const type = changetype<MapReading>(reading).type;
  if (type == 0) measure<u8>(data, segments, count, reading, records);
  else if (type == 1) measure<i8>(data, segments, count, reading, records);
  else if (type == 2) measure<u16>(data, segments, count, reading, records);
  else if (type == 3) measure<i16>(data, segments, count, reading, records);
  else if (type == 4) measure<u32>(data, segments, count, reading, records);
  else if (type == 5) measure<i32>(data, segments, count, reading, records);
  else if (type == 6) measure<u64>(data, segments, count, reading, records);
  else if (type == 7) measure<i64>(data, segments, count, reading, records);
  else if (type == 8) measure<f32>(data, segments, count, reading, records);
  else measure<f64>(data, segments, count, reading, records);
}
