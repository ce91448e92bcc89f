// Bits to runs of blocks (block-rows.ts).
//
// Idea: the four rows of a block are joined by OR, a word at a time; a run begins where a bit follows none and ends where
// none follows a bit. Runs are counted first, so that they need exactly as much room as they take, any range of rows can be
// scanned on its own, and rows without a voxel, most of a clinical volume, are left alone the second time.
//
// Cost: two reads of the bits, twelve bytes written for each run. No scratch.
//
//   rowOffsets  | 0 | runs of block row 0 | of block row 1 | …  after sumOffsets: runs before each        u32[block rows + 1]
//   runs        | start end label | …                                       8 bytes each, see run-record.ts
//   parents     | each run's own index |                                    u32[runs], as join-blocks.ts begins with

import { blocksAlong, firstRowOf, rowBytes } from "../volumes/block-rows";
import { packRun, RUN_SHIFT } from "../volumes/run-record";

/** Writes how many runs each of the block rows first … last − 1 has. */
export function countBlocks(
  bits: usize,
  rowWords: u32,
  ny: u32,
  nz: u32,
  first: u32,
  last: u32,
  rowOffsets: usize,
): void {
  const blocksY = blocksAlong(ny);
  let Y = first % blocksY;
  let Z = first / blocksY;
  for (let block = first; block < last; block++) {
    let p = firstRowOf(bits, rowWords, ny, Y, Z);
    const beside = (Y << 1) + 1 < ny ? rowBytes(rowWords) : 0;
    const above = (Z << 1) + 1 < nz ? rowBytes(rowWords) * ny : 0;
    let count: u32 = 0;
    let before: u64 = 0;
    for (let w: u32 = 0; w < rowWords; w++) {
      const word = load<u64>(p) | load<u64>(p + beside) | load<u64>(p + above) | load<u64>(p + beside + above);
      count += <u32>popcnt(word & ~((word << 1) | before));
      before = word >> 63;
      p += 8;
    }
    store<u32>(rowOffsets + ((<usize>block) << 2), count, 4);
    if (++Y == blocksY) {
      Y = 0;
      Z++;
    }
  }
}

/**
 * Turns the counts of `rows` rows into how many runs come before each, those before the first row included, which the first entry
 * says; returns how many there are.
 */
export function sumOffsets(rowOffsets: usize, rows: u32): u32 {
  let sum = load<u32>(rowOffsets);
  for (let row: u32 = 1; row <= rows; row++) {
    const at = rowOffsets + ((<usize>row) << 2);
    sum += load<u32>(at);
    store<u32>(at, sum);
  }
  return sum;
}

/** Writes the runs of the block rows first … last − 1, all with `label`, where the offsets say. */
export function scanBlocks(
  bits: usize,
  rowWords: u32,
  ny: u32,
  nz: u32,
  first: u32,
  last: u32,
  label: u32,
  runs: usize,
  rowOffsets: usize,
  parents: usize,
): void {
  const blocksY = blocksAlong(ny);
  let Y = first % blocksY;
  let Z = first / blocksY;
  for (let block = first; block < last; block++) {
    const offset = rowOffsets + ((<usize>block) << 2);
    let index = load<u32>(offset);
    if (index != load<u32>(offset, 4)) {
      let p = firstRowOf(bits, rowWords, ny, Y, Z);
      const beside = (Y << 1) + 1 < ny ? rowBytes(rowWords) : 0;
      const above = (Z << 1) + 1 < nz ? rowBytes(rowWords) * ny : 0;
      let before: u64 = 0;
      let start: u32 = 0;
      for (let x: u32 = 0; x < rowWords << 6; x += 64) {
        const word = load<u64>(p) | load<u64>(p + beside) | load<u64>(p + above) | load<u64>(p + beside + above);
        p += 8;
        let changes = word ^ ((word << 1) | before);
        // Bit 63 of the word, so that changes alternate between begins and ends across words.
        let inside = before != 0;
        while (changes != 0) {
          const at = x + <u32>ctz(changes);
          changes &= changes - 1;
          if (inside) {
            store<u64>(runs + ((<usize>index) << RUN_SHIFT), packRun(start, at, label));
            store<u32>(parents + ((<usize>index) << 2), index);
            index++;
          } else {
            start = at;
          }
          inside = !inside;
        }
        before = word >> 63;
      }
      if (before != 0) {
        store<u64>(runs + ((<usize>index) << RUN_SHIFT), packRun(start, rowWords << 6, label));
        store<u32>(parents + ((<usize>index) << 2), index);
      }
    }
    if (++Y == blocksY) {
      Y = 0;
      Z++;
    }
  }
}
