/**
 * Two histograms of a map's keys, by their upper 16 bits: of the voxels of the reference (codes above 0), and of the rest.
 *
 * **Idea**: everything about ranks follows from the order of voxels, and the bins say which part of it lies where: a bin with more
 * voxels than anybody needs to tell apart is never looked at again.
 *
 * **Cost**: one read of the map. Voxels below the least key and NaN are not counted.
 */

import { MapReading } from "./map-reading";
import { BINS, binOf, orderKey } from "./order-key";
import { SEGMENT_BYTES } from "./segments";

function countInto<T, K>(data: usize, segments: usize, count: u32, reading: usize, histograms: usize): void {
  const how = changetype<MapReading>(reading);
  const absolute = how.absolute != 0;
  const turned = <K>how.turned;
  const least = <K>how.leastKey;
  for (let i: usize = 0; i < <usize>count; i++) {
    const segment = segments + i * SEGMENT_BYTES;
    const bins = histograms + (load<u32>(segment, 8) == 0 ? BINS << 2 : 0);
    let at = data + <usize>load<u32>(segment) * sizeof<T>();
    const end = at + <usize>load<u32>(segment, 4) * sizeof<T>();
    for (; at < end; at += sizeof<T>()) {
      const stored = load<T>(at);
      if (isFloat<T>() && stored != stored) continue;
      const key = orderKey<T, K>(stored, absolute, turned);
      if (key < least) continue;
      const bin = bins + ((<usize>binOf<T, K>(key)) << 2);
      store<u32>(bin, load<u32>(bin) + 1);
    }
  }
}

/** Adds segments to both histograms (u32, the reference's first), which must have been zeroed; a kernel for each type. */
export function countKeysU8(data: usize, segments: usize, count: u32, reading: usize, histograms: usize): void {
  countInto<u8, u32>(data, segments, count, reading, histograms);
}

export function countKeysI8(data: usize, segments: usize, count: u32, reading: usize, histograms: usize): void {
  countInto<i8, u32>(data, segments, count, reading, histograms);
}

export function countKeysU16(data: usize, segments: usize, count: u32, reading: usize, histograms: usize): void {
  countInto<u16, u32>(data, segments, count, reading, histograms);
}

export function countKeysI16(data: usize, segments: usize, count: u32, reading: usize, histograms: usize): void {
  countInto<i16, u32>(data, segments, count, reading, histograms);
}

export function countKeysU32(data: usize, segments: usize, count: u32, reading: usize, histograms: usize): void {
  countInto<u32, u32>(data, segments, count, reading, histograms);
}

export function countKeysI32(data: usize, segments: usize, count: u32, reading: usize, histograms: usize): void {
  countInto<i32, u32>(data, segments, count, reading, histograms);
}

export function countKeysU64(data: usize, segments: usize, count: u32, reading: usize, histograms: usize): void {
  countInto<u64, u64>(data, segments, count, reading, histograms);
}

export function countKeysI64(data: usize, segments: usize, count: u32, reading: usize, histograms: usize): void {
  countInto<i64, u64>(data, segments, count, reading, histograms);
}

export function countKeysF32(data: usize, segments: usize, count: u32, reading: usize, histograms: usize): void {
  countInto<f32, u32>(data, segments, count, reading, histograms);
}

export function countKeysF64(data: usize, segments: usize, count: u32, reading: usize, histograms: usize): void {
  countInto<f64, u64>(data, segments, count, reading, histograms);
}
