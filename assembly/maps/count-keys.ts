/**
 * Two histograms of a map's keys, by their upper 16 bits: of the voxels of the reference (codes above 0), and of the rest.
 *
 * **Idea**: everything about ranks follows from the order of voxels, and the bins say which part of it lies where: a bin with more
 * voxels than anybody needs to tell apart is never looked at again. A piece that lies in one bin is counted at once; keys of
 * float32 never leave their vector but as offsets of counters, two at a time.
 *
 * **Cost**: one read of the map. Voxels below the least key are not counted. No voxel is NaN.
 */

import { PIECE, readKeys } from "./map-piece";
import { MapReading, storedBytes } from "./map-reading";
import { BINS, binShift, orderKey } from "./order-key";
import { SEGMENT_BYTES } from "./segments";

function increase(counter: usize): void {
  store<u32>(counter, load<u32>(counter) + 1);
}

function countAll<K>(keys: usize, count: u32, shift: K, bins: usize): void {
  const end = keys + <usize>count * sizeof<K>();
  for (let at = keys; at < end; at += sizeof<K>()) increase(bins + ((<usize>(load<K>(at) >> shift)) << 2));
}

function countEach<K>(keys: usize, count: u32, least: K, shift: K, bins: usize): void {
  const end = keys + <usize>count * sizeof<K>();
  for (let at = keys; at < end; at += sizeof<K>()) {
    const key = load<K>(at);
    const bin = bins + ((<usize>(key >> shift)) << 2);
    store<u32>(bin, load<u32>(bin) + u32(key >= least));
  }
}

/** Whether at least four voxels of float32 are equal in their upper 16 bits. */
function areAlike(from: usize, end: usize): bool {
  // Of noise, no more is read.
  if ((load<u32>(from) ^ load<u32>(end - 4)) >> 16) return false;
  const first = v128.load32_splat(from);
  let others = v128.xor(v128.load(end - 16), first);
  for (let at = from; at + 16 <= end; at += 16) others = v128.or(others, v128.xor(v128.load(at), first));
  return !v128.any_true(i32x4.shr_u(others, 16));
}

/** Counts voxels of float32. Those below the least key are counted in bin 0, which holds no number. */
function countFloats(from: usize, count: u32, how: MapReading, bins: usize): void {
  const end = from + ((<usize>count) << 2);
  const least = <u32>how.leastKey;
  const turned = <u32>how.turned;
  const magnitudes = i32x4.splat(how.absolute ? i32.MAX_VALUE : -1);
  const signs = i32x4.splat(i32.MIN_VALUE);
  const turns = i32x4.splat(turned);
  const leasts = i32x4.splat(least);
  const offsets = i32x4.splat(0x3fffc);
  let at = from;
  for (; at + 16 <= end; at += 16) {
    // −0 + 0 is 0.
    const bits = v128.and(f32x4.add(v128.load(at), f32x4.splat(0)), magnitudes);
    const keys = v128.xor(v128.xor(bits, v128.or(i32x4.shr_s(bits, 31), signs)), turns);
    const isCounted = i32x4.eq(i32x4.max_u(keys, leasts), keys);
    const four = v128.and(i32x4.shr_u(keys, 14), v128.and(offsets, isCounted));
    const low = i64x2.extract_lane(four, 0);
    const high = i64x2.extract_lane(four, 1);
    increase(bins + <usize>(<u32>low));
    increase(bins + <usize>(<u64>low >> 32));
    increase(bins + <usize>(<u32>high));
    increase(bins + <usize>(<u64>high >> 32));
  }
  for (; at < end; at += 4) {
    const key = orderKey<f32, u32>(load<f32>(at), how.absolute != 0, turned);
    increase(bins + (key < least ? 0 : (<usize>(key >> 16)) << 2));
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
      if (ASC_FEATURE_SIMD) {
        const from = data + ((<usize>first) << 2);
        if (how.type == 8 && (size < 4 || !areAlike(from, from + ((<usize>size) << 2)))) {
          countFloats(from, size, how, bins);
          continue;
        }
      }
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
  if (ASC_FEATURE_SIMD && how.type == 8) {
    store<u32>(histograms, 0);
    store<u32>(histograms, 0, BINS << 2);
  }
}
