/**
 * A slab of up to 64 columns of a grid side by side: where their best sites lie so far, their heights, and which of their
 * rows may still win, as the lower envelope (`lower-envelope.ts`) needs them. Not a kernel itself; it exports nothing to
 * TypeScript.
 *
 * The columns run along y or z. Row v of a column knows one site: its coordinates x | y << 16 (y is 0 before the y pass)
 * and its label. Columns are taken 64 at a time because rows or planes whose distance is a power of two share few lines
 * of the cache; the slab's own rows are 80 columns apart for the same reason.
 *
 * **Memory**: `Columns` and its scratch, for columns of n rows:
 * ```
 * | Columns | heights (8 + n + 8) × 80 × f64 or i32 | keep u8 × 8 × (n to 64) | hullHeight f64 × n | …
 * … | siteMarks, labelMarks u32 × n × 80, zero between uses | labelSlab u32 × n × 80 | hullRow, site, start i32 × n |
 * ```
 * The 8 rows before and behind are infinitely high, as are rows without a site.
 */

/** A row (or slice) without any site is filled with this; no coordinate is 65535. */
export const NONE: u32 = 0xffffffff;

/** Columns of a slab. */
export const SLAB: i32 = 64;

/** From row to row of a slab, in elements. */
const STRIDE: usize = 80;

/** Columns whose bits share a byte of `keep`. */
const TILE: usize = 8;

const PAD: usize = 8;

/** Higher than any i32 height (< 2²⁹), low enough to be doubled. */
const HIGH: i32 = 0x3fffffff;

@unmanaged
export class Columns {
  rows: i32;
  /** Columns in use, at most `SLAB`. */
  width: i32;
  /** The weights of x, of y and of the axis along which the columns run. */
  wx: f64;
  wy: f64;
  wAxis: f64;
  /** True if x and y weigh the same and their differences fit 16 bits. */
  even: bool;
  /** True if the products of the hull's test are exact, so that the hull is. */
  exactHull: bool;
  /** The sites of the first row, and bytes from row to row. */
  sites: usize;
  siteStride: usize;
  /** The labels of the first row, or 0 if there are none and ties need no breaking. */
  labels: usize;
  labelStride: usize;
  heights: usize;
  /** Bit c % 8 of byte (c / 8)·keepStride + row: may that row win in column c? */
  keep: usize;
  keepStride: usize;
  hullRow: usize;
  hullHeight: usize;
  site: usize;
  start: usize;
  siteMarks: usize;
  labelMarks: usize;
  labelSlab: usize;
}

/** Bytes from row to row of the heights. */
export function heightStride<T>(): usize {
  return STRIDE * sizeof<T>();
}

/** Bytes from row to row of marks and of the slab of labels. */
export function markStride(): usize {
  return STRIDE * 4;
}

/** Bytes of `Columns` and its scratch for columns of n rows. */
export function columnsBytes(n: usize): usize {
  return 512 + (n + 2 * PAD) * STRIDE * 8 + (n + 63) * 8 + n * (4 + 8 + 4 + 4) + n * STRIDE * 4 * 3 + 64;
}

/** Lays out `Columns` at `scratch`. */
export function layOutColumns<T>(scratch: usize, n: i32, nx: i32, ny: i32, wx: f64, wy: f64, wAxis: f64): Columns {
  const columns = changetype<Columns>(scratch);
  const rows = <usize>n;
  columns.rows = n;
  columns.wx = wx;
  columns.wy = wy;
  columns.wAxis = wAxis;
  columns.even = wx == wy && nx <= 32768 && ny <= 32768;
  const x = <f64>nx;
  const y = <f64>ny;
  const q = <f64>n;
  columns.exactHull = (wx * x * x + wy * y * y + wAxis * q * q) * q < 9007199254740992;
  columns.labels = 0;
  columns.heights = ((scratch + 319) & ~63) + PAD * heightStride<T>();
  columns.keep = columns.heights + (rows + PAD) * heightStride<T>();
  columns.keepStride = (rows + 63) & ~63;
  columns.hullHeight = columns.keep + columns.keepStride * 8;
  columns.siteMarks = columns.hullHeight + rows * 8;
  columns.labelMarks = columns.siteMarks + rows * markStride();
  columns.labelSlab = columns.labelMarks + rows * markStride();
  columns.hullRow = columns.labelSlab + rows * markStride();
  columns.site = columns.hullRow + rows * 4;
  columns.start = columns.site + rows * 4;
  memory.fill(columns.siteMarks, 0, 2 * rows * markStride());
  memory.fill(columns.keep, 0, columns.keepStride * 8);
  for (let row: usize = 0; row < PAD; row++) {
    raise<T>(columns.heights - (row + 1) * heightStride<T>(), SLAB);
    raise<T>(columns.heights + (rows + row) * heightStride<T>(), SLAB);
  }
  return columns;
}

/** Heights below 2²⁹ are kept as i32, which doubles the lanes of a vector. */
export function fitsNarrow(nx: i32, ny: i32, nz: i32, wx: f64, wy: f64, wz: f64): bool {
  const x = <f64>nx;
  const y = <f64>ny;
  const z = <f64>nz;
  return wx * x * x + wy * y * y + wz * z * z < 536870912;
}

/** Makes `count` heights infinite. */
function raise<T>(at: usize, count: i32): void {
  for (let c: usize = 0; c < <usize>count; c++) {
    if (isFloat<T>()) store<f64>(at + (c << 3), Infinity);
    else store<i32>(at + (c << 2), HIGH);
  }
}

/** Fills `heights` of the columns from x on, on line y. False if no row has a site. */
export function fillHeights<T>(columns: Columns, x: i32, y: i32): bool {
  const n = columns.rows;
  const width = (columns.width + <i32>TILE - 1) & -(<i32>TILE);
  const stride = columns.siteStride;
  const even = columns.even;
  const wx = columns.wx;
  const wy = columns.wy;
  const wAxis = columns.wAxis;
  let site = columns.sites;
  let height = columns.heights;
  let any = false;
  for (let row = 0; row < n; row++, site += stride, height += heightStride<T>()) {
    if (load<u32>(site) == NONE) {
      raise<T>(height, width);
      continue;
    }
    any = true;
    const offset = wAxis * <f64>row * <f64>row;
    if (ASC_FEATURE_SIMD) {
      if (even) {
        evenHeights<T>(height, site, (y << 16) + x, width, wx, offset);
        continue;
      }
    }
    for (let c: usize = 0; c < <usize>width; c++) {
      const value = load<u32>(site + (c << 2));
      const dx = x + <i32>c - <i32>(value & 0xffff);
      const dy = y - <i32>(value >>> 16);
      // Columns past the last of a row hold anything: whole-number arithmetic wraps there, where a conversion would trap.
      if (isFloat<T>()) store<f64>(height + (c << 3), wx * <f64>dx * <f64>dx + wy * <f64>dy * <f64>dy + offset);
      else store<i32>(height + (c << 2), <i32>wx * dx * dx + <i32>wy * dy * dy + <i32>offset);
    }
  }
  return any;
}

/** The heights of one row: both 16-bit differences are squared and added by one instruction. */
function evenHeights<T>(height: usize, site: usize, corner: i32, width: i32, wx: f64, offset: f64): void {
  let here = i32x4.add(i32x4.splat(corner), i32x4(0, 1, 2, 3));
  const four = i32x4.splat(4);
  const weight = f64x2.splat(wx);
  const rise = f64x2.splat(offset);
  const narrowWeight = i32x4.splat(isFloat<T>() ? 0 : <i32>wx);
  const narrowRise = i32x4.splat(isFloat<T>() ? 0 : <i32>offset);
  for (let c = 0; c < width; c += 4, site += 16, height += 4 * sizeof<T>()) {
    const d = i16x8.sub(here, v128.load(site));
    const squares = i32x4.dot_i16x8_s(d, d);
    here = i32x4.add(here, four);
    if (isFloat<T>()) {
      const high = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(squares, squares, 2, 3, 0, 1));
      v128.store(height, f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_s(squares), weight), rise));
      v128.store(height, f64x2.add(f64x2.mul(high, weight), rise), 16);
    } else {
      v128.store(height, i32x4.add(i32x4.mul(squares, narrowWeight), narrowRise));
    }
  }
}

/**
 * Clears the bits of rows that win nowhere: those strictly above the chord of the rows s before and s behind, s = 1, 3, 8
 * (which clear as many as 1, 2, 4, 8: of 256 rows 99 are left along y and 166 along z, 51 and 121 of them on the hull).
 * Without vectors the test costs more than it saves, and all rows with a site are kept.
 */
export function keepRows<T>(columns: Columns): void {
  const n = <usize>columns.rows;
  const tiles = (<usize>columns.width + TILE - 1) / TILE;
  const siteStride = columns.siteStride;
  const keepStride = columns.keepStride;
  let site = columns.sites;
  let heights = columns.heights;
  let keep = columns.keep;
  for (let row: usize = 0; row < n; row++, site += siteStride, heights += heightStride<T>(), keep++) {
    const present = load<u32>(site) != NONE;
    let height = heights;
    for (let tile: usize = 0; tile < tiles; tile++, height += TILE * sizeof<T>()) {
      let bits: i32 = present ? 0xff : 0;
      if (ASC_FEATURE_SIMD) {
        if (present) {
          if (isFloat<T>()) {
            bits =
              i64x2.bitmask(keepLanes<T>(height)) |
              (i64x2.bitmask(keepLanes<T>(height + 16)) << 2) |
              (i64x2.bitmask(keepLanes<T>(height + 32)) << 4) |
              (i64x2.bitmask(keepLanes<T>(height + 48)) << 6);
          } else {
            bits = i32x4.bitmask(keepLanes<T>(height)) | (i32x4.bitmask(keepLanes<T>(height + 16)) << 4);
          }
        }
      }
      store<u8>(keep + tile * keepStride, <u8>bits);
    }
  }
}

function keepLanes<T>(at: usize): v128 {
  const one = heightStride<T>();
  const middle = v128.load(at);
  const twice = v128.add<T>(middle, middle);
  let keep = v128.le<T>(twice, v128.add<T>(v128.load(at - one), v128.load(at + one)));
  keep = v128.and(keep, v128.le<T>(twice, v128.add<T>(v128.load(at - 3 * one), v128.load(at + 3 * one))));
  return v128.and(keep, v128.le<T>(twice, v128.add<T>(v128.load(at - 8 * one), v128.load(at + 8 * one))));
}
