// Measures each label on runs: voxels, sums of coordinates (for the centre of mass), bounding box, first voxel.
//
// Idea: a run of n voxels adds n to the count, n·(start + end − 1)/2 to the sum of x, n·y and n·z to the others, and
// widens the box: nothing needs the voxels. Sums are integers below 2⁵³, so f64 holds them exactly.
//
// Cost: O(runs) time; one cache line for each label.
//
//   records | label 0 (unused) | label 1 | …         64 bytes each:
//    0 f64 voxels   8 f64 Σx   16 f64 Σy   24 f64 Σz
//   32 u32 min x   36 max x   40 min y   44 max y   48 min z   52 max z   56 row of the first voxel   60 its x

import { RUN_SHIFT, runEnd, runLabel, runStart } from "../volumes/run-record";

const RECORD_SHIFT: usize = 6;

/** Adds rows firstRow … lastRow − 1 to the records, which must have been zeroed before the first row. */
export function measureLabels(
  runs: usize,
  rowOffsets: usize,
  ny: u32,
  firstRow: u32,
  lastRow: u32,
  records: usize,
): void {
  let y = firstRow % ny;
  let z = firstRow / ny;
  for (let row = firstRow; row < lastRow; row++) {
    const offset = rowOffsets + ((<usize>row) << 2);
    const end = load<u32>(offset, 4);
    for (let i = load<u32>(offset); i < end; i++) {
      const run = load<u64>(runs + ((<usize>i) << RUN_SHIFT));
      const start = runStart(run);
      const last = runEnd(run) - 1;
      const voxels = <f64>(last - start + 1);
      const record = records + ((<usize>runLabel(run)) << RECORD_SHIFT);
      const before = load<f64>(record);
      store<f64>(record, before + voxels);
      store<f64>(record, load<f64>(record, 8) + voxels * 0.5 * <f64>(start + last), 8);
      store<f64>(record, load<f64>(record, 16) + voxels * <f64>y, 16);
      store<f64>(record, load<f64>(record, 24) + voxels * <f64>z, 24);
      if (before == 0) {
        store<u32>(record, start, 32);
        store<u32>(record, last, 36);
        store<u32>(record, y, 40);
        store<u32>(record, y, 44);
        store<u32>(record, z, 48);
        store<u32>(record, row, 56);
        store<u32>(record, start, 60);
      } else {
        store<u32>(record, min(load<u32>(record, 32), start), 32);
        store<u32>(record, max(load<u32>(record, 36), last), 36);
        store<u32>(record, min(load<u32>(record, 40), y), 40);
        store<u32>(record, max(load<u32>(record, 44), y), 44);
      }
      // Rows come in rising z, so the latest is the largest.
      store<u32>(record, z, 52);
    }
    if (++y == ny) {
      y = 0;
      z++;
    }
  }
}
