/**
 * The passes that the nearest-label and the distance kernels share, on two arrays of the volume: the squared distance to the
 * best site so far (the height, i32 or f64), and its label. Not a kernel itself; it exports nothing to TypeScript.
 *
 * ```
 *                    heights                                     labels
 * after the x pass   wx·dx² to the nearest site of the row       its label
 * after the y pass   wx·dx² + wy·dy², nearest of the slice       its label
 * after the z pass   as before                                   the label of the nearest of the volume
 * no site            NONE, in the whole row or slice             anything; 0 after the last pass
 * ```
 * Every pass works in place. The distance transform has no labels (0 in their place).
 */

import { loadSlab, NONE, SLAB, Slab, storeHeights, storeLabels, TILE, takeTile } from "./column-slab";
import { searchAll, searchLabels } from "./search-columns";

/** Stores `count` times the same u32. */
export function fillValues(at: usize, count: usize, value: u32): void {
  const end = at + (count << 2);
  if (ASC_FEATURE_SIMD) {
    const four = i32x4.splat(value);
    for (; at + 16 <= end; at += 16) v128.store(at, four);
  }
  for (; at < end; at += 4) store<u32>(at, value);
}

/** Stores weight · d² for d = first, first + 1, …, `count` numbers, by their differences. */
export function fillSquares<T>(at: usize, count: i32, first: i32, weight: f64): void {
  const end = at + <usize>count * sizeof<T>();
  const w = <T>weight;
  let d = <T>first;
  if (ASC_FEATURE_SIMD) {
    const lanes = <T>(isFloat<T>() ? 2 : 4);
    const here = isFloat<T>()
      ? f64x2.add(f64x2.splat(first), f64x2(0, 1))
      : i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
    // (d + k)² = d² + 2kd + k²
    let square = v128.mul<T>(v128.mul<T>(here, here), v128.splat<T>(w));
    let rise = v128.mul<T>(v128.add<T>(v128.add<T>(here, here), v128.splat<T>(lanes)), v128.splat<T>(w * lanes));
    const more = v128.splat<T>(<T>2 * w * lanes * lanes);
    for (; at + 16 <= end; at += 16, d += lanes) {
      v128.store(at, square);
      square = v128.add<T>(square, rise);
      rise = v128.add<T>(rise, more);
    }
  }
  for (; at < end; at += sizeof<T>(), d++) store<T>(at, w * d * d);
}

/** Marks a row that has no site. */
export function fillNone<T>(at: usize, nx: i32): void {
  for (let x: usize = 0; x < <usize>nx; x++) store<T>(at + x * sizeof<T>(), <T>NONE);
}

/** Searches all tiles of a slab: for labels, if it has them, and for heights if wanted. */
function searchSlab<T>(slab: Slab, heights: bool): void {
  const last = slab.count - 1;
  for (let c: usize = 0; c < <usize>slab.width; c += TILE) {
    const tile = takeTile<T>(slab, c / TILE);
    if (heights) searchAll<T>(tile, slab.labelled, -1, slab.rows, 0, last);
    else searchLabels<T>(tile, -1, slab.rows, 0, last);
  }
}

/** The y pass of a slice that has a site, with or without labels. */
export function passRows<T>(slab: Slab, heights: usize, labels: usize, nx: i32): void {
  const step = (<usize>nx) << 2;
  for (let x = 0; x < nx; x += SLAB) {
    const corner = heights + <usize>x * sizeof<T>();
    const labelCorner = labels + ((<usize>x) << 2);
    slab.width = min(SLAB, nx - x);
    loadSlab<T, T>(slab, corner, labelCorner, step, 1);
    searchSlab<T>(slab, true);
    storeHeights<T>(slab, corner, <usize>nx * sizeof<T>());
    if (slab.labelled) storeLabels(slab, labelCorner, step);
  }
}

/** The z pass of one line along x, labels alone. `planeVoxels`: voxels from plane to plane. */
export function passPlanes<H, T>(
  slab: Slab,
  heights: usize,
  labels: usize,
  planeVoxels: usize,
  nx: i32,
  scale: f64,
): void {
  const step = planeVoxels << 2;
  for (let x = 0; x < nx; x += SLAB) {
    const corner = labels + ((<usize>x) << 2);
    slab.width = min(SLAB, nx - x);
    const any = loadSlab<H, T>(slab, heights + <usize>x * sizeof<H>(), corner, step, scale);
    if (any) searchSlab<T>(slab, false);
    else memory.fill(slab.newLabels, 0, (<usize>slab.rows * SLAB) << 2);
    storeLabels(slab, corner, step);
  }
}

/** The last pass of the distance transform, on one line along x: squared distances in mm² (f64), Infinity without any site. */
export function measurePlanes<H, T>(
  slab: Slab,
  heights: usize,
  out: usize,
  planeVoxels: usize,
  nx: i32,
  scale: f64,
  unit: f64,
): void {
  for (let x = 0; x < nx; x += SLAB) {
    slab.width = min(SLAB, nx - x);
    const any = loadSlab<H, T>(slab, heights + <usize>x * sizeof<H>(), 0, planeVoxels << 2, scale);
    if (any) searchSlab<T>(slab, true);
    let target = out + ((<usize>x) << 3);
    let source = slab.newHeights;
    for (let row = 0; row < slab.rows; row++, target += planeVoxels << 3, source += <usize>SLAB * sizeof<T>()) {
      measureRow<T>(source, target, slab.width, any ? unit : Infinity);
    }
  }
}

/** Whole numbers to mm²: nothing is lost before `unit`, which is infinite where there is no site. */
function measureRow<T>(source: usize, target: usize, count: i32, unit: f64): void {
  const end = target + ((<usize>count) << 3);
  if (unit == Infinity) {
    for (; target < end; target += 8) store<f64>(target, Infinity);
    return;
  }
  if (ASC_FEATURE_SIMD) {
    const factor = f64x2.splat(unit);
    for (; target + 16 <= end; target += 16, source += 2 * sizeof<T>()) {
      const pair = isFloat<T>() ? v128.load(source) : f64x2.convert_low_i32x4_s(v128.load64_zero(source));
      v128.store(target, f64x2.mul(pair, factor));
    }
  }
  for (; target < end; target += 8, source += sizeof<T>()) store<f64>(target, <f64>load<T>(source) * unit);
}

/** The x pass of one row from its runs: distance and label of the nearer run, ties to the smaller label. False if the row has none. */
export function nearestInRow<T>(heights: usize, labels: usize, nx: i32, weight: f64, run: usize, end: usize): bool {
  if (run == end) {
    fillNone<T>(heights, nx);
    return false;
  }
  let x: i32 = 0;
  for (; run < end; run += 8) {
    const start = <i32>load<u16>(run);
    const stop = <i32>load<u16>(run, 2);
    const label = load<u32>(run, 4);
    let after = nx;
    if (run + 8 < end) {
      // The gap's first half belongs to this run; its middle, if it has one, to the smaller label.
      const gap = <i32>load<u16>(run, 8) - stop;
      after = stop + ((gap + <i32>(label <= load<u32>(run, 12))) >>> 1);
    }
    fillSquares<T>(heights + <usize>x * sizeof<T>(), start - x, x - start, weight);
    memory.fill(heights + <usize>start * sizeof<T>(), 0, <usize>(stop - start) * sizeof<T>());
    fillSquares<T>(heights + <usize>stop * sizeof<T>(), after - stop, 1, weight);
    fillValues(labels + ((<usize>x) << 2), after - x, label);
    x = after;
  }
  return true;
}
