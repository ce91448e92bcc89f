/**
 * The nearest voxels of a surface for all voxels of a word at once, as far as a list of near offsets reaches. Not a kernel
 * itself; it exports nothing to TypeScript.
 *
 * **Idea.** Offsets (±dx, dy, dz) are tried in the order of their length: the other surface's row, shifted by dx, is a word
 * whose bits say which of 64 voxels have a neighbour there. A voxel's first hit is its nearest, so hits are settled
 * and the rest goes on. A few voxels of a word share each step, and none needs a branch of its own: 2.5 times faster
 * than voxel by voxel for surfaces about two voxels apart, as measured.
 *
 * ```
 * offsets   24 bytes each, rising: i32 dx ≥ 0, i32 dy, i32 dz, i32 0, f64 the distance in mm
 * ```
 */

import { Search } from "./search-state";

const OFFSET_BYTES: usize = 24;

/** What one offset costs, in visits to rows. */
const OFFSET_STEPS: f64 = 0.4;

/**
 * Writes the distances of those voxels among `bits` (word `word` of row y, z) that the offsets reach, each at its rank among
 * `bits` behind `out`. Returns the others, and leaves in `search` where the last voxel reached has its answer.
 */
export function searchNear(
  search: Search,
  bits: u64,
  word: i32,
  y: i32,
  z: i32,
  offsets: usize,
  offsetCount: i32,
  out: usize,
): u64 {
  const ny = <u32>search.ny;
  const nz = <u32>search.nz;
  const stride = <isize>search.stride;
  const slice = <isize>search.slice;
  const row = search.to + <usize>y * search.stride + <usize>z * search.slice + ((<usize>word) << 3);
  const end = offsets + <usize>offsetCount * OFFSET_BYTES;
  let left = bits;
  let last: u64 = 0;
  let lastOffset: usize = 0;
  let offset = offsets;
  for (; offset < end; offset += OFFSET_BYTES) {
    const dy = load<i32>(offset, 4);
    const dz = load<i32>(offset, 8);
    if (<u32>(y + dy) >= ny || <u32>(z + dz) >= nz) continue;
    const dx = <u64>load<u32>(offset);
    const at = row + <usize>(<isize>dy * stride + <isize>dz * slice);
    const here = load<u64>(at);
    // Bits that move in from the words beside; a shift by 64 − dx would be one by 0 for dx = 0.
    const below = (load<u64>(at - 8) >>> 1) >>> (63 - dx);
    const above = (load<u64>(at + 8) << 1) << (63 - dx);
    let hits = left & ((here << dx) | below | (here >>> dx) | above);
    if (hits == 0) continue;
    left ^= hits;
    last = hits;
    lastOffset = offset;
    const distance = load<f64>(offset, 16);
    do {
      const rank = <usize>popcnt(bits & ((hits & (0 - hits)) - 1));
      store<f64>(out + (rank << 3), distance);
      hits &= hits - 1;
    } while (hits != 0);
    if (left == 0) break;
  }
  search.steps += OFFSET_STEPS * <f64>((offset - offsets) / OFFSET_BYTES + 1);
  if (lastOffset == 0) return left;
  const x = (word << 6) + <i32>ctz(last);
  const dx = load<i32>(lastOffset);
  search.y = y + load<i32>(lastOffset, 4);
  search.z = z + load<i32>(lastOffset, 8);
  search.x = hasBit(search, x + dx) ? x + dx : x - dx;
  search.any = true;
  return left;
}

/** Whether the other surface has (x, search.y, search.z). */
function hasBit(search: Search, x: i32): bool {
  if (x >= search.nx) return false;
  const row = search.to + <usize>search.y * search.stride + <usize>search.z * search.slice;
  return ((load<u8>(row + (<usize>x >>> 3)) >>> (<u8>x & 7)) & 1) != 0;
}
