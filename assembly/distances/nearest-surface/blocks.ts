/**
 * The nearest voxel of a surface by blocks of 8 × 8 × 8 voxels (`find-surface.ts`), for what is farther than a few rows.
 * Not a kernel itself; it exports nothing to TypeScript.
 *
 * **Idea.** Rows of blocks are visited ring by ring around the voxel's own; only blocks that may hold something nearer than the
 * best so far are looked into. The answer of the voxel before is nearly always that good already that these are few.
 */

import { Search } from "./state";

/** Cost of one look into a block, in visits to rows. */
const BLOCK_STEPS: f64 = 16;

/** Step 3: blocks, ring by ring around the voxel's own. */
export function searchBlocks(search: Search, x: i32, y: i32, z: i32): void {
  const blocksInY = (search.ny + 7) >>> 3;
  const blocksInZ = (search.nz + 7) >>> 3;
  const j0 = y >>> 3;
  const k0 = z >>> 3;
  const last = max(max(j0, blocksInY - 1 - j0), max(k0, blocksInZ - 1 - k0));
  for (let m = 0; m <= last; m++) {
    // The nearest voxel of ring m is at least 8 (m − 1) + 1 rows away.
    const gap = <f64>max(0, 8 * m - 7);
    if (m > 0 && !(gap * gap * search.ring < search.best)) return;
    for (let k = max(0, k0 - m); k <= min(blocksInZ - 1, k0 + m); k++) {
      const across = k == k0 - m || k == k0 + m;
      // Between the ring's two sides in z only its two sides in y belong to it.
      const step = across || m == 0 ? 1 : 2 * m;
      for (let j = j0 - m; j <= j0 + m; j += step) {
        if (<u32>j < <u32>blocksInY) visitBlockRow(search, x, y, z, j, k, blocksInY);
      }
    }
  }
}

/** Rows from the block's rows first … first + 7 to row v. */
function gapTo(first: i32, v: i32): f64 {
  return <f64>max(max(first - v, v - first - 7), 0);
}

function visitBlockRow(search: Search, x: i32, y: i32, z: i32, j: i32, k: i32, blocksInY: i32): void {
  const dy = gapTo(j << 3, y);
  const dz = gapTo(k << 3, z);
  const wx = search.wx;
  const cost = search.wy * dy * dy + search.wz * dz * dz;
  search.steps += 1;
  if (!(cost < search.best)) return;
  const row = search.blocks + (<usize>k * <usize>blocksInY + <usize>j) * search.blockRow;
  for (let i: usize = 0; i < search.blockRow; i += 8) {
    for (let bits = load<u64>(row + i); bits != 0; bits &= bits - 1) {
      const block = ((<i32>i) << 3) + <i32>ctz(bits);
      const dx = gapTo(block << 3, x);
      const aside = wx * dx * dx;
      if (cost + aside < search.best) visitBlock(search, x, y, z, block, j << 3, k << 3, aside);
    }
  }
}

/** All voxels of a block, a byte for each row. `aside`: what the block's distance in x costs at least. */
function visitBlock(search: Search, x: i32, y: i32, z: i32, block: i32, y0: i32, z0: i32, aside: f64): void {
  const wx = search.wx;
  const wy = search.wy;
  const wz = search.wz;
  const x0 = block << 3;
  const lastY = min(search.ny, y0 + 8);
  const lastZ = min(search.nz, z0 + 8);
  search.steps += BLOCK_STEPS;
  for (let v = z0; v < lastZ; v++) {
    const costOfSlice = wz * <f64>(v - z) * <f64>(v - z);
    if (!(costOfSlice + aside < search.best)) continue;
    let at = search.to + <usize>y0 * search.stride + <usize>v * search.slice + <usize>block;
    for (let u = y0; u < lastY; u++, at += search.stride) {
      let bits = <i32>load<u8>(at);
      const cost = costOfSlice + wy * <f64>(u - y) * <f64>(u - y);
      if (bits == 0 || !(cost + aside < search.best)) continue;
      for (; bits != 0; bits &= bits - 1) {
        const found = x0 + ctz(bits);
        const dx = <f64>(found - x);
        const distance = cost + wx * dx * dx;
        if (distance < search.best) {
          search.best = distance;
          search.x = found;
          search.y = u;
          search.z = v;
        }
      }
    }
  }
}
