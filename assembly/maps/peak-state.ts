/**
 * The scratch of candidates by peaks, and the order of their voxels. Not a kernel itself.
 *
 * ```
 * n ids, in the order of voxels | voxel u32 | key u64, other u64 | order u32, other u32 | parent u32 | label u32 | stack u32 |
 * ```
 */

import { RUN_SHIFT, runEnd, runStart } from "../volumes/run-record";

/** The parent of a voxel that has not come. */
export const NONE: u32 = 0xffffffff;

@unmanaged
export class Peaks {
  /** The voxels above the threshold: runs, and the id of each run's first voxel. */
  runs: usize;
  rowOffsets: usize;
  firsts: usize;
  nx: u32;
  ny: u32;
  nz: u32;
  /** Neighbours differ by so many steps at most, each of at most one along an axis. */
  steps: u32;
  count: u32;
  voxels: usize;
  keys: usize;
  otherKeys: usize;
  order: usize;
  otherOrder: usize;
  parents: usize;
  labels: usize;
  stack: usize;
  /** Found by `listNeighbours`: at most 26. */
  near: usize;
}

/** Bytes for the peaks among `count` voxels in `runCount` runs. */
export function peaksBytes(count: usize, runCount: usize): usize {
  return 512 + 2048 + (runCount << 2) + count * 40;
}

/** Lays out the scratch. `runs` are those of {m ≥ t}. */
export function beginPeaks(
  scratch: usize,
  runs: usize,
  rowOffsets: usize,
  runCount: u32,
  nx: u32,
  ny: u32,
  nz: u32,
  steps: u32,
): u32 {
  const peaks = changetype<Peaks>(scratch);
  peaks.runs = runs;
  peaks.rowOffsets = rowOffsets;
  peaks.nx = nx;
  peaks.ny = ny;
  peaks.nz = nz;
  peaks.steps = steps;
  peaks.near = scratch + 256;
  peaks.firsts = scratch + 512 + 2048;
  let count: u32 = 0;
  for (let i: usize = 0; i < <usize>runCount; i++) {
    const run = load<u64>(runs + (i << RUN_SHIFT));
    store<u32>(peaks.firsts + (i << 2), count);
    count += runEnd(run) - runStart(run);
  }
  const bytes = (<usize>count) << 2;
  peaks.count = count;
  peaks.keys = (peaks.firsts + ((<usize>runCount) << 2) + 7) & ~7;
  peaks.otherKeys = peaks.keys + 2 * bytes;
  peaks.voxels = peaks.otherKeys + 2 * bytes;
  peaks.order = peaks.voxels + bytes;
  peaks.otherOrder = peaks.order + bytes;
  peaks.parents = peaks.otherOrder + bytes;
  peaks.labels = peaks.parents + bytes;
  peaks.stack = peaks.labels + bytes;
  memory.fill(peaks.parents, 0xff, bytes);
  memory.fill(peaks.labels, 0, bytes);
  return count;
}

/** The key of a value that is not NaN: larger values have smaller keys. */
export function fallingKey(value: f64): u64 {
  const bits = reinterpret<u64>(value + 0.0);
  return ~(bits ^ (<u64>(<i64>bits >> 63) | ((<u64>1) << 63)));
}

/** The value of a key. */
export function valueOfKey(key: u64): f64 {
  const turned = ~key;
  const sign = (<u64>1) << 63;
  return reinterpret<f64>(turned & sign ? turned ^ sign : ~turned);
}
