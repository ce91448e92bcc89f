/**
 * The voxels of the domain whose value is at least a threshold, as runs of label 1. With the threshold −∞: all that are numbers.
 *
 * **Cost**: one read of the map's domain; at most half a row of runs for each row.
 */

import { packRun, RUN_SHIFT, runEnd, runStart } from "../volumes/run-record";
import { MapReading, readValue } from "./map-reading";

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

function threshold<T>(
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
    const at = data + <usize>row * nx * sizeof<T>();
    if (domain == 0) written = scan<T>(at, 0, nx, how, least, out, written);
    else {
      const end = load<u32>(domainOffsets + offset, 4);
      for (let i = load<u32>(domainOffsets + offset); i < end; i++) {
        const run = load<u64>(domain + ((<usize>i) << RUN_SHIFT));
        written = scan<T>(at, runStart(run), runEnd(run), how, least, out, written);
      }
    }
    store<u32>(outOffsets + offset, written, 4);
  }
  return lastRow;
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
  const type = changetype<MapReading>(reading).type;
  if (type == 0)
    return threshold<u8>(data, reading, least, domain, domainOffsets, nx, firstRow, lastRow, out, outOffsets, capacity);
  if (type == 1)
    return threshold<i8>(data, reading, least, domain, domainOffsets, nx, firstRow, lastRow, out, outOffsets, capacity);
  if (type == 2)
    return threshold<u16>(
      data,
      reading,
      least,
      domain,
      domainOffsets,
      nx,
      firstRow,
      lastRow,
      out,
      outOffsets,
      capacity,
    );
  if (type == 3)
    return threshold<i16>(
      data,
      reading,
      least,
      domain,
      domainOffsets,
      nx,
      firstRow,
      lastRow,
      out,
      outOffsets,
      capacity,
    );
  if (type == 4)
    return threshold<u32>(
      data,
      reading,
      least,
      domain,
      domainOffsets,
      nx,
      firstRow,
      lastRow,
      out,
      outOffsets,
      capacity,
    );
  if (type == 5)
    return threshold<i32>(
      data,
      reading,
      least,
      domain,
      domainOffsets,
      nx,
      firstRow,
      lastRow,
      out,
      outOffsets,
      capacity,
    );
  if (type == 6)
    return threshold<u64>(
      data,
      reading,
      least,
      domain,
      domainOffsets,
      nx,
      firstRow,
      lastRow,
      out,
      outOffsets,
      capacity,
    );
  if (type == 7)
    return threshold<i64>(
      data,
      reading,
      least,
      domain,
      domainOffsets,
      nx,
      firstRow,
      lastRow,
      out,
      outOffsets,
      capacity,
    );
  if (type == 8)
    return threshold<f32>(
      data,
      reading,
      least,
      domain,
      domainOffsets,
      nx,
      firstRow,
      lastRow,
      out,
      outOffsets,
      capacity,
    );
  return threshold<f64>(data, reading, least, domain, domainOffsets, nx, firstRow, lastRow, out, outOffsets, capacity);
}
