// The labels of runs of blocks (block-rows.ts) for the runs of single rows that they hold.
//
// Idea: a run of a row lies within one run of its block, since that ends only where none of the four rows has a voxel; so a
// cursor in the block's row says each label.
//
// Cost: O(runs). No scratch.

import { blocksAlong } from "../volumes/block-rows";
import { RUN_SHIFT, runEnd, runLabel, runStart } from "../volumes/run-record";

/** Gives the runs of rows first … last − 1 the labels of the blocks' runs that they lie in. */
export function labelRuns(
  runs: usize,
  rowOffsets: usize,
  ny: u32,
  first: u32,
  last: u32,
  blockRuns: usize,
  blockOffsets: usize,
): void {
  const blocksY = blocksAlong(ny);
  for (let row = first; row < last; row++) {
    const offset = rowOffsets + ((<usize>row) << 2);
    let p = runs + ((<usize>load<u32>(offset)) << RUN_SHIFT);
    const end = runs + ((<usize>load<u32>(offset, 4)) << RUN_SHIFT);
    if (p == end) continue;
    const block = ((row % ny) >> 1) + ((row / ny) >> 1) * blocksY;
    let cursor = blockRuns + ((<usize>load<u32>(blockOffsets + ((<usize>block) << 2))) << RUN_SHIFT);
    for (; p < end; p += 8) {
      const start = runStart(load<u64>(p));
      while (runEnd(load<u64>(cursor)) <= start) cursor += 8;
      store<u32>(p, runLabel(load<u64>(cursor)), 4);
    }
  }
}

/** Replaces the label n of each of `count` runs by the number n of a list. */
export function renumberRuns(runs: usize, count: u32, numbers: usize): void {
  for (let i: u32 = 0; i < count; i++) {
    const run = runs + ((<usize>i) << RUN_SHIFT);
    store<u32>(run, load<u32>(numbers + ((<usize>load<u32>(run, 4)) << 2)), 4);
  }
}
