/*
 * The packed volume on which Lee's thinning works, and the way into and out of it.
 *
 * Idea. One bit for each voxel, so that 64 or 128 voxels are tested at once and a volume of 128³ fits into the
 * second-level cache. Thinning depends on the order in which voxels are visited; the usual reference implementation
 * (scikit-image) holds the array [x, y, z] with z fastest, so the bits of a row run along z here, though masks run
 * along x. A flat slice [x, y] is to it one slab [1, x, y].
 *
 *   axis     volume   flat      scratch
 *   slab p   x        —         | bits                                                    | map   | stamps     | list      |
 *   row  r   y        x         | 16 B | slab 0 (empty) | slab 1 … | slab n+1 (empty) | 16 B | 1 bit | 4 B for 64 | 40 B each |
 *   bit  c   z        y         slab: | row 0 (empty) | row 1 … | row n+1 (empty) |
 *                               row:  | one bit per voxel | at least one 0 |
 *
 * The 0 that ends a row is also what lies before the next, so shifting the whole stream of bits by one finds neighbours
 * in c. Rows take whole bytes, three at least: then the 18 bits around 16 voxels, taken in a neighbouring row, do not
 * overlap those 16. An entry of the list (24 B without SIMD) belongs to a block of 128 bits (64 without SIMD).
 *
 * Cost: packing takes a step for each 8 × 8 voxels that are not all background; 0.5 bytes of scratch for each voxel of a large volume.
 */

import { BIT_PAD, bitStride } from "../volumes/bit-rows";

/** Where the first slab begins: 16 bytes in, so that a voxel's neighbouring blocks are always blocks of the scratch. */
const FIRST: usize = 16;

/** Blocks are 2^this bytes long: what is tested at once. */
export function blockShift(): usize {
  return ASC_FEATURE_SIMD ? 4 : 3;
}

export function blockBytes(): usize {
  return (1 as usize) << blockShift();
}

/** Bytes of an entry of the list: the deletable voxels of a block, the uncertain of these, the block's offset. */
export function entryBytes(): usize {
  return 2 * blockBytes() + 8;
}

export function slabCount(nx: u32, flat: bool): usize {
  return flat ? 1 : nx;
}

export function rowBytes(ny: u32, nz: u32, flat: bool): usize {
  const bytes: usize = ((flat ? ny : nz) >> 3) + 1;
  return bytes < 3 ? 3 : bytes;
}

export function slabBytes(nx: u32, ny: u32, nz: u32, flat: bool): usize {
  return (((flat ? nx : ny) as usize) + 2) * rowBytes(ny, nz, flat);
}

/** Bytes of all bits with 16 before and after them, rounded up to whole blocks. */
export function bitBytes(nx: u32, ny: u32, nz: u32, flat: bool): usize {
  return ((slabCount(nx, flat) + 2) * slabBytes(nx, ny, nz, flat) + 32 + 15) & ~15;
}

/** Bytes of the map of the blocks that may hold voxels, a bit for each. */
export function mapBytes(bits: usize): usize {
  return (((bits >> blockShift()) + 63) >> 6) << 3;
}

/** Bytes of the stamps: in which turn something was last deleted in 64 blocks, a word of the map, or their neighbours. */
export function stampBytes(bits: usize): usize {
  return mapBytes(bits) >> 1;
}

/** Bytes of scratch that thinning needs; a float because it may be more than a memory can hold. */
export function skeletonScratchBytes(nx: u32, ny: u32, nz: u32, flat: bool): f64 {
  const columns: f64 = (flat ? ny : nz) as f64;
  const row: f64 = max<f64>(3, floor<f64>(columns / 8) + 1);
  const slabs: f64 = ((flat ? 1 : nx) as f64) + 2;
  const rows: f64 = ((flat ? nx : ny) as f64) + 2;
  const bytes = slabs * rows * row + 32 + 15;
  return ceil<f64>(bytes + bytes / 32 + 32 + bytes * 3 + 48);
}

/** Empties the packed volume, and maps every block; nothing is stamped. */
export function clearSkeletonVolume(scratch: usize, nx: u32, ny: u32, nz: u32, flat: bool): void {
  const bits = bitBytes(nx, ny, nz, flat);
  const blocks = bits >> blockShift();
  memory.fill(scratch, 0, bits + mapBytes(bits) + stampBytes(bits));
  memory.fill(scratch + bits, 0xff, blocks >> 3);
  store<u8>(scratch + bits + (blocks >> 3), (((1 as u32) << ((blocks & 7) as u32)) - 1) as u8);
}

/**
 * Packs a part of a box of bits (`bit-rows.ts`, rows of `boxNx` voxels, slices of `boxNy` rows) that begins at x0, y0, z0.
 * Rows run along x there and along z (flat: y) here: squares of 8 × 8 bits change their axes in a word.
 */
export function packSkeletonVolume(
  mask: usize,
  boxNx: i32,
  boxNy: i32,
  x0: usize,
  y0: usize,
  z0: usize,
  nx: u32,
  ny: u32,
  nz: u32,
  flat: bool,
  scratch: usize,
): void {
  const row = rowBytes(ny, nz, flat);
  const slab = slabBytes(nx, ny, nz, flat);
  const stride = bitStride(boxNx);
  const slice = stride * <usize>boxNy;
  const columns: usize = flat ? ny : nz;
  const rows: usize = flat ? 1 : ny;
  const step = flat ? stride : slice;
  const xStep = flat ? row : slab;
  const first = mask + BIT_PAD + y0 * stride + z0 * slice;
  for (let r: usize = 0; r < rows; r++) {
    const from = first + r * stride;
    const to = scratch + FIRST + slab + (r + 1) * row;
    // A word that begins within a byte holds seven bytes from any bit on.
    for (let x: usize = 0; x < nx; x += 56) {
      const shift = ((x0 + x) & 7) as u64;
      for (let c: usize = 0; c < columns; c += 8) {
        const at = from + ((x0 + x) >> 3) + c * step;
        const height = columns - c;
        const w0 = load<u64>(at) >> shift;
        const w1 = height > 1 ? load<u64>(at + step) >> shift : 0;
        const w2 = height > 2 ? load<u64>(at + step * 2) >> shift : 0;
        const w3 = height > 3 ? load<u64>(at + step * 3) >> shift : 0;
        const w4 = height > 4 ? load<u64>(at + step * 4) >> shift : 0;
        const w5 = height > 5 ? load<u64>(at + step * 5) >> shift : 0;
        const w6 = height > 6 ? load<u64>(at + step * 6) >> shift : 0;
        const w7 = height > 7 ? load<u64>(at + step * 7) >> shift : 0;
        if ((w0 | w1 | w2 | w3 | w4 | w5 | w6 | w7) === 0) continue;
        const target = to + x * xStep + (c >> 3);
        const width = min<usize>(56, <usize>nx - x);
        for (let i: usize = 0; i < width; i += 8) {
          const bit = i as u64;
          let word = ((w0 >> bit) & 255) | (((w1 >> bit) & 255) << 8) | (((w2 >> bit) & 255) << 16);
          word |= (((w3 >> bit) & 255) << 24) | (((w4 >> bit) & 255) << 32) | (((w5 >> bit) & 255) << 40);
          word |= (((w6 >> bit) & 255) << 48) | ((w7 >> bit) << 56);
          if (word !== 0) storeColumns(target + i * xStep, xStep, transpose(word), min<usize>(8, width - i));
        }
      }
    }
  }
}

/** Stores the first `count` bytes of a word, one in each row or slab. */
function storeColumns(target: usize, xStep: usize, word: u64, count: usize): void {
  for (let i: usize = 0; i < count; i++, target += xStep, word >>= 8) store<u8>(target, <u8>word);
}

/** Changes the axes of 8 × 8 bits (Warren, Hacker's Delight, 7-3). */
function transpose(word: u64): u64 {
  let moved = (word ^ (word >> 7)) & twice(0x00aa00aa);
  word ^= moved ^ (moved << 7);
  moved = (word ^ (word >> 14)) & twice(0x0000cccc);
  word ^= moved ^ (moved << 14);
  moved = (word ^ (word >> 28)) & 0xf0f0f0f0;
  return word ^ moved ^ (moved << 28);
}

function twice(value: u64): u64 {
  return (value << 32) | value;
}

/** Sets the bits of the packed volume in a box of bits, at the part that it was packed from, and returns how many they are. */
export function unpackSkeletonVolume(
  scratch: usize,
  nx: u32,
  ny: u32,
  nz: u32,
  flat: bool,
  out: usize,
  boxNx: i32,
  boxNy: i32,
  x0: usize,
  y0: usize,
  z0: usize,
): u32 {
  const row = rowBytes(ny, nz, flat);
  const slab = slabBytes(nx, ny, nz, flat);
  const bytes = bitBytes(nx, ny, nz, flat);
  const stride = bitStride(boxNx);
  const slice = stride * <usize>boxNy;
  const first = out + BIT_PAD + y0 * stride + z0 * slice;
  let count: u32 = 0;
  for (let offset: usize = 0; offset < bytes; offset += 8) {
    let word = load<u64>(scratch + offset);
    while (word !== 0) {
      const bit = ctz(word) as usize;
      const at = offset - FIRST + (bit >> 3);
      const p = at / slab - 1;
      const inSlab = at % slab;
      const r = inSlab / row - 1;
      const c = ((inSlab % row) << 3) + (bit & 7);
      const x = x0 + (flat ? r : p);
      const target = first + (flat ? c * stride : r * stride + c * slice) + (x >> 3);
      store<u8>(target, load<u8>(target) | ((<u8>1) << (<u8>x & 7)));
      count++;
      word &= word - 1;
    }
  }
  return count;
}
