// Connected components of runs of blocks (block-rows.ts), where corners touch: 26 neighbours in 3D, 8 in 2D.
//
// Idea: union-find as in label-components.ts, on a quarter of the runs. Two runs of neighbouring blocks touch if a voxel
// of one does a voxel of the other: of the rows that face each other, joined by OR, one is widened by a voxel and held
// against the other, a window at a time. That is asked only where the two runs are not known to belong together.
// Along y and z two rows face two, at the edges one faces one:
//
//      y →                            rows of this block  o, of its neighbours  ·
//   z    · ·|· ·|· ·
//   ↓    · ·|· ·|· ·    Z − 1:  before  below  after
//        ---+---+---
//        · ·|o o|       Z:      beside
//        · ·|o o|
//
// Cost: time O(runs · 4); memory four bytes a run. Rows before `floor` count as outside, so that slabs can be joined on their
// own; `floor` begins a slice (in 2D it may be any row). Joining again what is joined changes nothing, so that the first rows
// of a slab are then joined with those before.

import { blocksAlong, firstRowOf, rowBytes } from "../volumes/block-rows";
import { RUN_SHIFT, runEnd, runStart } from "../volumes/run-record";
import { find } from "./label-components";

/** As in block-rows.ts, with room for the x before and behind. */
const WINDOW: u32 = 48;

/** The bits for x from `start` to `end` − 1 in a word whose first bit is that of `base`. */
function between(start: u32, end: u32, base: u32): u64 {
  return ((<u64>-1) << (max(start, base) - base)) & (<u64>-1 >> (64 - min(end - base, 64)));
}

/**
 * Whether run `a` touches run `b`: the first has its voxels in the rows at `pa` and `pa + step`, joined, the second at `pb`
 * and `pb + step`.
 */
function touches(a: u64, b: u64, pa: usize, pb: usize, step: usize): bool {
  const start = runStart(a);
  const end = runEnd(a);
  // Where voxels of b may touch; the x before the first and the one behind the last of `a` count too.
  const from = max(start - u32(start > 0), runStart(b));
  const to = min(end + 1, runEnd(b));
  for (let x = from; x < to; x += WINDOW) {
    const byte = (x - u32(x > 0)) >> 3;
    const base = byte << 3;
    const own = (load<u64>(pa + byte) | load<u64>(pa + step + byte)) & between(start, end, base);
    const other = (load<u64>(pb + byte) | load<u64>(pb + step + byte)) & between(from, to, base);
    if (((own | (own << 1) | (own >> 1)) & other) != 0) return true;
  }
  return false;
}

/** Joins the component of `run`, whose root is `root`, with that of the run at `p` if they touch; returns the root. */
function unite(runs: usize, parents: usize, run: u64, root: u32, p: usize, pa: usize, pb: usize, step: usize): u32 {
  const parent = parents + ((p - runs) >> 1);
  const otherRoot = find(parents, load<u32>(parent));
  store<u32>(parent, otherRoot);
  if (otherRoot == root || !touches(run, load<u64>(p), pa, pb, step)) return root;
  const low = min(root, otherRoot);
  store<u32>(parents + ((<usize>max(root, otherRoot)) << 2), low);
  store<u32>(parent, low);
  return low;
}

// The functions below call none, so that the optimiser puts them into the loop.

/** The first of the runs from `p` on that does not end before `start` − 1. */
function skip(p: usize, last: usize, start: u32): usize {
  while (p < last && runEnd(load<u64>(p)) < start) p += 8;
  return p;
}

/** Whether the run at `p` begins at `end` at the latest. */
function reaches(p: usize, last: usize, end: u32): bool {
  return p < last && runStart(load<u64>(p)) <= end;
}

/** Whether the run at `p` is not known to have the root `root`. */
function isApart(runs: usize, parents: usize, root: u32, p: usize): bool {
  return load<u32>(parents + ((p - runs) >> 1)) != root;
}

/** Joins the runs of block rows first … last − 1 with each other and with earlier rows from `floor` on, which begins a slice. */
export function joinBlocks(
  bits: usize,
  rowWords: u32,
  ny: u32,
  nz: u32,
  runs: usize,
  rowOffsets: usize,
  parents: usize,
  first: u32,
  last: u32,
  floor: u32,
): void {
  const blocksY = blocksAlong(ny);
  const row = rowBytes(rowWords);
  const slice = row * ny;
  let Y = first % blocksY;
  let Z = first / blocksY;
  for (let block = first; block < last; block++) {
    const offset = rowOffsets + ((<usize>block) << 2);
    const begin = runs + ((<usize>load<u32>(offset)) << RUN_SHIFT);
    const end = runs + ((<usize>load<u32>(offset, 4)) << RUN_SHIFT);
    if (begin != end) {
      const p = firstRowOf(bits, rowWords, ny, Y, Z);
      const beyond = (Y << 1) + 1 < ny ? row : 0;
      const above = (Z << 1) + 1 < nz ? slice : 0;
      // Each earlier row from its first run that may still touch; one that lies outside has none.
      let beside = begin;
      let below: usize = 0;
      let belowEnd: usize = 0;
      let before: usize = 0;
      let beforeEnd: usize = 0;
      let after: usize = 0;
      let afterEnd: usize = 0;
      if (Y > 0 && block > floor) beside = runs + ((<usize>load<u32>(offset - 4)) << RUN_SHIFT);
      if (block >= floor + blocksY) {
        const under = offset - ((<usize>blocksY) << 2);
        below = runs + ((<usize>load<u32>(under)) << RUN_SHIFT);
        belowEnd = runs + ((<usize>load<u32>(under, 4)) << RUN_SHIFT);
        if (Y > 0) {
          before = runs + ((<usize>load<u32>(under - 4)) << RUN_SHIFT);
          beforeEnd = below;
        }
        if (Y + 1 < blocksY) {
          after = belowEnd;
          afterEnd = runs + ((<usize>load<u32>(under, 8)) << RUN_SHIFT);
        }
      }
      for (let at = begin; at < end; at += 8) {
        const run = load<u64>(at);
        const start = runStart(run);
        const stop = runEnd(run);
        let root = find(parents, <u32>((at - runs) >> RUN_SHIFT));
        below = skip(below, belowEnd, start);
        for (let q = below; reaches(q, belowEnd, stop); q += 8) {
          if (isApart(runs, parents, root, q)) root = unite(runs, parents, run, root, q, p, p - slice, beyond);
        }
        beside = skip(beside, begin, start);
        for (let q = beside; reaches(q, begin, stop); q += 8) {
          if (isApart(runs, parents, root, q)) root = unite(runs, parents, run, root, q, p, p - row, above);
        }
        before = skip(before, beforeEnd, start);
        for (let q = before; reaches(q, beforeEnd, stop); q += 8) {
          if (isApart(runs, parents, root, q)) root = unite(runs, parents, run, root, q, p, p - slice - row, 0);
        }
        after = skip(after, afterEnd, start);
        for (let q = after; reaches(q, afterEnd, stop); q += 8) {
          if (!isApart(runs, parents, root, q)) continue;
          root = unite(runs, parents, run, root, q, p + row, p + row + row - slice, 0);
        }
        store<u32>(parents + ((at - runs) >> 1), root);
      }
    }
    if (++Y == blocksY) {
      Y = 0;
      Z++;
    }
  }
}
