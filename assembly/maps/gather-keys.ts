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
 * **Cost**: one read of the map; of types other than float32, pieces without such bins are passed over. Keys of 64 bits are kept whole.
 */

import { PIECE, readKeys } from "./map-piece";
import { MapReading, piecesAt, storedBytes } from "./map-reading";
import { BINS, binShift, orderKey } from "./order-key";
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

/** Writes the keys of float32 from `least` to `largest` to where pieces are read to, four at a time; returns where they end. */
function keepFloats(from: usize, count: u32, least: u32, largest: u32, how: MapReading, moves: usize): usize {
  const turned = <u32>how.turned;
  const magnitudes = i32x4.splat(how.absolute ? i32.MAX_VALUE : -1);
  const signs = i32x4.splat(i32.MIN_VALUE);
  const turns = i32x4.splat(turned);
  const leasts = i32x4.splat(least);
  const widths = i32x4.splat(largest - least);
  const end = from + ((<usize>count) << 2);
  let kept = piecesAt(how);
  let at = from;
  for (; at + 16 <= end; at += 16) {
    // −0 + 0 is 0.
    const bits = v128.and(f32x4.add(v128.load(at), f32x4.splat(0)), magnitudes);
    const keys = v128.xor(v128.xor(bits, v128.or(i32x4.shr_s(bits, 31), signs)), turns);
    const above = i32x4.sub(keys, leasts);
    const mask = <usize>i32x4.bitmask(i32x4.eq(i32x4.min_u(above, widths), above));
    v128.store(kept, i8x16.swizzle(keys, v128.load(moves + (mask << 4))));
    kept += (<usize>popcnt(mask)) << 2;
  }
  for (; at < end; at += 4) {
    const key = orderKey<f32, u32>(load<f32>(at), how.absolute != 0, turned);
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

/** `gather` where each bin is asked for, and none has a table. */
function gatherAll(keys: usize, end: usize, side: usize): void {
  for (let at = keys; at < end; at += 4) {
    const key = load<u32>(at);
    const place = side + ((<usize>(key >> 16)) << 2);
    const to = load<u32>(place);
    store<u16>(to, <u16>key);
    store<u32>(place, to + 2);
  }
}

/** Whether all bins are asked for and none has a table. */
function areLists(side: usize, firstBin: u32, lastBin: u32): bool {
  const end = side + ((<usize>lastBin) << 2);
  for (let place = side + ((<usize>firstBin) << 2); place <= end; place += 4) {
    const to = load<u32>(place);
    if (to == 0 || to & 1) return false;
  }
  return true;
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
  const isPlain = areLists(places, firstBin, lastBin) && areLists(places + (BINS << 2), firstBin, lastBin);
  for (let segment = segments; segment < segments + <usize>count * SEGMENT_BYTES; segment += SEGMENT_BYTES) {
    const side = places + (load<u32>(segment, 8) == 0 ? BINS << 2 : 0);
    let first = load<u32>(segment);
    const end = first + load<u32>(segment, 4);
    for (; first < end; first += PIECE) {
      const size = min(PIECE, end - first);
      if (ASC_FEATURE_SIMD && how.type == 8) {
        const from = data + ((<usize>first) << 2);
        const kept = keepFloats(from, size, <u32>least, <u32>largest, how, moves);
        if (isPlain) gatherAll(piecesAt(how), kept, side);
        else gather<u32, u16>(piecesAt(how), kept, <u32>shift, side, nowhere);
        continue;
      }
      const keys = readKeys(data, first, size, how);
      if (how.largestHere < least || how.leastHere > largest) continue;
      if (isWide) gather<u64, u64>(keys, keepAsked<u64>(keys, size, least, largest), shift, side, nowhere);
      else gather<u32, u16>(keys, keepAsked<u32>(keys, size, <u32>least, <u32>largest), <u32>shift, side, nowhere);
    }
  }
}
