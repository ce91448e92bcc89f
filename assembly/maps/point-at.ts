/**
 * How far the voxels of one value lie from the nearest voxel of the reference.
 *
 * **Idea**: rows are searched outwards while they are nearer than the best so far, by the ends of their runs. If very many voxels
 * share the value, distances come from a distance transform. `out` holds f64: voxels, voxels within the tolerance, sum of distances.
 */

import { RUN_SHIFT, runEnd, runStart } from "../volumes/run-record";
import { PIECE, readValues } from "./map-piece";
import { MapReading } from "./map-reading";
import { SEGMENT_BYTES } from "./segments";

/** The squared distance along x from a voxel to the nearest run of a row; infinite if the row has none. */
function acrossRow(runs: usize, first: u32, last: u32, x: f64, dx: f64): f64 {
  let least = Infinity;
  for (let i = first; i < last; i++) {
    const run = load<u64>(runs + ((<usize>i) << RUN_SHIFT));
    const start = <f64>runStart(run);
    const end = <f64>runEnd(run) - 1;
    const steps = x < start ? start - x : x > end ? x - end : 0;
    least = min(least, steps * dx);
  }
  return least * least;
}

function nearest(voxel: u32, runs: usize, offsets: usize, nx: u32, ny: u32, nz: u32, dx: f64, dy: f64, dz: f64): f64 {
  const x = <f64>(voxel % nx);
  const y = <i32>((voxel / nx) % ny);
  const z = <i32>(voxel / nx / ny);
  let best = Infinity;
  for (let k = 0; k < 2 * <i32>nz; k++) {
    const step = (k + 1) >> 1;
    const slice = k & 1 ? z - step : z + step;
    const fromSlice = <f64>step * dz;
    if (fromSlice * fromSlice >= best) break;
    if (slice < 0 || slice >= <i32>nz) continue;
    for (let j = 0; j < 2 * <i32>ny; j++) {
      const rise = (j + 1) >> 1;
      const line = j & 1 ? y - rise : y + rise;
      const fromLine = <f64>rise * dy;
      const before = fromSlice * fromSlice + fromLine * fromLine;
      if (before >= best) break;
      if (line < 0 || line >= <i32>ny) continue;
      const row = offsets + ((<usize>(line + <i32>ny * slice)) << 2);
      best = min(best, before + acrossRow(runs, load<u32>(row), load<u32>(row, 4), x, dx));
    }
  }
  return best;
}

/**
 * Adds what segments say to `out`.
 * @param squared squared distances of all voxels in mm² (f64); 0: search
 */
export function pointAt(
  data: usize,
  segments: usize,
  count: u32,
  reading: usize,
  value: f64,
  runs: usize,
  offsets: usize,
  nx: u32,
  ny: u32,
  nz: u32,
  dx: f64,
  dy: f64,
  dz: f64,
  tolerance: f64,
  squared: usize,
  out: usize,
): void {
  const how = changetype<MapReading>(reading);
  for (let segment = segments; segment < segments + <usize>count * SEGMENT_BYTES; segment += SEGMENT_BYTES) {
    let first = load<u32>(segment);
    const end = first + load<u32>(segment, 4);
    for (; first < end; first += PIECE) {
      const size = min(PIECE, end - first);
      const values = readValues(data, first, size, how);
      for (let i: u32 = 0; i < size; i++) {
        if (load<f64>(values + ((<usize>i) << 3)) != value) continue;
        const voxel = first + i;
        const square =
          squared != 0
            ? load<f64>(squared + ((<usize>voxel) << 3))
            : nearest(voxel, runs, offsets, nx, ny, nz, dx, dy, dz);
        const distance = sqrt(square);
        store<f64>(out, load<f64>(out) + 1);
        if (distance <= tolerance) store<f64>(out, load<f64>(out, 8) + 1, 8);
        store<f64>(out, load<f64>(out, 16) + distance, 16);
      }
    }
  }
}
