/**
 * The exact Euclidean distance of every voxel of a box to the nearest foreground voxel of a mask, anisotropic, and the
 * reading of such distances at the surface voxels of another mask.
 *
 * **Idea.** The passes of `nearest-label.ts` (papers in `search-columns.ts`), with a mask in place of runs; the z pass
 * writes distances instead of labels.
 *
 * **Error.** Distances are whole numbers of `unit` mm² below 2⁵², exact in f64; the weights' ratios are those of the
 * squared spacings to within a relative error that `integer-spacing.ts` states for each grid (below 2⁻⁴⁰ for a clinical
 * volume with two different spacings, 10⁻⁹ with three), and multiplying by `unit` and the root round once each.
 *
 * **Cost.** O(voxels · log n) time. Memory: 1 + 4 (or 8) + 8 bytes for each voxel, 1.6 kB of scratch for each row of a column.
 *
 * ```
 * mask      u8 × nx·ny·nz, not 0 is foreground
 * heights   i32 or f64 × nx·ny·nz (`nearestHeightBytes`): the slice's squared distances (`nearest-site.ts`)
 * squared   f64 × nx·ny·nz: mm²; Infinity where the mask has no foreground at all
 * ```
 */

import { fitsNarrow, layOutSlab, slabBytes } from "./column-slab";
import { fillNone, fillSquares, measurePlanes, passRows } from "./nearest-site";

/** Bytes of scratch for passes along columns of up to n rows. */
export function distanceTransformScratch(n: usize): usize {
  return slabBytes(n);
}

/** The x and y passes of slices z0 … z1 − 1, from mask to heights. Returns the number of slices done. */
export function distanceTransformSlices(
  mask: usize,
  heights: usize,
  nx: i32,
  ny: i32,
  z0: i32,
  z1: i32,
  wx: f64,
  wy: f64,
  scratch: usize,
): i32 {
  if (fitsNarrow(nx, ny, 0, wx, wy, 0)) slices<i32>(mask, heights, nx, ny, z0, z1, wx, wy, scratch);
  else slices<f64>(mask, heights, nx, ny, z0, z1, wx, wy, scratch);
  return z1 - z0;
}

function slices<T>(
  mask: usize,
  heights: usize,
  nx: i32,
  ny: i32,
  z0: i32,
  z1: i32,
  wx: f64,
  wy: f64,
  scratch: usize,
): void {
  const slab = layOutSlab<T>(scratch, ny, wy, false);
  for (let z = z0; z < z1; z++) {
    const corner = <usize>z * <usize>ny * <usize>nx;
    let any = false;
    for (let y: usize = 0; y < <usize>ny; y++) {
      const row = corner + y * <usize>nx;
      if (nearestInMaskRow<T>(heights + row * sizeof<T>(), nx, wx, mask + row)) any = true;
    }
    if (any) passRows<T>(slab, heights + corner * sizeof<T>(), 0, nx);
  }
}

/** The x pass of one row: the squared distance to the nearest foreground voxel. False if the row has none. */
function nearestInMaskRow<T>(at: usize, nx: i32, weight: f64, mask: usize): bool {
  const n = <usize>nx;
  let x = skipBackground(mask, 0, n);
  if (x == n) {
    fillNone<T>(at, nx);
    return false;
  }
  fillSquares<T>(at, <i32>x, -(<i32>x), weight);
  while (true) {
    const start = x;
    while (x < n && load<u8>(mask + x) != 0) x++;
    memory.fill(at + start * sizeof<T>(), 0, (x - start) * sizeof<T>());
    const next = skipBackground(mask, x, n);
    if (next == n) break;
    // Half of the gap is nearer to the voxel before it; in the middle either will do.
    const ours = <i32>(next - x + 1) >>> 1;
    const theirs = <i32>(next - x) - ours;
    fillSquares<T>(at + x * sizeof<T>(), ours, 1, weight);
    fillSquares<T>(at + (x + <usize>ours) * sizeof<T>(), theirs, -theirs, weight);
    x = next;
  }
  fillSquares<T>(at + x * sizeof<T>(), <i32>(n - x), 1, weight);
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
 * The z pass of rows y0 … y1 − 1 in all slices, from heights to squared distances in mm². `unit`: mm² of one unit of the
 * volume's weights, which are `scale` times wx and wy, and wz. Returns the number of rows done.
 */
export function distanceTransformColumns(
  heights: usize,
  squared: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  y0: i32,
  y1: i32,
  wx: f64,
  wy: f64,
  scale: f64,
  wz: f64,
  unit: f64,
  scratch: usize,
): i32 {
  if (fitsNarrow(nx, ny, nz, wx * scale, wy * scale, wz)) {
    lines<i32, i32>(heights, squared, nx, ny, nz, y0, y1, scale, wz, unit, scratch);
  } else if (fitsNarrow(nx, ny, 0, wx, wy, 0)) {
    lines<i32, f64>(heights, squared, nx, ny, nz, y0, y1, scale, wz, unit, scratch);
  } else {
    lines<f64, f64>(heights, squared, nx, ny, nz, y0, y1, scale, wz, unit, scratch);
  }
  return y1 - y0;
}

function lines<H, T>(
  heights: usize,
  squared: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  y0: i32,
  y1: i32,
  scale: f64,
  wz: f64,
  unit: f64,
  scratch: usize,
): void {
  const slab = layOutSlab<T>(scratch, nz, wz, false);
  const plane = <usize>nx * <usize>ny;
  for (let y = y0; y < y1; y++) {
    const line = <usize>y * <usize>nx;
    measurePlanes<H, T>(slab, heights + line * sizeof<H>(), squared + (line << 3), plane, nx, scale, unit);
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
