/**
 * The passes that the nearest-label and the distance kernels share, on two arrays of one u32 for each voxel: where the best
 * site so far lies, and its label. Not a kernel itself; it exports nothing to TypeScript.
 *
 * ```
 *                    sites                                        labels
 * after the x pass   x of the nearest site of the row             its label
 * after the y pass   x | y << 16 of the nearest of the slice      its label
 * after the z pass   as before                                    the label of the nearest of the volume
 * no site            NONE, in the whole row or slice              anything; 0 after the last pass
 * ```
 * Every pass works in place. To carry labels costs 4 bytes a voxel more than to look each up in the runs by its site; it
 * took the z pass of 256³ with 100 balls from 350 to 220 ms. The distance transform has no labels (0 in their place).
 */

import { Columns, fillHeights, heightStride, keepRows, markStride, NONE, SLAB } from "./columns";
import { findEnvelope } from "./lower-envelope";

/** Stores `count` times the same u32. */
export function fillValues(at: usize, count: usize, value: u32): void {
  const end = at + (count << 2);
  if (ASC_FEATURE_SIMD) {
    const four = i32x4.splat(value);
    for (; at + 16 <= end; at += 16) v128.store(at, four);
  }
  for (; at < end; at += 4) store<u32>(at, value);
}

/** Stores first, first + 1, …, `count` numbers. */
export function fillCounting(at: usize, count: usize, first: u32): void {
  const end = at + (count << 2);
  if (ASC_FEATURE_SIMD) {
    let four = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
    for (; at + 16 <= end; at += 16, first += 4) {
      v128.store(at, four);
      four = i32x4.add(four, i32x4.splat(4));
    }
  }
  for (; at < end; at += 4, first++) store<u32>(at, first);
}

/**
 * The y pass of a slice: sites and labels of the rows become those of the slice. With a slice that has no site nothing
 * happens; the caller knows.
 */
export function passRows<T>(columns: Columns, sites: usize, labels: usize, nx: i32): void {
  const stride = (<usize>nx) << 2;
  columns.siteStride = stride;
  columns.labelStride = stride;
  for (let x = 0; x < nx; x += SLAB) {
    const width = min(SLAB, nx - x);
    columns.width = width;
    columns.sites = sites + ((<usize>x) << 2);
    if (labels != 0) columns.labels = labels + ((<usize>x) << 2);
    fillHeights<T>(columns, x, 0);
    keepRows<T>(columns);
    for (let c: usize = 0; c < <usize>width; c++) {
      const stretches = findEnvelope<T>(columns, c, false);
      markSites(columns, c, stretches);
      if (labels != 0) markLabels(columns, c, stretches);
    }
    spreadMarks(columns.siteMarks, columns.sites, stride, columns.rows, width);
    if (labels != 0) spreadMarks(columns.labelMarks, columns.labels, stride, columns.rows, width);
  }
}

/**
 * The z pass of one line y: labels become those of the nearest site of the volume. `stride`: bytes from plane to plane.
 * The labels are copied into the slab first; planes a power of two apart evict each other from the cache.
 */
export function passPlanes<T>(columns: Columns, sites: usize, labels: usize, stride: usize, nx: i32, y: i32): void {
  columns.siteStride = stride;
  columns.labels = columns.labelSlab;
  columns.labelStride = markStride();
  for (let x = 0; x < nx; x += SLAB) {
    const width = min(SLAB, nx - x);
    const corner = labels + ((<usize>x) << 2);
    columns.width = width;
    columns.sites = sites + ((<usize>x) << 2);
    if (fillHeights<T>(columns, x, y)) {
      for (let row: usize = 0; row < <usize>columns.rows; row++) {
        memory.copy(columns.labelSlab + row * markStride(), corner + row * stride, (<usize>width) << 2);
      }
      keepRows<T>(columns);
      for (let c: usize = 0; c < <usize>width; c++) markLabels(columns, c, findEnvelope<T>(columns, c, true));
    }
    // Without any site nothing is marked, and every label becomes 0.
    spreadMarks(columns.labelMarks, corner, stride, columns.rows, width);
  }
}

/**
 * Where a stretch of column c begins, its value is marked as the bits in which it differs from the one before; `spreadMarks`
 * then fills sixteen columns at once, row after row.
 */
function markSites(columns: Columns, c: usize, stretches: i32): void {
  const marks = columns.siteMarks + (c << 2);
  const sites = columns.sites + (c << 2);
  const stride = columns.siteStride;
  let before: u32 = 0;
  for (let i: usize = 0; i < <usize>stretches; i++) {
    const row = load<i32>(columns.site + (i << 2));
    const value = load<u32>(sites + <usize>row * stride) | ((<u32>row) << 16);
    store<u32>(marks + <usize>load<i32>(columns.start + (i << 2)) * markStride(), value ^ before);
    before = value;
  }
}

function markLabels(columns: Columns, c: usize, stretches: i32): void {
  const marks = columns.labelMarks + (c << 2);
  const labels = columns.labels + (c << 2);
  const stride = columns.labelStride;
  let before: u32 = 0;
  for (let i: usize = 0; i < <usize>stretches; i++) {
    const value = load<u32>(labels + <usize>load<i32>(columns.site + (i << 2)) * stride);
    store<u32>(marks + <usize>load<i32>(columns.start + (i << 2)) * markStride(), value ^ before);
    before = value;
  }
}

/** Replaces the values of `width` columns by what is marked, and zeroes the marks. */
function spreadMarks(marks: usize, values: usize, stride: usize, n: i32, width: i32): void {
  let c: i32 = 0;
  if (ASC_FEATURE_SIMD) {
    const zero = i32x4.splat(0);
    for (; c + 16 <= width; c += 16, marks += 64, values += 64) {
      let v0 = zero;
      let v1 = zero;
      let v2 = zero;
      let v3 = zero;
      let mark = marks;
      let value = values;
      for (let row = 0; row < n; row++, mark += markStride(), value += stride) {
        v0 = v128.xor(v0, v128.load(mark));
        v1 = v128.xor(v1, v128.load(mark, 16));
        v2 = v128.xor(v2, v128.load(mark, 32));
        v3 = v128.xor(v3, v128.load(mark, 48));
        v128.store(mark, zero);
        v128.store(mark, zero, 16);
        v128.store(mark, zero, 32);
        v128.store(mark, zero, 48);
        v128.store(value, v0);
        v128.store(value, v1, 16);
        v128.store(value, v2, 32);
        v128.store(value, v3, 48);
      }
    }
  }
  for (; c < width; c++, marks += 4, values += 4) {
    let now: u32 = 0;
    let mark = marks;
    let value = values;
    for (let row = 0; row < n; row++, mark += markStride(), value += stride) {
      now ^= load<u32>(mark);
      store<u32>(mark, 0);
      store<u32>(value, now);
    }
  }
}

/** The last pass of the distance transform, on line y: squared distances in mm² (f64), Infinity without any site. */
export function measurePlanes<T>(
  columns: Columns,
  sites: usize,
  out: usize,
  stride: usize,
  nx: i32,
  y: i32,
  unit: f64,
): void {
  columns.siteStride = stride;
  for (let x = 0; x < nx; x += SLAB) {
    const width = <usize>min(SLAB, nx - x);
    const corner = out + ((<usize>x) << 3);
    columns.width = <i32>width;
    columns.sites = sites + ((<usize>x) << 2);
    const any = fillHeights<T>(columns, x, y);
    if (any) keepRows<T>(columns);
    for (let c: usize = 0; c < width; c++) {
      if (any) measureColumn<T>(columns, c, corner + (c << 3), stride << 1, unit);
      else
        for (let v: usize = 0; v < <usize>columns.rows; v++)
          store<f64>(corner + (c << 3) + v * (stride << 1), Infinity);
    }
  }
}

/** h(v) + w·q² − 2·w·q·v for every row q of column c: whole numbers, so that nothing is lost before `unit`. */
function measureColumn<T>(columns: Columns, c: usize, out: usize, outStride: usize, unit: f64): void {
  const stretches = findEnvelope<T>(columns, c, false);
  const w = columns.wAxis;
  const heights = columns.heights + c * sizeof<T>();
  let q: i32 = 0;
  for (let i: usize = 0; i < <usize>stretches; i++) {
    const v = load<i32>(columns.site + (i << 2));
    const end = i + 1 < <usize>stretches ? load<i32>(columns.start + (i << 2), 4) : columns.rows;
    const height = <f64>load<T>(heights + <usize>v * heightStride<T>());
    for (; q < end; q++, out += outStride) {
      store<f64>(out, (height + w * <f64>q * <f64>(q - 2 * v)) * unit);
    }
  }
}

/**
 * The x pass of one row from its runs: the nearer run's x and label, ties to the smaller label. False if the row has none.
 */
export function nearestInRow(sites: usize, labels: usize, nx: i32, run: usize, end: usize): bool {
  if (run == end) {
    fillValues(sites, nx, NONE);
    return false;
  }
  let x: u32 = 0;
  for (; run < end; run += 8) {
    const start = <u32>load<u16>(run);
    const stop = <u32>load<u16>(run, 2);
    const label = load<u32>(run, 4);
    let after = <u32>nx;
    if (run + 8 < end) {
      // The gap's first half belongs to this run; its middle, if it has one, to the smaller label.
      const gap = <u32>load<u16>(run, 8) - stop;
      after = stop + ((gap + <u32>(label <= load<u32>(run, 12))) >>> 1);
    }
    fillValues(sites + ((<usize>x) << 2), start - x, start);
    fillCounting(sites + ((<usize>start) << 2), stop - start, start);
    fillValues(sites + ((<usize>stop) << 2), after - stop, stop - 1);
    fillValues(labels + ((<usize>x) << 2), after - x, label);
    x = after;
  }
  return true;
}
