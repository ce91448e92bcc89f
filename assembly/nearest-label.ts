/**
 * For every voxel the label of the nearest labelled voxel (a discrete Voronoi diagram): exact Euclidean distance,
 * anisotropic; of equally near labels the smallest. Nothing depends on the order of voxels, slabs or threads.
 *
 * **Idea.** Axis after axis: along x the nearest run of the row, then the lower envelope of parabolas along y and z
 * (`lower-envelope.ts`: papers, tie rule and its proof; `columns.ts`; `nearest-site.ts`). Changed against the papers: whole
 * weights, so that ties are exact; the x pass works on runs; what is carried along is where the site lies and its
 * label, not a distance; rows that cannot win are dropped by vectors before the hull; and the z pass divides only where
 * labels change, since nobody asks which voxel of a label is the nearest.
 *
 * **Cost.** O(voxels + runs) time: 256³ with 100 balls takes 0.3 s, SciPy's feature transform 2.6 s, the same algorithm in
 * plain TypeScript 2.1 s. Memory: 8 bytes for each voxel (half of it the output), the runs, and scratch of about
 * 1.7 kB for each row of a column.
 *
 * ```
 * runs        | u16 start, u16 end, u32 label | …
 * rowOffsets  u32 × (ny·nz + 1)
 * sites       u32 × nx·ny·nz: x | y << 16 of the slice's nearest voxel, for the z pass
 * labels      u32 × nx·ny·nz: the slice's after `nearestLabelSlices`, the volume's after `nearestLabelColumns`
 * scratch     nearestLabelScratch(max(ny, nz)) bytes for each caller that runs at the same time
 * ```
 */

import { columnsBytes, fitsNarrow, layOutColumns } from "./columns";
import { nearestInRow, passPlanes, passRows } from "./nearest-site";

/** Bytes of scratch for passes along columns of up to n rows. */
export function nearestLabelScratch(n: usize): usize {
  return columnsBytes(n);
}

/**
 * The x and y passes of slices z0 … z1 − 1. Weights are whole numbers in the ratio of squared spacings. If there is but one
 * slice its labels are final. Returns the number of slices done.
 */
export function nearestLabelSlices(
  runs: usize,
  rowOffsets: usize,
  sites: usize,
  labels: usize,
  nx: i32,
  ny: i32,
  z0: i32,
  z1: i32,
  wx: f64,
  wy: f64,
  scratch: usize,
): i32 {
  if (fitsNarrow(nx, ny, 0, wx, wy, 0)) slices<i32>(runs, rowOffsets, sites, labels, nx, ny, z0, z1, wx, wy, scratch);
  else slices<f64>(runs, rowOffsets, sites, labels, nx, ny, z0, z1, wx, wy, scratch);
  return z1 - z0;
}

function slices<T>(
  runs: usize,
  rowOffsets: usize,
  sites: usize,
  labels: usize,
  nx: i32,
  ny: i32,
  z0: i32,
  z1: i32,
  wx: f64,
  wy: f64,
  scratch: usize,
): void {
  const columns = layOutColumns<T>(scratch, ny, nx, 1, wx, wx, wy);
  const stride = (<usize>nx) << 2;
  for (let z = z0; z < z1; z++) {
    const firstRow = <usize>z * <usize>ny;
    const corner = firstRow * stride;
    let any = false;
    for (let y: usize = 0; y < <usize>ny; y++) {
      const offset = rowOffsets + ((firstRow + y) << 2);
      const run = runs + ((<usize>load<u32>(offset)) << 3);
      const end = runs + ((<usize>load<u32>(offset, 4)) << 3);
      const row = corner + y * stride;
      if (nearestInRow(sites + row, labels + row, nx, run, end)) any = true;
    }
    if (any) passRows<T>(columns, sites + corner, labels + corner, nx);
    else memory.fill(labels + corner, 0, <usize>ny * stride);
  }
}

/** The z pass of rows y0 … y1 − 1 in all slices: labels of slices become those of the volume. Returns the number of rows. */
export function nearestLabelColumns(
  sites: usize,
  labels: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  y0: i32,
  y1: i32,
  wx: f64,
  wy: f64,
  wz: f64,
  scratch: usize,
): i32 {
  if (fitsNarrow(nx, ny, nz, wx, wy, wz)) lines<i32>(sites, labels, nx, ny, nz, y0, y1, wx, wy, wz, scratch);
  else lines<f64>(sites, labels, nx, ny, nz, y0, y1, wx, wy, wz, scratch);
  return y1 - y0;
}

function lines<T>(
  sites: usize,
  labels: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  y0: i32,
  y1: i32,
  wx: f64,
  wy: f64,
  wz: f64,
  scratch: usize,
): void {
  const columns = layOutColumns<T>(scratch, nz, nx, ny, wx, wy, wz);
  const stride = (<usize>nx) << 2;
  for (let y = y0; y < y1; y++) {
    const line = <usize>y * stride;
    passPlanes<T>(columns, sites + line, labels + line, stride * <usize>ny, nx, y);
  }
}
