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

/** Adds segments to both histograms (u32, the reference's first), which must have been zeroed. */
export function countKeys(data: usize, segments: usize, count: u32, reading: usize, histograms: usize): void {
  const type = changetype<MapReading>(reading).type;
  if (type == 0) countInto<u8, u32>(data, segments, count, reading, histograms);
  else if (type == 1) countInto<i8, u32>(data, segments, count, reading, histograms);
  else if (type == 2) countInto<u16, u32>(data, segments, count, reading, histograms);
  else if (type == 3) countInto<i16, u32>(data, segments, count, reading, histograms);
  else if (type == 4) countInto<u32, u32>(data, segments, count, reading, histograms);
  else if (type == 5) countInto<i32, u32>(data, segments, count, reading, histograms);
  else if (type == 6) countInto<u64, u64>(data, segments, count, reading, histograms);
  else if (type == 7) countInto<i64, u64>(data, segments, count, reading, histograms);
  else if (type == 8) countInto<f32, u32>(data, segments, count, reading, histograms);
  else countInto<f64, u64>(data, segments, count, reading, histograms);
}
