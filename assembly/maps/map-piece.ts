/**
 * A piece of a map, at most 2048 voxels, as numbers in f64 or as order keys. Not a kernel itself.
 *
 * **Idea**: only here a kernel meets the type of voxels. A piece stays in the nearest cache, so that widening it and walking over
 * it afterwards costs little more than one walk, and each kernel is one loop over f64, u32 or u64.
 */

import { MapReading, piecesAt } from "./map-reading";
import { orderKey } from "./order-key";

/** Voxels of a piece. */
export const PIECE: u32 = 2048;

function widen<T>(from: usize, count: usize, to: usize): void {
  for (let i: usize = 0; i < count; i++) store<f64>(to + (i << 3), <f64>load<T>(from + i * sizeof<T>()));
}

function widenF32(from: usize, count: usize, to: usize): void {
  let i: usize = 0;
  if (ASC_FEATURE_SIMD) {
    for (; i + 4 <= count; i += 4) {
      const four = v128.load(from + (i << 2));
      v128.store(to + (i << 3), f64x2.promote_low_f32x4(four));
      v128.store(to + (i << 3), f64x2.promote_low_f32x4(i32x4.shuffle(four, four, 2, 3, 2, 3)), 16);
    }
  }
  for (; i < count; i++) store<f64>(to + (i << 3), <f64>load<f32>(from + (i << 2)));
}

/** Writes the stored numbers of a piece as f64; returns where they are. */
function readStored(data: usize, first: u32, count: u32, how: MapReading): usize {
  const to = piecesAt(how);
  const type = how.type;
  const voxel = <usize>first;
  if (type == 8) widenF32(data + (voxel << 2), count, to);
  else if (type == 0) widen<u8>(data + voxel, count, to);
  else if (type == 1) widen<i8>(data + voxel, count, to);
  else if (type == 2) widen<u16>(data + (voxel << 1), count, to);
  else if (type == 3) widen<i16>(data + (voxel << 1), count, to);
  else if (type == 4) widen<u32>(data + (voxel << 2), count, to);
  else if (type == 5) widen<i32>(data + (voxel << 2), count, to);
  else if (type == 6) widen<u64>(data + (voxel << 3), count, to);
  else if (type == 7) widen<i64>(data + (voxel << 3), count, to);
  else memory.copy(to, data + (voxel << 3), (<usize>count) << 3);
  return to;
}

/** Writes the scaled numbers of a piece, before the sign is chosen; returns where they are. */
export function readScaled(data: usize, first: u32, count: u32, how: MapReading): usize {
  const values = readStored(data, first, count, how);
  if (how.plain) return values;
  for (let at = values; at < values + ((<usize>count) << 3); at += 8) {
    store<f64>(at, (how.slope * load<f64>(at) + how.intercept) / how.divisor);
  }
  return values;
}

/** The scored value of a scaled number. NaN stays NaN, and −0 is 0. */
export function signedValue(scaled: f64, how: MapReading): f64 {
  return how.absolute ? abs(scaled) : max(scaled + 0.0, how.floor);
}

/** Writes the scored values m of a piece; returns where they are. `how.odd` tells whether a stored number is NaN or infinite. */
export function readValues(data: usize, first: u32, count: u32, how: MapReading): usize {
  const values = readScaled(data, first, count, how);
  const end = values + ((<usize>count) << 3);
  let at = values;
  // x − x is 0, or NaN where x is no number or infinite.
  let odd = false;
  if (ASC_FEATURE_SIMD) {
    const magnitude = i64x2.splat(how.absolute ? i64.MAX_VALUE : -1);
    const floor = f64x2.splat(how.floor);
    const zero = f64x2.splat(0);
    let odds = zero;
    if (!how.absolute && how.floor == -Infinity) {
      for (; at + 16 <= end; at += 16) {
        const two = v128.load(at);
        odds = v128.or(odds, f64x2.ne(f64x2.sub(two, two), zero));
      }
    } else {
      for (; at + 16 <= end; at += 16) {
        const two = v128.load(at);
        odds = v128.or(odds, f64x2.ne(f64x2.sub(two, two), zero));
        v128.store(at, f64x2.pmax(f64x2.add(v128.and(two, magnitude), zero), floor));
      }
    }
    odd = v128.any_true(odds);
  }
  for (; at < end; at += 8) {
    const scaled = load<f64>(at);
    if (scaled - scaled != 0) odd = true;
    store<f64>(at, signedValue(scaled, how));
  }
  how.odd = u32(odd);
  return values;
}

function keysOf<T, K>(from: usize, count: usize, how: MapReading, to: usize): void {
  const absolute = how.absolute != 0;
  const turned = <K>how.turned;
  let least: K = <K>-1;
  let largest: K = 0;
  for (let i: usize = 0; i < count; i++) {
    const key = orderKey<T, K>(load<T>(from + i * sizeof<T>()), absolute, turned);
    store<K>(to + i * sizeof<K>(), key);
    least = min(least, key);
    largest = max(largest, key);
  }
  how.leastHere = <u64>least;
  how.largestHere = <u64>largest;
}

function keysOfF32(from: usize, count: usize, how: MapReading, to: usize): void {
  const whole = count & ~3;
  const magnitude = how.absolute ? 0x7fffffff : -1;
  const turned = <i32>how.turned;
  const rest = count - whole;
  how.leastHere = 0xffffffff;
  how.largestHere = 0;
  if (rest > 0) keysOf<f32, u32>(from + (whole << 2), rest, how, to + (whole << 2));
  if (whole == 0) return;
  const magnitudes = i32x4.splat(magnitude);
  const turns = i32x4.splat(turned);
  const signs = i32x4.splat(i32.MIN_VALUE);
  let leasts = i32x4.splat(<i32>how.leastHere);
  let largests = i32x4.splat(<i32>how.largestHere);
  for (let i: usize = 0; i < whole; i += 4) {
    // −0 + 0 is 0.
    const bits = v128.and(f32x4.add(v128.load(from + (i << 2)), f32x4.splat(0)), magnitudes);
    const keys = v128.xor(v128.xor(bits, v128.or(i32x4.shr_s(bits, 31), signs)), turns);
    v128.store(to + (i << 2), keys);
    leasts = i32x4.min_u(leasts, keys);
    largests = i32x4.max_u(largests, keys);
  }
  leasts = i32x4.min_u(leasts, i32x4.shuffle(leasts, leasts, 2, 3, 0, 1));
  leasts = i32x4.min_u(leasts, i32x4.shuffle(leasts, leasts, 1, 0, 3, 2));
  largests = i32x4.max_u(largests, i32x4.shuffle(largests, largests, 2, 3, 0, 1));
  largests = i32x4.max_u(largests, i32x4.shuffle(largests, largests, 1, 0, 3, 2));
  how.leastHere = <u64>(<u32>i32x4.extract_lane(leasts, 0));
  how.largestHere = <u64>(<u32>i32x4.extract_lane(largests, 0));
}

/**
 * Writes the order keys of a piece: u64 of types of 64 bits, u32 of all others; returns where they are. `how.leastHere` and
 * `how.largestHere` become their range. No voxel of the piece is NaN.
 */
export function readKeys(data: usize, first: u32, count: u32, how: MapReading): usize {
  const to = piecesAt(how);
  const type = how.type;
  const voxel = <usize>first;
  if (type == 8) {
    if (ASC_FEATURE_SIMD) keysOfF32(data + (voxel << 2), count, how, to);
    else keysOf<f32, u32>(data + (voxel << 2), count, how, to);
  } else if (type == 0) keysOf<u8, u32>(data + voxel, count, how, to);
  else if (type == 1) keysOf<i8, u32>(data + voxel, count, how, to);
  else if (type == 2) keysOf<u16, u32>(data + (voxel << 1), count, how, to);
  else if (type == 3) keysOf<i16, u32>(data + (voxel << 1), count, how, to);
  else if (type == 4) keysOf<u32, u32>(data + (voxel << 2), count, how, to);
  else if (type == 5) keysOf<i32, u32>(data + (voxel << 2), count, how, to);
  else if (type == 6) keysOf<u64, u64>(data + (voxel << 3), count, how, to);
  else if (type == 7) keysOf<i64, u64>(data + (voxel << 3), count, how, to);
  else keysOf<f64, u64>(data + (voxel << 3), count, how, to);
  return to;
}
