/**
 * The exact Euclidean distance of every voxel of a box to the nearest foreground voxel of a mask, anisotropic, and the
 * reading of such distances at the surface voxels of another mask.
 *
 * **Idea.** The passes of `nearest-label.ts` (papers there and in `lower-envelope.ts`), with a mask in place of runs; the
 * z pass writes distances instead of labels.
 *
 * **Error.** Distances are whole numbers of `unit` mm² below 2⁵², exact in f64; the weights' ratios are those of the
 * squared spacings to within a relative error that `integer-weights.ts` states for each grid (below 2⁻⁴⁰ for a clinical
 * volume with two different spacings, 10⁻⁹ with three), and multiplying by `unit` and the root round once each.
 *
 * **Cost.** O(voxels) time. Memory: 1 + 4 + 8 bytes for each voxel, 1.7 kB of scratch for each row of a column.
 *
 * ```
 * mask      u8 × nx·ny·nz, not 0 is foreground
 * sites     u32 × nx·ny·nz: where the nearest foreground voxel of the slice lies (`nearest-site.ts`)
 * squared   f64 × nx·ny·nz: mm²; Infinity where the mask has no foreground at all
 * ```
 */

import { columnsBytes, fitsNarrow, layOutColumns, NONE } from "./columns";
import { fillCounting, fillValues, measurePlanes, passRows } from "./nearest-site";

/** Bytes of scratch for passes along columns of up to n rows. */
export function distanceTransformScratch(n: usize): usize {
  return columnsBytes(n);
}

/** The x and y passes of slices z0 … z1 − 1, from mask to sites. Returns the number of slices done. */
export function distanceTransformSlices(
  mask: usize,
  sites: usize,
  nx: i32,
  ny: i32,
  z0: i32,
  z1: i32,
  wx: f64,
  wy: f64,
  scratch: usize,
): i32 {
  if (fitsNarrow(nx, ny, 0, wx, wy, 0)) slices<i32>(mask, sites, nx, ny, z0, z1, wx, wy, scratch);
  else slices<f64>(mask, sites, nx, ny, z0, z1, wx, wy, scratch);
  return z1 - z0;
}

function slices<T>(
  mask: usize,
  sites: usize,
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
    const slice = sites + firstRow * stride;
    let any = false;
    for (let y: usize = 0; y < <usize>ny; y++) {
      if (nearestInMaskRow(slice + y * stride, nx, mask + (firstRow + y) * <usize>nx)) any = true;
    }
    if (any) passRows<T>(columns, slice, 0, nx);
  }
}

/** The x pass of one row: the x of the nearest foreground voxel. False if the row has none. */
function nearestInMaskRow(at: usize, nx: i32, mask: usize): bool {
  const n = <usize>nx;
  let x = skipBackground(mask, 0, n);
  if (x == n) {
    fillValues(at, n, NONE);
    return false;
  }
  fillValues(at, x, <u32>x);
  while (true) {
    const start = x;
    while (x < n && load<u8>(mask + x) != 0) x++;
    fillCounting(at + (start << 2), x - start, <u32>start);
    const next = skipBackground(mask, x, n);
    if (next == n) break;
    // Half of the gap is nearer to the voxel before it; in the middle either will do.
    const ours = (next - x + 1) >>> 1;
    fillValues(at + (x << 2), ours, <u32>x - 1);
    fillValues(at + ((x + ours) << 2), next - x - ours, <u32>next);
    x = next;
  }
  fillValues(at + (x << 2), n - x, <u32>x - 1);
  return true;
}

/** The first x of foreground from `x` on, or n. */
function skipBackground(mask: usize, x: usize, n: usize): usize {
  for (; x + 8 <= n; x += 8) {
    const eight = load<u64>(mask + x);
    if (eight != 0) return x + (<usize>ctz(eight) >>> 3);
  }
  while (x < n && load<u8>(mask + x) == 0) x++;
  return x;
}

/**
 * The z pass of rows y0 … y1 − 1 in all slices, from sites to squared distances in mm². `unit`: mm² of one unit of the
 * weights. Returns the number of rows done.
 */
export function distanceTransformColumns(
  sites: usize,
  squared: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  y0: i32,
  y1: i32,
  wx: f64,
  wy: f64,
  wz: f64,
  unit: f64,
  scratch: usize,
): i32 {
  if (fitsNarrow(nx, ny, nz, wx, wy, wz)) lines<i32>(sites, squared, nx, ny, nz, y0, y1, wx, wy, wz, unit, scratch);
  else lines<f64>(sites, squared, nx, ny, nz, y0, y1, wx, wy, wz, unit, scratch);
  return y1 - y0;
}

function lines<T>(
  sites: usize,
  squared: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  y0: i32,
  y1: i32,
  wx: f64,
  wy: f64,
  wz: f64,
  unit: f64,
  scratch: usize,
): void {
  const columns = layOutColumns<T>(scratch, nz, nx, ny, wx, wy, wz);
  const stride = (<usize>nx) << 2;
  for (let y = y0; y < y1; y++) {
    const line = <usize>y * stride;
    measurePlanes<T>(columns, sites + line, squared + 2 * line, stride * <usize>ny, nx, y, unit);
  }
}

/**
 * Appends the distance in mm at every voxel of `surface` that is not 0 to `out`, an f64 list with room for `capacity`.
 * Returns their number; if that is more than `capacity`, only the first `capacity` were written.
 */
export function gatherDistances(squared: usize, surface: usize, n: usize, out: usize, capacity: i32): i32 {
  let count: i32 = 0;
  for (let i = skipBackground(surface, 0, n); i < n; i = skipBackground(surface, i + 1, n)) {
    if (count < capacity) store<f64>(out + ((<usize>count) << 3), Math.sqrt(load<f64>(squared + (i << 3))));
    count++;
  }
  return count;
}
