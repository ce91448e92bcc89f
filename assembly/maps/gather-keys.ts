/**
 * The keys of some bins, taken out of a map: the lower parts of all voxels of a bin together, the reference's and the rest apart.
 *
 * ```
 * places | of the reference's bins u32 × 65536 | of the rest's |     where the bin's next lower part goes
 * ```
 * A bin of very many voxels has a table instead, of one counter for each of its 65536 lower parts; its place then has bit 0 set.
 * So 16 MB hold any bins of 8 million voxels, however often they repeat.
 *
 * **Cost**: one read of the map. Keys of 64 bits are kept whole.
 */

import { MapReading } from "./map-reading";
import { BINS, binOf, orderKey } from "./order-key";
import { SEGMENT_BYTES } from "./segments";

function gather<T, K, L>(
  data: usize,
  segments: usize,
  count: u32,
  reading: usize,
  firstBin: u32,
  lastBin: u32,
  places: usize,
): void {
  const how = changetype<MapReading>(reading);
  const absolute = how.absolute != 0;
  const turned = <K>how.turned;
  const least = <K>how.leastKey;
  const width = lastBin - firstBin;
  for (let i: usize = 0; i < <usize>count; i++) {
    const segment = segments + i * SEGMENT_BYTES;
    const side = places + (load<u32>(segment, 8) == 0 ? BINS << 2 : 0);
    let at = data + <usize>load<u32>(segment) * sizeof<T>();
    const end = at + <usize>load<u32>(segment, 4) * sizeof<T>();
    for (; at < end; at += sizeof<T>()) {
      const stored = load<T>(at);
      if (isFloat<T>() && stored != stored) continue;
      const key = orderKey<T, K>(stored, absolute, turned);
      const bin = binOf<T, K>(key);
      if (bin - firstBin > width || key < least) continue;
      const place = side + ((<usize>bin) << 2);
      const to = <usize>load<u32>(place);
      if (to & 1) {
        const counter = to - 1 + ((<usize>(<L>key)) << 2);
        store<u32>(counter, load<u32>(counter) + 1);
      } else {
        store<L>(to, <L>key);
        store<u32>(place, <u32>(to + sizeof<L>()));
      }
    }
  }
}

/** Takes out the keys of bins firstBin … lastBin of a type whose keys have more than 16 bits. */
export function gatherKeys(
  data: usize,
  segments: usize,
  count: u32,
  reading: usize,
  firstBin: u32,
  lastBin: u32,
  places: usize,
): void {
  const type = changetype<MapReading>(reading).type;
  if (type == 4) gather<u32, u32, u16>(data, segments, count, reading, firstBin, lastBin, places);
  else if (type == 5) gather<i32, u32, u16>(data, segments, count, reading, firstBin, lastBin, places);
  else if (type == 6) gather<u64, u64, u64>(data, segments, count, reading, firstBin, lastBin, places);
  else if (type == 7) gather<i64, u64, u64>(data, segments, count, reading, firstBin, lastBin, places);
  else if (type == 8) gather<f32, u32, u16>(data, segments, count, reading, firstBin, lastBin, places);
  else gather<f64, u64, u64>(data, segments, count, reading, firstBin, lastBin, places);
}
