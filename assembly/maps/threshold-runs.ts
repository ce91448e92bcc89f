/**
 * The voxels of the domain whose value is at least a threshold, as runs of label 1. With the threshold −∞: all that are numbers.
 *
 * **Cost**: one read of the map's domain; at most half a row of runs for each row.
 */

import { packRun, RUN_SHIFT, runEnd, runStart } from "../volumes/run-record";
import { PIECE, readValues } from "./map-piece";
import { MapReading } from "./map-reading";

function append(out: usize, written: u32, start: u32, end: u32): u32 {
  store<u64>(out + ((<usize>written) << RUN_SHIFT), packRun(start, end, 1));
  return written + 1;
}

/** Writes the runs of the stretch [from, to) of a row that begins at the voxel `base`. */
function scan(
  data: usize,
  base: u32,
  from: u32,
  to: u32,
  how: MapReading,
  threshold: f64,
  out: usize,
  written: u32,
): u32 {
  let count = written;
  let start: i32 = -1;
  for (let first = from; first < to; first += PIECE) {
    const size = min(PIECE, to - first);
    const values = readValues(data, base + first, size, how);
    let i: u32 = 0;
    while (i < size) {
      i = pass(values, i, size, threshold, start >= 0);
      if (i == size) break;
      if (start < 0) start = first + i;
      else {
        count = append(out, count, start, first + i);
        start = -1;
      }
    }
  }
  return start < 0 ? count : append(out, count, start, to);
}

/** The first value from `i` on that is at least the threshold, or the first that is not. */
function pass(values: usize, i: u32, size: u32, threshold: f64, isAbove: bool): u32 {
  let at = i;
  if (ASC_FEATURE_SIMD) {
    const limit = f64x2.splat(threshold);
    const expected = isAbove ? 15 : 0;
    for (; at + 4 <= size; at += 4) {
      const low = f64x2.ge(v128.load(values + ((<usize>at) << 3)), limit);
      const high = f64x2.ge(v128.load(values + ((<usize>at) << 3), 16), limit);
      const odd = i32x4.bitmask(i32x4.shuffle(low, high, 0, 2, 4, 6)) ^ expected;
      if (odd != 0) return at + ctz(odd);
    }
  }
  while (at < size && load<f64>(values + ((<usize>at) << 3)) >= threshold == isAbove) at++;
  return at;
}

/** Adds rows firstRow … lastRow − 1, as many as surely fit; returns the row that it came to. */
export function thresholdRuns(
  data: usize,
  reading: usize,
  least: f64,
  domain: usize,
  domainOffsets: usize,
  nx: u32,
  firstRow: u32,
  lastRow: u32,
  out: usize,
  outOffsets: usize,
  capacity: u32,
): u32 {
  const how = changetype<MapReading>(reading);
  let written = load<u32>(outOffsets + ((<usize>firstRow) << 2));
  for (let row = firstRow; row < lastRow; row++) {
    if (written + nx > capacity) return row;
    const offset = (<usize>row) << 2;
    const base = row * nx;
    if (domain == 0) written = scan(data, base, 0, nx, how, least, out, written);
    else {
      const end = load<u32>(domainOffsets + offset, 4);
      for (let i = load<u32>(domainOffsets + offset); i < end; i++) {
        const run = load<u64>(domain + ((<usize>i) << RUN_SHIFT));
        written = scan(data, base, runStart(run), runEnd(run), how, least, out, written);
      }
    }
    store<u32>(outOffsets + offset, written, 4);
  }
  return lastRow;
}
