/**
 * For every voxel the label of the nearest labelled voxel (a discrete Voronoi diagram): exact Euclidean distance,
 * anisotropic; of equally near labels the smallest. Nothing depends on the order of voxels, slabs or threads.
 *
 * **Idea.** Axis after axis: along x the nearest run of the row, then, along y and z, for every row the row whose site is
 * the nearest (`search-columns.ts`: papers, tie rule and its proof; `nearest-site.ts`; `column-slab.ts`). Whole weights make
 * ties exact. Each axis yields the least (distance, label) in that order; to add the same number to all distances keeps the
 * order, hence three axes one after another yield the least (distance, label) of all labelled voxels.
 *
 * **Cost.** O(voxels · log n + runs) time. Memory: 8 bytes for each voxel (half of it the output; 12 if the squares of a slice
 * do not fit i32), the runs, and scratch of about 1.6 kB for each row of a column.
 *
 * ```
 * runs        | u16 start, u16 end, u32 label | …
 * rowOffsets  u32 × (ny·nz + 1)
 * heights     i32 or f64 × nx·ny·nz (`nearestHeightBytes`): the slice's squared distances, for the z pass
 * labels      u32 × nx·ny·nz: the slice's after `nearestLabelSlices`, the volume's after `nearestLabelColumns`
 * scratch     nearestLabelScratch(max(ny, nz)) bytes for each caller that runs at the same time
 * ```
 * Weights are whole numbers in the ratio of squared spacings: wx and wy are the slice's own, without common divisor, and
 * `scale` times these, with wz, are the volume's.
 */

import { fitsNarrow, layOutSlab, slabBytes } from "./column-slab";
import { nearestInRow, passPlanes, passRows } from "./nearest-site";

/** Bytes of scratch for passes along columns of up to n rows. */
export function nearestLabelScratch(n: usize): usize {
  return slabBytes(n);
}

/** Bytes of one height between the passes: 4 if i32 holds the squared distances of a slice, else 8. */
export function nearestHeightBytes(nx: i32, ny: i32, wx: f64, wy: f64): i32 {
  return fitsNarrow(nx, ny, 0, wx, wy, 0) ? 4 : 8;
}

/** The x and y passes of slices z0 … z1 − 1. If there is but one slice its labels are final. Returns the number of slices done. */
export function nearestLabelSlices(
  runs: usize,
  rowOffsets: usize,
  heights: usize,
  labels: usize,
  nx: i32,
  ny: i32,
  z0: i32,
  z1: i32,
  wx: f64,
  wy: f64,
  scratch: usize,
): i32 {
  if (fitsNarrow(nx, ny, 0, wx, wy, 0)) slices<i32>(runs, rowOffsets, heights, labels, nx, ny, z0, z1, wx, wy, scratch);
  else slices<f64>(runs, rowOffsets, heights, labels, nx, ny, z0, z1, wx, wy, scratch);
  return z1 - z0;
}

function slices<T>(
  runs: usize,
  rowOffsets: usize,
  heights: usize,
  labels: usize,
  nx: i32,
  ny: i32,
  z0: i32,
  z1: i32,
  wx: f64,
  wy: f64,
  scratch: usize,
): void {
  const slab = layOutSlab<T>(scratch, ny, wy, true);
  for (let z = z0; z < z1; z++) {
    const firstRow = <usize>z * <usize>ny;
    const corner = firstRow * <usize>nx;
    let any = false;
    for (let y: usize = 0; y < <usize>ny; y++) {
      const offset = rowOffsets + ((firstRow + y) << 2);
      const run = runs + ((<usize>load<u32>(offset)) << 3);
      const end = runs + ((<usize>load<u32>(offset, 4)) << 3);
      const row = corner + y * <usize>nx;
      if (nearestInRow<T>(heights + row * sizeof<T>(), labels + (row << 2), nx, wx, run, end)) any = true;
    }
    if (any) passRows<T>(slab, heights + corner * sizeof<T>(), labels + (corner << 2), nx);
    else memory.fill(labels + (corner << 2), 0, (<usize>nx * <usize>ny) << 2);
  }
}

/** The z pass of rows y0 … y1 − 1 in all slices: labels of slices become those of the volume. Returns the number of rows. */
export function nearestLabelColumns(
  heights: usize,
  labels: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  y0: i32,
  y1: i32,
  wx: f64,
  wy: f64,
  scale: f64,
  wz: f64,
  scratch: usize,
): i32 {
  if (fitsNarrow(nx, ny, nz, wx * scale, wy * scale, wz)) {
    lines<i32, i32>(heights, labels, nx, ny, nz, y0, y1, scale, wz, scratch);
  } else if (fitsNarrow(nx, ny, 0, wx, wy, 0)) {
    lines<i32, f64>(heights, labels, nx, ny, nz, y0, y1, scale, wz, scratch);
  } else {
    lines<f64, f64>(heights, labels, nx, ny, nz, y0, y1, scale, wz, scratch);
  }
  return y1 - y0;
}

function lines<H, T>(
  heights: usize,
  labels: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  y0: i32,
  y1: i32,
  scale: f64,
  wz: f64,
  scratch: usize,
): void {
  const slab = layOutSlab<T>(scratch, nz, wz, true);
  const plane = <usize>nx * <usize>ny;
  for (let y = y0; y < y1; y++) {
    const line = <usize>y * <usize>nx;
    passPlanes<H, T>(slab, heights + line * sizeof<H>(), labels + (line << 2), plane, nx, scale);
  }
}
