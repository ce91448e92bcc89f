/**
 * A map made ready in place, or in doubles, before anything is measured: byte order, NaN as 0, and values whose order is not that
 * of the stored numbers (a magnitude about an intercept).
 *
 * **Cost**: one read and one write of the map.
 */

import { PIECE, readScaled } from "./map-piece";
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

/** Writes the scaled numbers of a map as f64. */
export function widenMap(data: usize, count: u32, reading: usize, out: usize): void {
  const how = changetype<MapReading>(reading);
  for (let first: u32 = 0; first < count; first += PIECE) {
    const size = min(PIECE, count - first);
    memory.copy(out + ((<usize>first) << 3), readScaled(data, first, size, how), (<usize>size) << 3);
  }
}
