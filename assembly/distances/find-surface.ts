/**
 * Surface voxels of a mask, in bits, and where they are by blocks of 8 × 8 × 8: foreground with a background face-neighbour
 * (6 in a volume, 4 in a slice, 2 in a line), outside the mask being background.
 *
 * **Idea.** A voxel is inside if it and all its face-neighbours are foreground: an "and" of words, 64 voxels at once. The
 * neighbours along x are the word itself shifted by one, with a bit of the neighbouring word.
 *
 * **Cost.** O(words), one branch for each word of background. Memory: the two boxes, an eighth of byte masks.
 *
 * ```
 * mask, surface   bit rows (`bit-rows.ts`); surface zeroed
 * blocks          ⌈ny / 8⌉ · ⌈nz / 8⌉ rows of ⌈nx / 512⌉ words, bit i for voxels 8i … 8i + 7; zeroed
 * ```
 */

import { BIT_PAD, bitStride, wordsOfRow } from "../volumes/bit-rows";

/** Marks the surface voxels of slices zStart … zEnd − 1 and returns how many they are. `flat`: 0 a volume, 1 a slice, 2 a line. */
export function findSurface(
  mask: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  flat: i32,
  surface: usize,
  zStart: i32,
  zEnd: i32,
): u32 {
  const stride = bitStride(nx);
  const slice = stride * <usize>ny;
  // Along an axis that does not count a voxel stands for its own neighbours.
  const zStep: usize = flat > 0 ? 0 : slice;
  const yStep: usize = flat > 1 ? 0 : stride;
  const bytes = (<usize>wordsOfRow(nx)) << 3;
  let count: u32 = 0;
  for (let z = zStart; z < zEnd; z++) {
    const zBorder = flat == 0 && (z == 0 || z == nz - 1);
    let at = BIT_PAD + <usize>z * slice;
    for (let y = 0; y < ny; y++, at += stride) {
      const border = zBorder || (flat < 2 && (y == 0 || y == ny - 1));
      for (let i: usize = 0; i < bytes; i += 8) {
        const word = mask + at + i;
        const self = load<u64>(word);
        if (self == 0) continue;
        let inside: u64 = 0;
        if (!border) {
          inside = self & ((self << 1) | (load<u64>(word - 8) >>> 63)) & ((self >>> 1) | (load<u64>(word + 8) << 63));
          inside &= load<u64>(word - yStep) & load<u64>(word + yStep);
          inside &= load<u64>(word - zStep) & load<u64>(word + zStep);
        }
        const found = self & ~inside;
        store<u64>(surface + at + i, found);
        count += <u32>popcnt(found);
      }
    }
  }
  return count;
}

/** Bytes from row to row of blocks. */
export function blockStride(nx: i32): usize {
  return ((<usize>nx + 511) >>> 9) << 3;
}

/** Bytes of the blocks of a box. */
export function blocksBytes(nx: i32, ny: i32, nz: i32): usize {
  return blockStride(nx) * (((<usize>ny + 7) >>> 3) * ((<usize>nz + 7) >>> 3));
}

/** Marks the blocks of slices zStart … zEnd − 1 that hold a bit. */
export function markBlocks(bits: usize, nx: i32, ny: i32, blocks: usize, zStart: i32, zEnd: i32): void {
  const stride = bitStride(nx);
  const words = <usize>wordsOfRow(nx);
  const step = blockStride(nx);
  const blocksInY = (<usize>ny + 7) >>> 3;
  for (let z = zStart; z < zEnd; z++) {
    let row = bits + BIT_PAD + <usize>z * stride * <usize>ny;
    const layer = blocks + (<usize>z >>> 3) * blocksInY * step;
    for (let y: usize = 0; y < <usize>ny; y++, row += stride) {
      const target = layer + (y >>> 3) * step;
      for (let i: usize = 0; i < words; i++) {
        let word = load<u64>(row + (i << 3));
        if (word == 0) continue;
        word |= word >>> 4;
        word |= word >>> 2;
        word |= word >>> 1;
        // The lowest bit of each byte says whether the byte has any, and a multiplication gathers four of them.
        const low = (((<u32>word & 0x01010101) * 0x01020408) >>> 24) & 15;
        const high = (((<u32>(word >>> 32) & 0x01010101) * 0x01020408) >>> 24) & 15;
        store<u8>(target + i, <u8>(<u32>load<u8>(target + i) | low | (high << 4)));
      }
    }
  }
}
