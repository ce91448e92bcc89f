// The neighbours of voxels that lie in runs. Not a kernel itself.

import { RUN_SHIFT, runEnd, runStart } from "../volumes/run-record";
import { Peaks } from "./peak-state";

/** The neighbours of a voxel that are above the threshold, by their ids. */
export function listNeighbours(peaks: Peaks, id: u32): u32 {
  const voxel = load<u32>(peaks.voxels + ((<usize>id) << 2));
  const x = <i32>(voxel % peaks.nx);
  const row = voxel / peaks.nx;
  const y = <i32>(row % peaks.ny);
  const z = <i32>(row / peaks.ny);
  let found: u32 = 0;
  for (let dz = -1; dz <= 1; dz++) {
    if (z + dz < 0 || z + dz >= <i32>peaks.nz) continue;
    for (let dy = -1; dy <= 1; dy++) {
      if (y + dy < 0 || y + dy >= <i32>peaks.ny) continue;
      const left = <i32>peaks.steps - (dy & 1) - (dz & 1);
      if (left < 0) continue;
      found = addNear(peaks, <u32>(y + dy + <i32>peaks.ny * (z + dz)), x, min(left, 1), id, found);
    }
  }
  return found;
}

/** Adds the ids of a row from x − reach to x + reach. */
function addNear(peaks: Peaks, row: u32, x: i32, reach: i32, self: u32, count: u32): u32 {
  const offset = peaks.rowOffsets + ((<usize>row) << 2);
  let low = load<u32>(offset);
  const last = load<u32>(offset, 4);
  let high = last;
  // The first run that ends behind x − reach.
  while (low < high) {
    const middle = (low + high) >> 1;
    if (<i32>runEnd(load<u64>(peaks.runs + ((<usize>middle) << RUN_SHIFT))) > x - reach) high = middle;
    else low = middle + 1;
  }
  let found = count;
  for (; low < last; low++) {
    const run = load<u64>(peaks.runs + ((<usize>low) << RUN_SHIFT));
    const start = <i32>runStart(run);
    if (start > x + reach) break;
    const first = load<u32>(peaks.firsts + ((<usize>low) << 2));
    for (let at = max(start, x - reach); at <= min(x + reach, <i32>runEnd(run) - 1); at++) {
      const id = first + <u32>(at - start);
      if (id == self) continue;
      store<u32>(peaks.near + ((<usize>found) << 2), id);
      found++;
    }
  }
  return found;
}
