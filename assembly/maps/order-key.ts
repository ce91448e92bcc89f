/**
 * Order keys: unsigned integers whose order is that of the numbers that they stand for. Not a kernel itself.
 *
 * | stored | key | bits |
 * | --- | --- | --- |
 * | unsigned integer | itself | as stored |
 * | signed integer | itself plus half of its range; its magnitude if absolute | as stored |
 * | float | IEEE 754 bits, all turned if negative, else the sign bit; −0 as 0 | as stored |
 *
 * A descending map has all bits of its keys turned. A key's *bin* is its upper 16 bits; of a number of 8 or 16 bits the key is
 * the bin.
 */

import { MapReading, readValue, storedBytes } from "./map-reading";

/** An integer of up to 32 bits, or an unsigned one of 64. */
export const KEY_INTEGER: u32 = 0;
export const KEY_F32: u32 = 1;
export const KEY_F64: u32 = 2;
export const KEY_I64: u32 = 3;

/** The sign of a number of 64 bits. */
const SIGN64: u64 = (<u64>1) << 63;

/** Bins of a histogram of keys. */
export const BINS: usize = 65_536;

/** The key of a stored number. `turned`: all bits of a key if the map is descending, else 0. */
export function orderKey<T, K>(stored: T, absolute: bool, turned: K): K {
  if (isFloat<T>()) {
    // −0 + 0 is 0.
    if (sizeof<T>() == 4) {
      const sum = reinterpret<u32>(<f32>stored + <f32>0);
      const bits = absolute ? sum & 0x7fffffff : sum;
      return <K>(bits ^ (<u32>(<i32>bits >> 31) | 0x80000000)) ^ turned;
    }
    const sum = reinterpret<u64>(<f64>stored + 0.0);
    const bits = absolute ? sum & ~SIGN64 : sum;
    return <K>(bits ^ (<u64>(<i64>bits >> 63) | SIGN64)) ^ turned;
  }
  if (!isSigned<T>()) return <K>stored ^ turned;
  if (absolute) return <K>(stored < <T>0 ? -(<i64>stored) : <i64>stored);
  return <K>(<i64>stored + halfRange<T>()) ^ turned;
}

/** Added to a signed integer to make its key. */
function halfRange<T>(): i64 {
  return (<i64>1) << (<i64>sizeof<T>() * 8 - 1);
}

/** By how many bits a key is shifted to leave its bin. */
export function binShift(how: MapReading): u64 {
  const bytes = storedBytes(how);
  return bytes <= 2 ? 0 : ((<u64>bytes) << 3) - 16;
}

/** The number that a key stands for, before scaling. */
export function storedOfKey(given: u64, how: MapReading): f64 {
  const key = given ^ how.turned;
  if (how.kind == KEY_INTEGER) return <f64>key - how.offset;
  if (how.kind == KEY_F32) {
    const bits = <u32>key;
    return <f64>reinterpret<f32>(bits & 0x80000000 ? bits ^ 0x80000000 : ~bits);
  }
  if (how.kind == KEY_I64) return <f64>(<i64>(key ^ SIGN64));
  return reinterpret<f64>(key & SIGN64 ? key ^ SIGN64 : ~key);
}

/** The scored value that a key stands for. */
export function valueOfKey(reading: usize, key: u64): f64 {
  const how = changetype<MapReading>(reading);
  return readValue(storedOfKey(key, how), how);
}

/** The keys of −∞ and ∞, or of the least and the largest integer: what lies outside is no number. */
function leastOf(how: MapReading): u64 {
  if (how.kind == KEY_F32) return 0x007fffff;
  return how.kind == KEY_F64 ? 0x000fffffffffffff : 0;
}

function largestOf(how: MapReading, all: u64): u64 {
  if (how.kind == KEY_F32) return 0xff800000;
  return how.kind == KEY_F64 ? 0xfff0000000000000 : all;
}

/**
 * Sets the fields of a reading for keys of this many bits.
 * @returns false if there is a floor, and no stored number lies above it
 */
export function prepareKeys(reading: usize, bits: u32): bool {
  const how = changetype<MapReading>(reading);
  const all = bits == 64 ? <u64>-1 : ((<u64>1) << bits) - 1;
  how.turned = how.descending ? all : 0;
  how.leastKey = 0;
  if (how.floor != 0) return true;
  // The scaled number rises with the key: the first one above 0 is found by halving.
  let low = leastOf(how);
  let high = largestOf(how, all);
  while (low < high) {
    const middle = low + ((high - low) >> 1);
    if (readValue(storedOfKey(middle, how), how) > 0) high = middle;
    else low = middle + 1;
  }
  how.leastKey = low;
  return readValue(storedOfKey(low, how), how) > 0;
}
