/**
 * A map made ready in place, or in doubles, before anything is measured: byte order, NaN as 0, and values whose order is not that
 * of the stored numbers (a magnitude about an intercept).
 *
 * **Cost**: one read and one write of the map.
 */

import { MapReading } from "./map-reading";

/** Turns the bytes of numbers of `size` bytes round. */
export function swapBytes(data: usize, count: u32, size: u32): void {
  const end = data + <usize>count * size;
  if (size == 2) for (let at = data; at < end; at += 2) store<u16>(at, bswap<u16>(load<u16>(at)));
  if (size == 4) for (let at = data; at < end; at += 4) store<u32>(at, bswap<u32>(load<u32>(at)));
  if (size == 8) for (let at = data; at < end; at += 8) store<u64>(at, bswap<u64>(load<u64>(at)));
}

function zeroMissing<T>(data: usize, count: u32): void {
  const end = data + <usize>count * sizeof<T>();
  for (let at = data; at < end; at += sizeof<T>()) {
    if (load<T>(at) != load<T>(at)) store<T>(at, <T>0);
  }
}

/** Replaces NaN by 0. */
export function zeroMissingF32(data: usize, count: u32): void {
  zeroMissing<f32>(data, count);
}

export function zeroMissingF64(data: usize, count: u32): void {
  zeroMissing<f64>(data, count);
}

function widen<T>(data: usize, count: u32, reading: usize, out: usize): void {
  const how = changetype<MapReading>(reading);
  for (let i: usize = 0; i < <usize>count; i++) {
    const stored = <f64>load<T>(data + i * sizeof<T>());
    store<f64>(out + (i << 3), (how.slope * stored + how.intercept) / how.divisor);
  }
}

/** Writes the scaled numbers of a map as f64. */
export function widenMap(data: usize, count: u32, reading: usize, out: usize): void {
  const type = changetype<MapReading>(reading).type;
  if (type == 0) widen<u8>(data, count, reading, out);
  else if (type == 1) widen<i8>(data, count, reading, out);
  else if (type == 2) widen<u16>(data, count, reading, out);
  else if (type == 3) widen<i16>(data, count, reading, out);
  else if (type == 4) widen<u32>(data, count, reading, out);
  else if (type == 5) widen<i32>(data, count, reading, out);
  else if (type == 6) widen<u64>(data, count, reading, out);
  else if (type == 7) widen<i64>(data, count, reading, out);
  else if (type == 8) widen<f32>(data, count, reading, out);
  else widen<f64>(data, count, reading, out);
}
