// Joins slabs of runs whose components were found each on its own.
//
// Idea: between two slabs lies one border: the rows of the upper slab's first slice (where all is one slice: its first row) touch
// rows of the slice below and no others. Where runs of equal labels touch across it, the roots of their components are
// joined. As everywhere the smaller root wins, so that the numbers by first voxel are those of a single pass.
//
// Cost: O(runs of both slices · rows that touch), at most 3; no scratch.
//
//   parents | as label-components.ts left them, slab by slab |

import { RUN_SHIFT, runEnd, runLabel, runStart } from "../volumes/run-record";
import { find } from "./label-components";

/** Joins the runs of `row` with those of the earlier row `other`; runs touch that come within `reach` voxels along x. */
function joinTwoRows(runs: usize, rowOffsets: usize, parents: usize, row: u32, other: u32, reach: u32): void {
  const a = rowOffsets + ((<usize>row) << 2);
  const b = rowOffsets + ((<usize>other) << 2);
  const end = load<u32>(a, 4);
  const otherEnd = load<u32>(b, 4);
  let first = load<u32>(b);
  for (let i = load<u32>(a); i < end; i++) {
    const run = load<u64>(runs + ((<usize>i) << RUN_SHIFT));
    while (first < otherEnd && runEnd(load<u64>(runs + ((<usize>first) << RUN_SHIFT))) + reach <= runStart(run))
      first++;
    for (let j = first; j < otherEnd; j++) {
      const under = load<u64>(runs + ((<usize>j) << RUN_SHIFT));
      if (runStart(under) >= runEnd(run) + reach) break;
      if (runLabel(under) != runLabel(run)) continue;
      const rootA = find(parents, i);
      const rootB = find(parents, j);
      if (rootA != rootB) store<u32>(parents + ((<usize>max(rootA, rootB)) << 2), min(rootA, rootB));
    }
  }
}

/** Joins rows firstRow … lastRow − 1, the first slice (where there is but one, `flat`: the first row) of a slab, with the slab before. */
export function joinSlabs(
  runs: usize,
  rowOffsets: usize,
  parents: usize,
  ny: u32,
  firstRow: u32,
  lastRow: u32,
  flat: bool,
  connectivity: u32,
): void {
  const diagonal: u32 = connectivity == 4 || connectivity == 6 ? 0 : 1;
  const corner: u32 = connectivity == 8 || connectivity == 26 ? 1 : 0;
  for (let row = firstRow; row < lastRow; row++) {
    const under = flat ? row - 1 : row - ny;
    joinTwoRows(runs, rowOffsets, parents, row, under, diagonal);
    if (flat || !diagonal) continue;
    const y = row % ny;
    if (y > 0) joinTwoRows(runs, rowOffsets, parents, row, under - 1, corner);
    if (y + 1 < ny) joinTwoRows(runs, rowOffsets, parents, row, under + 1, corner);
  }
}
