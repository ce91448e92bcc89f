/**
 * The distance from every voxel of one surface to the nearest voxel of another: exact Euclidean, anisotropic.
 *
 * **Idea.** Surfaces of matched instances are nearly always near each other, so that looking around each voxel costs less
 * than a distance transform of the whole box, and nothing is written for voxels that nobody asks about:
 *   1. What is very near, as most is, is found for all voxels of a word at once (`search-near.ts`).
 *   2. The answer of the voxel before bounds the next one's (its nearest voxel is a candidate). Within that bound rows are
 *      visited ring by ring, k = max(|dy|, |dz|) rising, until k alone is too far; in a row one load brings the 64
 *      voxels around x, and counting zeros gives the nearest.
 *   3. Where more than `NEAR_RINGS` rings would be needed, the same is done with blocks (`search-blocks.ts`).
 * Distances are whole numbers of `unit` mm² (`bindings/integer-weights.ts`), the same and multiplied the same as in
 * `distance-transform.ts`, so that both give the same bits and either may be taken.
 *
 * **Cost.** O(surface voxels · rows within their distance), about 54 ns for a voxel 2 voxels away, some µs at 100. The worst
 * case, two large surfaces that run everywhere at about the same large distance, is worse than the transform's; the
 * kernel counts its steps so that the caller can change over.
 *
 * ```
 * from, to   bit rows (`bit-rows.ts`) of nx × ny × nz voxels; `to` has at least one voxel
 * blocks     of `to`
 * offsets    of the nearest voxels, for step 1
 * out        f64 × capacity: mm, in scan order
 * state      f64: steps so far; u32 × 3: where the last answer lay; u32: 1 once there is one
 * ```
 */

import { BIT_PAD } from "./bit-rows";
import { searchBlocks } from "./search-blocks";
import { searchNear } from "./search-near";
import { layOutSearch, Search } from "./search-state";

/** Rings of rows that cost about as much as to look through the blocks. */
const NEAR_RINGS: i32 = 8;

/** No voxel in the row. */
const NOWHERE: i32 = 0x7fffffff;

/** Bytes of `state` with the kernel's own variables behind it. */
export function searchStateBytes(): usize {
  return 256;
}

/**
 * Appends the distances of the surface voxels of slices z0 … z1 − 1 to `out`, which holds `count` already. Returns how many
 * it holds then; never writes more than `capacity`.
 */
export function searchSurface(
  from: usize,
  to: usize,
  blocks: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  z0: i32,
  z1: i32,
  wx: f64,
  wy: f64,
  wz: f64,
  unit: f64,
  offsets: usize,
  offsetCount: i32,
  state: usize,
  out: usize,
  count: i32,
  capacity: i32,
): i32 {
  const search = layOutSearch(state, to, blocks, nx, ny, nz, wx, wy, wz);
  const stride = search.stride;
  let any = load<u32>(state, 20) != 0;
  // Words (modulo 64) in which step 1 found nothing: it is not tried there before something is that near again.
  let far: u64 = 0;
  const reach = offsetCount == 0 ? -1 : load<f64>(offsets + <usize>(offsetCount - 1) * 24, 16);
  for (let z = z0; z < z1; z++) {
    let row = from + BIT_PAD + <usize>z * search.slice;
    for (let y = 0; y < ny; y++, row += stride) {
      for (let word = 0; word < search.words; word++) {
        const bits = load<u64>(row + ((<usize>word) << 3));
        if (bits == 0) continue;
        const n = <i32>popcnt(bits);
        const target = out + ((<usize>count) << 3);
        const flag = (<u64>1) << (word & 63);
        let left = bits;
        if ((far & flag) == 0 && count + n <= capacity) {
          left = searchNear(search, bits, word, y, z, offsets, offsetCount, target);
          any = any || left != bits;
          if (left == bits) far |= flag;
        }
        for (; left != 0; left &= left - 1) {
          const rank = <i32>popcnt(bits & ((left & (0 - left)) - 1));
          if (count + rank >= capacity) break;
          const x = (word << 6) + <i32>ctz(left);
          const dx = <f64>(x - search.x);
          const dy = <f64>(y - search.y);
          const dz = <f64>(z - search.z);
          search.best = any ? wx * dx * dx + wy * dy * dy + wz * dz * dz : Infinity;
          findNearest(search, x, y, z);
          any = true;
          const distance = Math.sqrt(search.best * unit);
          if (distance <= reach) far &= ~flag;
          store<f64>(target + ((<usize>rank) << 3), distance);
        }
        count = min(capacity, count + n);
      }
    }
  }
  store<f64>(state, search.steps);
  store<i32>(state, search.x, 8);
  store<i32>(state, search.y, 12);
  store<i32>(state, search.z, 16);
  store<u32>(state, <u32>any, 20);
  return count;
}

/** Lowers `best` to the least squared distance of (x, y, z), if it is not that already. */
function findNearest(search: Search, x: i32, y: i32, z: i32): void {
  const ring = search.ring;
  visitRows(search, x, y, z, 0, 0, false, 0, 0);
  const rings = search.best == Infinity ? NEAR_RINGS : <i32>Math.min(Math.sqrt(search.best / ring), 65535);
  if (rings > NEAR_RINGS) {
    searchBlocks(search, x, y, z);
    return;
  }
  for (let k = 1; k <= NEAR_RINGS; k++) {
    if (!(<f64>k * <f64>k * ring < search.best)) return;
    visitRing(search, x, y, z, k);
  }
  const next: f64 = NEAR_RINGS + 1;
  if (next * next * ring < search.best) searchBlocks(search, x, y, z);
}

/** The rows with max(|dy|, |dz|) = k: two lines along y, and two along z without their ends. */
function visitRing(search: Search, x: i32, y: i32, z: i32, k: i32): void {
  const wy = search.wy;
  const wz = search.wz;
  const square = <f64>k * <f64>k;
  const ny = search.ny;
  const nz = search.nz;
  if (wz * square < search.best) {
    const first = max(-y, -k);
    const last = min(ny - 1 - y, k);
    if (z >= k) visitRows(search, x, y, z - k, first, last, false, wz * square, wy);
    if (z + k < nz) visitRows(search, x, y, z + k, first, last, false, wz * square, wy);
  }
  if (wy * square < search.best) {
    const first = max(-z, 1 - k);
    const last = min(nz - 1 - z, k - 1);
    if (y >= k) visitRows(search, x, y - k, z, first, last, true, wy * square, wz);
    if (y + k < ny) visitRows(search, x, y + k, z, first, last, true, wy * square, wz);
  }
}

/**
 * The rows (y + i, z) or, along z, (y, z + i) for i = first … last, whose distance in y and z is base + weight · i². Everything
 * in locals: with the state in memory the same took half as long again.
 */
function visitRows(
  search: Search,
  x: i32,
  y: i32,
  z: i32,
  first: i32,
  last: i32,
  alongZ: bool,
  base: f64,
  weight: f64,
): void {
  const wx = search.wx;
  const step = alongZ ? search.slice : search.stride;
  // 64 voxels, x at bit 24 … 31: what is nearer than the window's left end is certainly the nearest.
  const at = 24 + (x & 7);
  const shift = 63 - at;
  const reach = wx * <f64>at * <f64>at;
  let best = search.best;
  let found = NOWHERE;
  let nearest: i32 = 0;
  let window = search.to + <usize>y * search.stride + <usize>z * search.slice + <usize>(<isize>first * <isize>step);
  window += (<usize>x >>> 3) - 3;
  for (let i = first; i <= last; i++, window += step) {
    const cost = base + weight * <f64>i * <f64>i;
    if (!(cost < best)) continue;
    const bits = load<u64>(window);
    let dx = min(<i32>ctz(bits >>> at), <i32>clz(bits << shift));
    if (dx > at) {
      if (!(cost + reach < best)) continue;
      dx = nearestInRow(window + 3 - (<usize>x >>> 3), x, search.words);
      if (dx == NOWHERE) continue;
    }
    const distance = cost + wx * <f64>dx * <f64>dx;
    if (distance < best) {
      best = distance;
      found = i;
      nearest = dx;
    }
  }
  search.steps += <f64>(last - first + 1);
  if (found == NOWHERE) return;
  search.best = best;
  search.y = alongZ ? y : y + found;
  search.z = alongZ ? z + found : z;
  // On which side it lies is asked only of the best.
  const row = search.to + <usize>search.y * search.stride + <usize>search.z * search.slice;
  const right = x + nearest;
  search.x =
    right < search.nx && ((load<u8>(row + (<usize>right >>> 3)) >>> (<u8>right & 7)) & 1) != 0 ? right : x - nearest;
}

/** How far the nearest voxel of the row is from x, word by word. */
function nearestInRow(row: usize, x: i32, words: i32): i32 {
  const middle = x >>> 6;
  const at = x & 63;
  const word = load<u64>(row + ((<usize>middle) << 3));
  let nearest = NOWHERE;
  const right = word >>> at;
  if (right != 0) nearest = <i32>ctz(right);
  else {
    for (let i = middle + 1; i < words; i++) {
      const bits = load<u64>(row + ((<usize>i) << 3));
      if (bits == 0) continue;
      nearest = (i << 6) + <i32>ctz(bits) - x;
      break;
    }
  }
  const left = word << (63 - at);
  if (left != 0) return min(nearest, <i32>clz(left));
  for (let i = middle - 1; i >= 0; i--) {
    const bits = load<u64>(row + ((<usize>i) << 3));
    if (bits == 0) continue;
    return min(nearest, x - (i << 6) - 63 + <i32>clz(bits));
  }
  return nearest;
}
