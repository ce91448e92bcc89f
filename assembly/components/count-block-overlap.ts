// How many voxels each pair of labels shares, on runs of blocks (block-rows.ts): as count-overlap.ts, whose table this is.
//
// Idea: where a run of one side and one of the other overlap along x, the voxels that both have are counted on the bits of
// both sides, joined by AND, a window at a time in each of the four rows. They may be none.
//
// Cost: O(runs of both sides · windows of a run) expected.

import { blocksAlong, firstRowOf, rowBytes, WINDOW } from "../volumes/block-rows";
import { RUN_SHIFT, runEnd, runLabel, runStart } from "../volumes/run-record";
import { addPair } from "./count-overlap";

/**
 * Voxels from `start` to `end` − 1 that both sides have, in the four rows at `p` and `q`. Rows that are missing are read as
 * those beside them (`beside` or `above` is 0 then), and not counted.
 */
function countShared(p: usize, q: usize, beside: usize, above: usize, start: u32, end: u32): u32 {
  const hasRow: u64 = beside != 0 ? -1 : 0;
  const hasSlice: u64 = above != 0 ? -1 : 0;
  let count: u32 = 0;
  for (let x = start; x < end; x += WINDOW) {
    const a = p + (x >> 3);
    const b = q + (x >> 3);
    const mask = (<u64>-1 >> (64 - min(end - x, WINDOW))) << (x & 7);
    count +=
      <u32>popcnt(load<u64>(a) & load<u64>(b) & mask) +
      <u32>popcnt(load<u64>(a + beside) & load<u64>(b + beside) & mask & hasRow) +
      <u32>popcnt(load<u64>(a + above) & load<u64>(b + above) & mask & hasSlice) +
      <u32>popcnt(load<u64>(a + above + beside) & load<u64>(b + above + beside) & mask & hasRow & hasSlice);
  }
  return count;
}

/** As `countOverlap`, for block rows, at most 16,384 of them: each is four rows. */
export function countBlockOverlap(
  referenceBits: usize,
  referenceRuns: usize,
  referenceOffsets: usize,
  predictionBits: usize,
  predictionRuns: usize,
  predictionOffsets: usize,
  rowWords: u32,
  ny: u32,
  nz: u32,
  first: u32,
  last: u32,
  table: usize,
): u32 {
  const blocksY = blocksAlong(ny);
  const mask = load<u32>(table);
  let pair: u64 = 0;
  let voxels: u32 = 0;
  let block = first;
  for (; block < last; block++) {
    const offset = (<usize>block) << 2;
    const a = load<u32>(referenceOffsets + offset);
    const aEnd = load<u32>(referenceOffsets + offset, 4);
    const b = load<u32>(predictionOffsets + offset);
    const bEnd = load<u32>(predictionOffsets + offset, 4);
    if (a == aEnd || b == bEnd) continue;
    if (load<u32>(table, 4) + (aEnd - a) + (bEnd - b) > mask >> 1) break;
    const Y = block % blocksY;
    const Z = block / blocksY;
    const beside = (Y << 1) + 1 < ny ? rowBytes(rowWords) : 0;
    const above = (Z << 1) + 1 < nz ? rowBytes(rowWords) * ny : 0;
    const p = firstRowOf(referenceBits, rowWords, ny, Y, Z);
    const q = firstRowOf(predictionBits, rowWords, ny, Y, Z);
    let pa = referenceRuns + ((<usize>a) << RUN_SHIFT);
    let pb = predictionRuns + ((<usize>b) << RUN_SHIFT);
    const ea = referenceRuns + ((<usize>aEnd) << RUN_SHIFT);
    const eb = predictionRuns + ((<usize>bEnd) << RUN_SHIFT);
    for (; pa < ea; pa += 8) {
      const ra = load<u64>(pa);
      const startA = runStart(ra);
      const endA = runEnd(ra);
      while (pb < eb && runEnd(load<u64>(pb)) <= startA) pb += 8;
      for (let at = pb; at < eb; at += 8) {
        const rb = load<u64>(at);
        const startB = runStart(rb);
        if (startB >= endA) break;
        const shared = countShared(p, q, beside, above, max(startA, startB), min(endA, runEnd(rb)));
        if (shared == 0) continue;
        const here = ((<u64>runLabel(rb)) << 32) | <u64>runLabel(ra);
        if (here != pair) {
          addPair(table, mask, pair, voxels);
          pair = here;
          voxels = 0;
        }
        voxels += shared;
      }
    }
  }
  addPair(table, mask, pair, voxels);
  return block;
}
