/**
 * The voxels of the domain whose value is at least a threshold, as runs of label 1. With the threshold −∞: all that are numbers.
 *
 * **Cost**: one read of the map's domain; at most half a row of runs for each row.
 */

import { packRun, RUN_SHIFT, runEnd, runStart } from "../volumes/run-record";
import { MapReading, readValue, storedBytes } from "./map-reading";

function append(out: usize, written: u32, start: u32, end: u32): u32 {
  store<u64>(out + ((<usize>written) << RUN_SHIFT), packRun(start, end, 1));
  return written + 1;
}

/** Writes the runs of the stretch [from, to) of a row. */
function scan<T>(row: usize, from: u32, to: u32, how: MapReading, threshold: f64, out: usize, written: u32): u32 {
  let count = written;
  let start: i32 = -1;
  for (let x = from; x < to; x++) {
    const value = readValue(<f64>load<T>(row + <usize>x * sizeof<T>()), how);
    if (value >= threshold) {
      if (start < 0) start = x;
    } else if (start >= 0) {
      count = append(out, count, start, x);
      start = -1;
    }
  }
  return start < 0 ? count : append(out, count, start, to);
}

/** `scan` for the stored type; a row at a time, so that only its loop stands once for each type. */
function scanStored(row: usize, from: u32, to: u32, how: MapReading, threshold: f64, out: usize, written: u32): u32 {
  switch (how.type) {
    case 0:
      return scan<u8>(row, from, to, how, threshold, out, written);
    case 1:
      return scan<i8>(row, from, to, how, threshold, out, written);
    case 2:
      return scan<u16>(row, from, to, how, threshold, out, written);
    case 3:
      return scan<i16>(row, from, to, how, threshold, out, written);
    case 4:
      return scan<u32>(row, from, to, how, threshold, out, written);
    case 5:
      return scan<i32>(row, from, to, how, threshold, out, written);
    case 6:
      return scan<u64>(row, from, to, how, threshold, out, written);
    case 7:
      return scan<i64>(row, from, to, how, threshold, out, written);
    case 8:
      return scan<f32>(row, from, to, how, threshold, out, written);
    default:
      return scan<f64>(row, from, to, how, threshold, out, written);
  }
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
  const bytes = storedBytes(how);
  let written = load<u32>(outOffsets + ((<usize>firstRow) << 2));
  for (let row = firstRow; row < lastRow; row++) {
    if (written + nx > capacity) return row;
    const offset = (<usize>row) << 2;
    const at = data + <usize>row * nx * bytes;
    if (domain == 0) written = scanStored(at, 0, nx, how, least, out, written);
    else {
      const end = load<u32>(domainOffsets + offset, 4);
      for (let i = load<u32>(domainOffsets + offset); i < end; i++) {
        const run = load<u64>(domain + ((<usize>i) << RUN_SHIFT));
        written = scanStored(at, runStart(run), runEnd(run), how, least, out, written);
      }
    }
    store<u32>(outOffsets + offset, written, 4);
  }
  return lastRow;
}
