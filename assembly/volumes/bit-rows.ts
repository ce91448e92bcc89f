/**
 * A box of voxels as one bit each, in rows of u64 words: the layout that the kernels on bits share. Not a kernel itself; it
 * exports nothing to TypeScript.
 *
 * ```
 * row r = y + ny·z:   | 8 bytes of zeros | ⌈nx / 64⌉ words, bit x % 64 of word x / 64 |     behind the last row 8 zeros more
 * ```
 * The zeros between rows let a kernel load any eight bytes around a voxel, or the word before the first or behind the last one, without
 * asking where the row ends.
 */

/** Zeros before each row, in bytes. */
export const BIT_PAD: usize = 8;

/** Words that hold a row's bits. */
export function wordsOfRow(nx: i32): i32 {
  return (nx + 63) >>> 6;
}

/** Bytes from row to row. */
export function bitStride(nx: i32): usize {
  return BIT_PAD + ((<usize>wordsOfRow(nx)) << 3);
}

/** Bytes of a box of bits. */
export function bitBoxBytes(nx: i32, ny: i32, nz: i32): usize {
  return bitStride(nx) * <usize>ny * <usize>nz + BIT_PAD;
}
