/**
 * The keys of some bins, taken out of a map: the lower parts of all voxels of a bin together, the reference's and the rest apart.
 *
 * ```
 * places | of the reference's bins u32 × 65536 | of the rest's | room for a key |      where the bin's next lower part goes
 * ```
 * A place of 0 belongs to a bin that is left out. A bin of very many voxels has a table instead, of one counter for each of its 65536 lower parts; its place then has bit 0 set.
 * So 16 MB hold any bins of 8 million voxels, however often they repeat.
 *
 * **Idea**: whether a voxel's bin is asked for cannot be foreseen. So each key is written: to its place, which then moves, or to
 * where nobody looks.
 *
 * **Cost**: one read of the map; pieces without such bins are passed over. Keys of 64 bits are kept whole.
 */

import { PIECE, readKeys } from "./map-piece";
import { MapReading, storedBytes } from "./map-reading";
import { BINS, binShift } from "./order-key";
import { SEGMENT_BYTES } from "./segments";

/** `least`, `largest`: of the bins firstBin … lastBin, the keys that are asked for. */
function gather<K, L>(keys: usize, count: u32, shift: K, least: K, largest: K, side: usize, nowhere: usize): void {
  const end = keys + <usize>count * sizeof<K>();
  for (let at = keys; at < end; at += sizeof<K>()) {
    const key = load<K>(at);
    const place = side + ((<usize>(key >> shift)) << 2);
    const to = <usize>load<u32>(place);
    const isAsked = u32(key - least <= largest - least) & u32(to != 0);
    if ((<u32>to & isAsked) != 0) {
      const counter = to - 1 + ((<usize>(<L>key)) << 2);
      store<u32>(counter, load<u32>(counter) + 1);
      continue;
    }
    store<L>(select<usize>(to, nowhere, isAsked != 0), <L>key);
    store<u32>(place, <u32>to + isAsked * sizeof<L>());
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
  const how = changetype<MapReading>(reading);
  const shift = binShift(how);
  const isWide = storedBytes(how) == 8;
  const least = max((<u64>firstBin) << shift, how.leastKey);
  const largest = ((<u64>lastBin) << shift) | (((<u64>1) << shift) - 1);
  const nowhere = places + (BINS << 3);
  for (let segment = segments; segment < segments + <usize>count * SEGMENT_BYTES; segment += SEGMENT_BYTES) {
    const side = places + (load<u32>(segment, 8) == 0 ? BINS << 2 : 0);
    let first = load<u32>(segment);
    const end = first + load<u32>(segment, 4);
    for (; first < end; first += PIECE) {
      const size = min(PIECE, end - first);
      const keys = readKeys(data, first, size, how);
      if (how.largestHere < least || how.leastHere > largest) continue;
      if (isWide) gather<u64, u64>(keys, size, shift, least, largest, side, nowhere);
      else gather<u32, u16>(keys, size, <u32>shift, <u32>least, <u32>largest, side, nowhere);
    }
  }
}
