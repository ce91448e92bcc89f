/**
 * The keys of some bins, taken out of a map: the lower parts of all voxels of a bin together, the reference's and the rest apart.
 *
 * ```
 * places | of the reference's bins u32 × 65536 | of the rest's | room for a key, and for moves |      where the bin's next lower part goes
 * ```
 * A place of 0 belongs to a bin that is left out. A bin of very many voxels has a table instead, of one counter for each of its 65536 lower parts; its place then has bit 0 set.
 * So 16 MB hold any bins of 8 million voxels, however often they repeat.
 *
 * **Idea**: whether a voxel's bin is asked for cannot be foreseen, so that a branch would guess wrong. Each key of a piece is
 * written to its front instead, which moves if the bin is asked for.
 *
 * **Cost**: one read of the map; pieces without such bins are passed over. Keys of 64 bits are kept whole.
 */

import { PIECE, readKeys } from "./map-piece";
import { MapReading, storedBytes } from "./map-reading";
import { BINS, binShift } from "./order-key";
import { SEGMENT_BYTES } from "./segments";

/** Moves the keys from `least` to `largest` to the front of a piece; returns where they end. */
function keepAsked<K>(keys: usize, count: u32, least: K, largest: K): usize {
  const end = keys + <usize>count * sizeof<K>();
  let kept = keys;
  for (let at = keys; at < end; at += sizeof<K>()) {
    const key = load<K>(at);
    store<K>(kept, key);
    kept += <usize>(key - least <= largest - least) * sizeof<K>();
  }
  return kept;
}

/** Writes for each of 16 masks of four lanes the bytes that move these lanes to the front. */
function listMoves(moves: usize): void {
  for (let mask: usize = 0; mask < 16; mask++) {
    let to = moves + (mask << 4);
    for (let lane: u32 = 0; lane < 4; lane++) {
      if (((mask >> lane) & 1) == 0) continue;
      store<u32>(to, 0x03020100 + 0x04040404 * lane);
      to += 4;
    }
  }
}

/** `keepAsked` of u32, four at a time. */
function keepAskedFour(keys: usize, count: u32, least: u32, largest: u32, moves: usize): usize {
  const end = keys + ((<usize>count) << 2);
  const leasts = i32x4.splat(least);
  const widths = i32x4.splat(largest - least);
  let kept = keys;
  let at = keys;
  for (; at + 16 <= end; at += 16) {
    const four = v128.load(at);
    const from = i32x4.sub(four, leasts);
    const mask = <usize>i32x4.bitmask(i32x4.eq(i32x4.min_u(from, widths), from));
    v128.store(kept, i8x16.swizzle(four, v128.load(moves + (mask << 4))));
    kept += (<usize>popcnt(mask)) << 2;
  }
  for (; at < end; at += 4) {
    const key = load<u32>(at);
    store<u32>(kept, key);
    kept += (<usize>(key - least <= largest - least)) << 2;
  }
  return kept;
}

function gather<K, L>(keys: usize, end: usize, shift: K, side: usize, nowhere: usize): void {
  for (let at = keys; at < end; at += sizeof<K>()) {
    const key = load<K>(at);
    const place = side + ((<usize>(key >> shift)) << 2);
    const to = load<u32>(place);
    if (to & 1) {
      const counter = <usize>to - 1 + ((<usize>(<L>key)) << 2);
      store<u32>(counter, load<u32>(counter) + 1);
      continue;
    }
    const isAsked = to != 0;
    store<L>(select<usize>(<usize>to, nowhere, isAsked), <L>key);
    store<u32>(place, to + u32(isAsked) * sizeof<L>());
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
  const moves = nowhere + 16;
  if (ASC_FEATURE_SIMD) listMoves(moves);
  for (let segment = segments; segment < segments + <usize>count * SEGMENT_BYTES; segment += SEGMENT_BYTES) {
    const side = places + (load<u32>(segment, 8) == 0 ? BINS << 2 : 0);
    let first = load<u32>(segment);
    const end = first + load<u32>(segment, 4);
    for (; first < end; first += PIECE) {
      const size = min(PIECE, end - first);
      const keys = readKeys(data, first, size, how);
      if (how.largestHere < least || how.leastHere > largest) continue;
      if (isWide) gather<u64, u64>(keys, keepAsked<u64>(keys, size, least, largest), shift, side, nowhere);
      else {
        const kept = ASC_FEATURE_SIMD
          ? keepAskedFour(keys, size, <u32>least, <u32>largest, moves)
          : keepAsked<u32>(keys, size, <u32>least, <u32>largest);
        gather<u32, u16>(keys, kept, <u32>shift, side, nowhere);
      }
    }
  }
}
