/*
 * Blocks: 2 × 2 neighbouring rows of voxels, y = 2Y, 2Y + 1 and z = 2Z, 2Z + 1, taken together, on bits. Not a kernel itself;
 * it exports nothing to TypeScript.
 *
 * ```
 *  bits   row r = y + ny·z:  | rowWords words of 64 bits: bit x % 64 of word x / 64 | row r + 1 | …       bits past nx are 0
 *  blocks  block row Y + ⌈ny / 2⌉·Z: its runs are stretches of x at which any of its four rows has a voxel (run-record.ts)
 * ```
 * A block run is always 26-connected: two voxels of its four rows, at the same x or at
 * neighbouring ones, are never more than one apart along any axis. So components are found on a quarter of the runs
 * (Grana, Borghesani, Cucchiara 2010, DOI 10.1109/TIP.2010.2044963, on blocks of 2 × 2 pixels), and what lies in a run is
 * counted 64 voxels at a time.
 *
 * Where ny or nz is odd, missing rows are read as their neighbours, and left out of counts.
 */

/** Bytes from a row to the one behind it along y. */
export function rowBytes(rowWords: u32): usize {
  return (<usize>rowWords) << 3;
}

/** Block rows along y. */
export function blocksAlong(n: u32): u32 {
  return (n + 1) >> 1;
}

/** The first of a block's four rows. */
export function firstRowOf(bits: usize, rowWords: u32, ny: u32, Y: u32, Z: u32): usize {
  return bits + (<usize>(Y << 1) + <usize>(Z << 1) * <usize>ny) * rowBytes(rowWords);
}

/**
 * Number of x that are looked at together, as the bits of eight bytes from the byte on in which the first of them lies: most
 * runs are shorter, and need one look wherever they begin.
 */
export const WINDOW: u32 = 56;
