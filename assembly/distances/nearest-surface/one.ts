/**
 * The nearest voxel of a surface for one voxel. Not a kernel itself; it exports nothing to TypeScript.
 *
 * **Idea.** The answer of the voxel before bounds the next one's (its nearest voxel is a candidate). Within that bound rows are
 * visited ring by ring, k = max(|dy|, |dz|) rising, until k alone is too far; in a row one load brings the 64 voxels around
 * x, and counting zeros gives the nearest. Where more than `NEAR_RINGS` rings would be needed, the same is done with blocks
 * (`blocks.ts`).
 */

import { searchBlocks } from "./blocks";
import { Search } from "./state";

/** Rings of rows that cost about as much as to look through the blocks. */
const NEAR_RINGS: i32 = 8;

/** No voxel in the row. */
const NOWHERE: i32 = 0x7fffffff;

/** Lowers `best` to the least squared distance of (x, y, z), if it is not that already. */
export function findNearest(search: Search, x: i32, y: i32, z: i32): void {
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
