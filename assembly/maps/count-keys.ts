/**
 * Two histograms of a map's keys, by their upper 16 bits: of the voxels of the reference (codes above 0), and of the rest.
 *
 * **Idea**: everything about ranks follows from the order of voxels, and the bins say which part of it lies where: a bin with more
 * voxels than anybody needs to tell apart is never looked at again. A piece that lies in one bin is counted at once.
 *
 * **Cost**: one read of the map. Voxels below the least key are not counted. No voxel is NaN.
 */

import { PIECE, readKeys } from "./map-piece";
import { MapReading, storedBytes } from "./map-reading";
import { BINS, binShift } from "./order-key";
import { SEGMENT_BYTES } from "./segments";

function countAll<K>(keys: usize, count: u32, shift: K, bins: usize): void {
  const end = keys + <usize>count * sizeof<K>();
  for (let at = keys; at < end; at += sizeof<K>()) {
    const bin = bins + ((<usize>(load<K>(at) >> shift)) << 2);
    store<u32>(bin, load<u32>(bin) + 1);
  }
}

function countEach<K>(keys: usize, count: u32, least: K, shift: K, bins: usize): void {
  const end = keys + <usize>count * sizeof<K>();
  for (let at = keys; at < end; at += sizeof<K>()) {
    const key = load<K>(at);
    const bin = bins + ((<usize>(key >> shift)) << 2);
    store<u32>(bin, load<u32>(bin) + u32(key >= least));
  }
}

/** Adds segments to both histograms (u32, the reference's first), which must have been zeroed. */
export function countKeys(data: usize, segments: usize, count: u32, reading: usize, histograms: usize): void {
  const how = changetype<MapReading>(reading);
  const shift = binShift(how);
  const isWide = storedBytes(how) == 8;
  const least = how.leastKey;
  for (let segment = segments; segment < segments + <usize>count * SEGMENT_BYTES; segment += SEGMENT_BYTES) {
    const bins = histograms + (load<u32>(segment, 8) == 0 ? BINS << 2 : 0);
    let first = load<u32>(segment);
    const end = first + load<u32>(segment, 4);
    for (; first < end; first += PIECE) {
      const size = min(PIECE, end - first);
      const keys = readKeys(data, first, size, how);
      if (how.largestHere < least) continue;
      const bin = how.leastHere >> shift;
      if (bin == how.largestHere >> shift && how.leastHere >= least) {
        const counter = bins + ((<usize>bin) << 2);
        store<u32>(counter, load<u32>(counter) + size);
      } else if (isWide) countEach<u64>(keys, size, least, shift, bins);
      else if (how.leastHere >= least) countAll<u32>(keys, size, <u32>shift, bins);
      else countEach<u32>(keys, size, <u32>least, <u32>shift, bins);
    }
  }
}
