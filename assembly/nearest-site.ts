/**
 * The passes that the nearest-label and the distance kernels share, on an array of one u32 for each voxel that says
 * where the best site so far lies. Not a kernel itself; it exports nothing to TypeScript.
 *
 * ```
 * after the x pass   x of the nearest site of the row
 * after the y pass   x | y << 16 of the nearest site of the slice
 * after the z pass   the label of the nearest site of the volume
 * no site            NONE, in the whole row or slice
 * ```
 * Every pass works in place. A pass along y or z takes 64 columns at a time into a slab of its own, because rows or planes
 * whose distance is a power of two fall into the same few lines of the cache:
 * ```
 * scratch: | Columns and its scratch | slab: n rows × (64 + 16) × u32 |
 * ```
 */

import { Columns, columnsBytes, fillHeights, keepRows, labelAt, NONE, WIDTH } from "./columns";
import { findEnvelope } from "./lower-envelope";

/** Columns that are copied at once. */
const SLAB: usize = 64;

/** Bytes from row to row of a slab: no power of two. */
const SLAB_STRIDE: usize = (SLAB + 16) * 4;

/** Scratch of a pass along columns of n rows, in bytes. */
export function passBytes(n: usize): usize {
  return columnsBytes(n) + n * SLAB_STRIDE + 64;
}

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

/** Copies `columns` u32 of each row, reading up to seven more if `columns` is no multiple of eight and `whole` is set. */
function copyRows(to: usize, toStride: usize, from: usize, fromStride: usize, n: i32, columns: usize): void {
  const bytes = columns << 2;
  for (let row = 0; row < n; row++, to += toStride, from += fromStride) {
    let i: usize = 0;
    if (ASC_FEATURE_SIMD) {
      for (; i + 16 <= bytes; i += 16) v128.store(to + i, v128.load(from + i));
    }
    for (; i < bytes; i += 4) store<u32>(to + i, load<u32>(from + i));
  }
}

/**
 * One pass over the lines of `width` columns that begin at `data` with `stride` bytes from row to row, on line y.
 * In place: every value becomes that of the winning row, with the row in its upper half, or (`toLabels`) its label.
 * A column without any site stays as it is, or becomes 0.
 */
export function passColumns<T>(columns: Columns, data: usize, stride: usize, width: i32, y: i32, toLabels: bool): void {
  const n = columns.rows;
  const slab = (changetype<usize>(columns) + columnsBytes(n) + 63) & ~63;
  columns.valueStride = SLAB_STRIDE;
  for (let x0 = 0; x0 < width; x0 += <i32>SLAB) {
    const present = <usize>min(<i32>SLAB, width - x0);
    const corner = data + ((<usize>x0) << 2);
    copyRows(slab, SLAB_STRIDE, corner, stride, n, (present + WIDTH - 1) & ~(WIDTH - 1));
    for (let x: usize = 0; x < present; x += WIDTH) {
      columns.values = slab + (x << 2);
      if (!fillHeights<T>(columns, x0 + <i32>x, y)) {
        if (toLabels) for (let row = 0; row < n; row++) fillValues(columns.values + <usize>row * SLAB_STRIDE, WIDTH, 0);
        continue;
      }
      keepRows<T>(columns);
      const count = min(WIDTH, present - x);
      for (let c: usize = 0; c < count; c++) {
        const stretches = findEnvelope<T>(columns, c);
        if (toLabels) markLabels(columns, c, stretches);
        else markSites(columns, c, stretches);
      }
      spreadMarks(columns);
    }
    copyRows(corner, stride, slab, SLAB_STRIDE, n, present);
  }
}

/**
 * Where a stretch of column c begins, its value is marked in `delta` as the bits in which it differs from the one before;
 * `spreadMarks` then fills eight columns at once. Against storing value by value: y pass −40 %.
 */
function markSites(columns: Columns, c: usize, stretches: i32): void {
  let before: u32 = 0;
  for (let i: usize = 0; i < <usize>stretches; i++) {
    const row = load<i32>(columns.site + (i << 2));
    const value = load<u32>(columns.values + <usize>row * SLAB_STRIDE + (c << 2)) | ((<u32>row) << 16);
    store<u32>(columns.delta + ((<usize>load<i32>(columns.start + (i << 2))) << 5) + (c << 2), value ^ before);
    before = value;
  }
}

function markLabels(columns: Columns, c: usize, stretches: i32): void {
  let before: u32 = 0;
  for (let i: usize = 0; i < <usize>stretches; i++) {
    const value = labelAt(columns, c, load<i32>(columns.site + (i << 2)));
    store<u32>(columns.delta + ((<usize>load<i32>(columns.start + (i << 2))) << 5) + (c << 2), value ^ before);
    before = value;
  }
}

/** Replaces the values of the eight columns by what is marked, and zeroes the marks. */
function spreadMarks(columns: Columns): void {
  const n = columns.rows;
  let delta = columns.delta;
  let value = columns.values;
  if (ASC_FEATURE_SIMD) {
    let low = i32x4.splat(0);
    let high = low;
    const zero = low;
    for (let row = 0; row < n; row++, delta += 32, value += SLAB_STRIDE) {
      low = v128.xor(low, v128.load(delta));
      high = v128.xor(high, v128.load(delta, 16));
      v128.store(delta, zero);
      v128.store(delta, zero, 16);
      v128.store(value, low);
      v128.store(value, high, 16);
    }
  } else {
    for (let c: usize = 0; c < 32; c += 4) {
      let now: u32 = 0;
      for (let row: usize = 0; row < <usize>n; row++) {
        now ^= load<u32>(delta + (row << 5) + c);
        store<u32>(delta + (row << 5) + c, 0);
        store<u32>(value + row * SLAB_STRIDE + c, now);
      }
    }
  }
}

/**
 * The last pass of the distance transform: like `passColumns`, but from the sites to squared distances in mm² (f64 × width
 * in each row of `out`). The sites stay as they are.
 */
export function measureColumns<T>(
  columns: Columns,
  data: usize,
  stride: usize,
  out: usize,
  width: i32,
  y: i32,
  unit: f64,
): void {
  const n = columns.rows;
  columns.valueStride = stride;
  for (let x: usize = 0; x < <usize>width; x += WIDTH) {
    const count = min(WIDTH, <usize>width - x);
    columns.values = data + (x << 2);
    const corner = out + (x << 3);
    if (!fillHeights<T>(columns, <i32>x, y)) {
      for (let row: usize = 0; row < <usize>n; row++) {
        for (let c: usize = 0; c < count; c++) store<f64>(corner + row * (stride << 1) + (c << 3), Infinity);
      }
      continue;
    }
    keepRows<T>(columns);
    for (let c: usize = 0; c < count; c++) {
      measureStretches<T>(columns, c, findEnvelope<T>(columns, c), corner + (c << 3), stride << 1, unit);
    }
  }
}

/** h(v) + w·q² − 2·w·q·v for every row q of column c: whole numbers, so that nothing is lost before `unit`. */
function measureStretches<T>(
  columns: Columns,
  c: usize,
  stretches: i32,
  out: usize,
  outStride: usize,
  unit: f64,
): void {
  const w = columns.wAxis;
  const heights = columns.heights + c * sizeof<T>();
  let q: i32 = 0;
  for (let i: usize = 0; i < <usize>stretches; i++) {
    const v = load<i32>(columns.site + (i << 2));
    const end = i + 1 < <usize>stretches ? load<i32>(columns.start + (i << 2), 4) : columns.rows;
    const height = <f64>load<T>(heights + <usize>v * WIDTH * sizeof<T>());
    for (; q < end; q++, out += outStride) {
      store<f64>(out, (height + w * <f64>q * <f64>(q - 2 * v)) * unit);
    }
  }
}

/** The x pass of one row from its runs; the nearer run's x, ties to the smaller label. False if the row has none. */
export function nearestInRow(at: usize, nx: i32, run: usize, end: usize): bool {
  if (run === end) {
    fillValues(at, nx, NONE);
    return false;
  }
  let x: u32 = 0;
  for (; run < end; run += 8) {
    const start = <u32>load<u16>(run);
    const stop = <u32>load<u16>(run, 2);
    fillValues(at + ((<usize>x) << 2), start - x, start);
    fillCounting(at + ((<usize>start) << 2), stop - start, start);
    x = stop;
    if (run + 8 < end) {
      // The gap's first half belongs to this run; its middle, if it has one, to the smaller label.
      const gap = <u32>load<u16>(run, 8) - stop;
      const ours = (gap + <u32>(load<u32>(run, 4) <= load<u32>(run, 12))) >>> 1;
      fillValues(at + ((<usize>x) << 2), ours, stop - 1);
      x += ours;
    }
  }
  fillValues(at + ((<usize>x) << 2), <u32>nx - x, x - 1);
  return true;
}
