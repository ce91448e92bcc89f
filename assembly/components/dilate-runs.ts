// The foreground of runs, grown by one voxel in every direction but the cube's corners.
//
// Idea: a binary dilation by the 18-neighbourhood (offsets of at most one along each axis, not along all three at once; the
// eight neighbours where the volume is one slice). Seen from a row, that is nine rows: itself and its four face-neighbours
// reach one voxel further along x, its four diagonal neighbours do not. Their runs, each list sorted, are merged by their
// beginnings like sorted lists, and what overlaps or touches becomes one run. Dilating n times is calling this n times.
// (Haralick, Sternberg, Zhuang 1987, 10.1109/TPAMI.1987.4767941: dilation is the union of translates.)
//
// Cost: O(81 · runs) time at worst (each run is read for nine rows, and the nearest of nine lists is searched for each);
// a row without labelled neighbours costs nine loads.
//
//   runs, rowOffsets     in; labels do not matter
//   cursors              scratch, 144 bytes: for each of the nine rows  | u32 next run | u32 end | u32 reach | – |
//   out, outOffsets      the result, all of label 1; `outOffsets[firstRow]` must be set, room for `capacity` runs
//
// A call handles as many whole rows as surely fit and returns the row that it came to.

import { packRun, RUN_SHIFT, runEnd, runStart } from "../volumes/run-record";

const CURSOR_SHIFT: usize = 4;

export function dilateRuns(
  runs: usize,
  rowOffsets: usize,
  nx: u32,
  ny: u32,
  nz: u32,
  firstRow: u32,
  lastRow: u32,
  cursors: usize,
  out: usize,
  outOffsets: usize,
  capacity: u32,
): u32 {
  // Runs of a row do not touch, so that no more fit into it.
  const fullRow = (nx + 1) >> 1;
  let written = load<u32>(outOffsets + ((<usize>firstRow) << 2));
  for (let row = firstRow; row < lastRow; row++) {
    const y = row % ny;
    const z = row / ny;
    let lists: u32 = 0;
    let bound: u32 = 0;
    for (let w = z > 0 ? z - 1 : 0; w <= z + 1 && w < nz; w++) {
      for (let v = y > 0 ? y - 1 : 0; v <= y + 1 && v < ny; v++) {
        const offset = (<usize>(v + ny * w)) << 2;
        const next = load<u32>(rowOffsets + offset);
        const end = load<u32>(rowOffsets + offset, 4);
        if (next == end) continue;
        const cursor = cursors + ((<usize>lists) << CURSOR_SHIFT);
        store<u32>(cursor, next);
        store<u32>(cursor, end, 4);
        store<u32>(cursor, u32(v == y || w == z), 8);
        lists++;
        bound += end - next;
      }
    }
    if (<u64>written + <u64>min(bound, fullRow) > <u64>capacity) return row;

    // The run that is being put together; it is empty until the first comes.
    let start: u32 = 0;
    let end: u32 = 0;
    while (lists > 0) {
      let nearest = cursors;
      let nearestStart = u32.MAX_VALUE;
      for (let i: u32 = 0; i < lists; i++) {
        const cursor = cursors + ((<usize>i) << CURSOR_SHIFT);
        const begin = runStart(load<u64>(runs + ((<usize>load<u32>(cursor)) << RUN_SHIFT)));
        const grown = begin - min(begin, load<u32>(cursor, 8));
        if (grown < nearestStart) {
          nearest = cursor;
          nearestStart = grown;
        }
      }
      const next = load<u32>(nearest);
      const nearestEnd = min(nx, runEnd(load<u64>(runs + ((<usize>next) << RUN_SHIFT))) + load<u32>(nearest, 8));
      if (nearestStart > end || end == 0) {
        if (end > 0) {
          store<u64>(out + ((<usize>written) << RUN_SHIFT), packRun(start, end, 1));
          written++;
        }
        start = nearestStart;
        end = nearestEnd;
      } else {
        end = max(end, nearestEnd);
      }
      if (next + 1 < load<u32>(nearest, 4)) {
        store<u32>(nearest, next + 1);
      } else {
        // A list that is done makes room for the last one.
        lists--;
        const last = cursors + ((<usize>lists) << CURSOR_SHIFT);
        store<u64>(nearest, load<u64>(last));
        store<u32>(nearest, load<u32>(last, 8), 8);
      }
    }
    if (end > 0) {
      store<u64>(out + ((<usize>written) << RUN_SHIFT), packRun(start, end, 1));
      written++;
    }
    store<u32>(outOffsets + ((<usize>row) << 2), written, 4);
  }
  return lastRow;
}
