// The CRC-32 of voxels of one label, from their bits.
//
// Idea: a sum is linear. A run's share of its row's sum follows from its two ends: all voxels of the row from its begin on,
// XOR those from its end on. So a row costs a look-up for each end, and its sum is put behind those before by a few more; what
// rows of zeros do is done once for all that follow each other. The voxels need not be read again.
//
// Cost: one read of the bits, and a look-up for each end of a run. Tables: 81 kB (crc-tables.ts) and four bytes a voxel of a row.
//
//   bits     | row 0: ⌈nx / 64⌉ words, bit x % 64 of word x / 64, zeros past nx | row 1 | … |
//   ends     | what the voxels x … nx − 1 add to the sum of a row, all of them labelled: u32[nx + 1] |

import { look, passZeros } from "./crc-tables";

/** Fills `ends` for a label of this many bytes a voxel, the lowest first. */
export function prepareEnds(label: u32, voxelBytes: u32, nx: u32, tables: usize, ends: usize): void {
  // The contribution of one voxel, with those behind it 0.
  let own: u32 = 0;
  for (let i: u32 = 0; i < voxelBytes; i++) {
    own = (own >>> 8) ^ look(tables, 0, (own ^ (label >>> (i << 3))) & 255);
  }
  let all: u32 = 0;
  for (let x: usize = nx; ; x--) {
    store<u32>(ends + (x << 2), all);
    if (x == 0) break;
    all ^= own;
    own = passZeros(tables, own, voxelBytes);
  }
}

/** The sum of rows of voxels and of the bytes before, whose sum is `sum`; 0 if there are none. */
export function checksumBits(
  sum: u32,
  bits: usize,
  nx: u32,
  rows: u32,
  voxelBytes: u32,
  tables: usize,
  ends: usize,
): u32 {
  const words: usize = (nx + 63) >>> 6;
  const rowBytes = <usize>nx * <usize>voxelBytes;
  let crc = ~sum;
  let bytes: usize = 0;
  let p = bits;
  for (let r: u32 = 0; r < rows; r++) {
    let own: u32 = 0;
    let before: u64 = 0;
    for (let at = ends; at < ends + (words << 8); at += 256, p += 8) {
      const word = load<u64>(p);
      let changes = word ^ ((word << 1) | before);
      before = word >>> 63;
      for (; changes != 0; changes &= changes - 1) own ^= load<u32>(at + ((<usize>ctz(changes)) << 2));
    }
    // A run up to the end of the row needs no look-up for that end: nothing is behind it.
    bytes += rowBytes;
    if (own == 0) continue;
    crc = passZeros(tables, crc, bytes) ^ own;
    bytes = 0;
  }
  return ~passZeros(tables, crc, bytes);
}
