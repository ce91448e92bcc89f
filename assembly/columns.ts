/**
 * Eight columns of a grid side by side: their heights and which of their rows may win, as the lower envelope
 * (`lower-envelope.ts`) needs them. Not a kernel itself; it exports nothing to TypeScript.
 *
 * **Memory**: `Columns` and its scratch, for columns of n rows:
 * ```
 * | Columns | heights (8 + n + 8) × 8 × f64 or i32 | keep u8 × (n to 64) | hullRow, hullHeight f64 × n | …
 * … | site, start i32 × n | delta u32 × 8 × n, zero between uses |
 * ```
 * The 8 rows before and behind are infinitely high, as are rows without a site.
 */

/** A row (or slice) without any site is filled with this; no coordinate is 65535. */
export const NONE: u32 = 0xffffffff;

/** Columns that go side by side through the vector steps. */
export const WIDTH: usize = 8;

const PAD: usize = 8;

/** Higher than any i32 height (< 2²⁹), low enough to be doubled. */
const HIGH: i32 = 0x3fffffff;

@unmanaged
export class Columns {
  rows: i32;
  /** The weights of x, of y and of the axis along which the columns run. */
  wx: f64;
  wy: f64;
  wAxis: f64;
  /** True if `x` and `y` weigh the same and their differences fit 16 bits. */
  even: bool;
  /** The values of the eight columns: bytes from row to row; x | y << 16 of the best site so far. */
  values: usize;
  valueStride: usize;
  /** Labels, to break ties: run records, or 0 if ties need no breaking. A site's row is y + row·rowStep + rowBase. */
  runs: usize;
  rowOffsets: usize;
  rowStep: usize;
  rowBase: usize;
  heights: usize;
  keep: usize;
  hullRow: usize;
  hullHeight: usize;
  site: usize;
  start: usize;
  delta: usize;
}

/** Bytes of `Columns` and its scratch for columns of n rows. */
export function columnsBytes(n: usize): usize {
  return 256 + (n + 2 * PAD) * 64 + ((n + 63) & ~63) + n * (8 + 8 + 4 + 4 + 32) + 64;
}

/** Lays out `Columns` at `scratch`. */
export function layOutColumns<T>(scratch: usize, n: i32, nx: i32, ny: i32, wx: f64, wy: f64, wAxis: f64): Columns {
  const columns = changetype<Columns>(scratch);
  const rows = <usize>n;
  columns.rows = n;
  columns.wx = wx;
  columns.wy = wy;
  columns.wAxis = wAxis;
  columns.even = wx === wy && nx <= 32768 && ny <= 32768;
  columns.heights = ((scratch + 255) & ~63) + PAD * WIDTH * sizeof<T>();
  columns.keep = columns.heights + (rows + PAD) * WIDTH * sizeof<T>();
  columns.hullRow = columns.keep + ((rows + 63) & ~63);
  columns.hullHeight = columns.hullRow + rows * 8;
  columns.delta = columns.hullHeight + rows * 8;
  columns.site = columns.delta + rows * 32;
  columns.start = columns.site + rows * 4;
  memory.fill(columns.delta, 0, rows * 32);
  memory.fill(columns.keep, 0, (rows + 63) & ~63);
  for (let row: usize = 0; row < PAD; row++) {
    raise<T>(columns.heights - (row + 1) * WIDTH * sizeof<T>());
    raise<T>(columns.heights + (rows + row) * WIDTH * sizeof<T>());
  }
  return columns;
}

/** Heights below 2²⁹ are kept as i32, which doubles the lanes: y pass −30 %, z pass −25 %. */
export function fitsNarrow(nx: i32, ny: i32, nz: i32, wx: f64, wy: f64, wz: f64): bool {
  const x = <f64>nx;
  const y = <f64>ny;
  const z = <f64>nz;
  return wx * x * x + wy * y * y + wz * z * z < 536870912;
}

/** Makes one row of eight heights infinite. */
function raise<T>(at: usize): void {
  for (let c: usize = 0; c < WIDTH; c++) {
    if (isFloat<T>()) store<f64>(at + (c << 3), Infinity);
    else store<i32>(at + (c << 2), HIGH);
  }
}

/** Fills `heights` of eight columns from x on, on line y. False if no row has a site. */
export function fillHeights<T>(columns: Columns, x: i32, y: i32): bool {
  const n = columns.rows;
  const stride = columns.valueStride;
  const wAxis = columns.wAxis;
  let value = columns.values;
  let height = columns.heights;
  let any = false;
  const here = (y << 16) + x;
  for (let row = 0; row < n; row++, value += stride, height += WIDTH * sizeof<T>()) {
    if (load<u32>(value) === NONE) {
      raise<T>(height);
      continue;
    }
    any = true;
    const offset = wAxis * <f64>row * <f64>row;
    if (ASC_FEATURE_SIMD) {
      if (columns.even) {
        evenHeights<T>(height, value, here, columns.wx, offset);
        evenHeights<T>(height + 4 * sizeof<T>(), value + 16, here + 4, columns.wx, offset);
        continue;
      }
    }
    for (let c: usize = 0; c < WIDTH; c++) {
      const site = load<u32>(value + (c << 2));
      const dx = x + <i32>c - <i32>(site & 0xffff);
      const dy = y - <i32>(site >>> 16);
      // Columns past the last of a row hold anything: whole-number arithmetic wraps there, where a conversion would trap.
      if (isFloat<T>()) {
        const planar = columns.wx * <f64>dx * <f64>dx + columns.wy * <f64>dy * <f64>dy;
        store<f64>(height + (c << 3), planar + offset);
      } else {
        store<i32>(height + (c << 2), <i32>columns.wx * dx * dx + <i32>columns.wy * dy * dy + <i32>offset);
      }
    }
  }
  return any;
}

/** Four heights: the products of both 16-bit differences and their sum are one instruction. */
function evenHeights<T>(height: usize, value: usize, here: i32, wx: f64, offset: f64): void {
  const at = i32x4.add(i32x4.splat(here), i32x4(0, 1, 2, 3));
  const d = i16x8.sub(at, v128.load(value));
  const squares = i32x4.dot_i16x8_s(d, d);
  if (isFloat<T>()) {
    const weight = f64x2.splat(wx);
    const high = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(squares, squares, 2, 3, 0, 1));
    const low = f64x2.convert_low_i32x4_s(squares);
    v128.store(height, f64x2.add(f64x2.mul(low, weight), f64x2.splat(offset)));
    v128.store(height, f64x2.add(f64x2.mul(high, weight), f64x2.splat(offset)), 16);
  } else {
    v128.store(height, i32x4.add(i32x4.mul(squares, i32x4.splat(<i32>wx)), i32x4.splat(<i32>offset)));
  }
}

/** Step 1: one bit for each row and column, 0 if the row wins nowhere in that column. */
export function keepRows<T>(columns: Columns): void {
  const n = columns.rows;
  const stride = columns.valueStride;
  let value = columns.values;
  let height = columns.heights;
  for (let row = 0; row < n; row++, value += stride, height += WIDTH * sizeof<T>()) {
    let bits: i32 = 0;
    if (load<u32>(value) !== NONE) {
      bits = 0xff;
      if (ASC_FEATURE_SIMD) {
        if (isFloat<T>()) {
          bits =
            i64x2.bitmask(keepPair(height)) |
            (i64x2.bitmask(keepPair(height + 16)) << 2) |
            (i64x2.bitmask(keepPair(height + 32)) << 4) |
            (i64x2.bitmask(keepPair(height + 48)) << 6);
        } else {
          bits = i32x4.bitmask(keepFour(height)) | (i32x4.bitmask(keepFour(height + 16)) << 4);
        }
      }
    }
    store<u8>(columns.keep + row, <u8>bits);
  }
}

function keepPair(at: usize): v128 {
  const twice = f64x2.add(v128.load(at), v128.load(at));
  let keep = f64x2.le(twice, f64x2.add(v128.load(at - 64), v128.load(at + 64)));
  keep = v128.and(keep, f64x2.le(twice, f64x2.add(v128.load(at - 128), v128.load(at + 128))));
  keep = v128.and(keep, f64x2.le(twice, f64x2.add(v128.load(at - 256), v128.load(at + 256))));
  return v128.and(keep, f64x2.le(twice, f64x2.add(v128.load(at - 512), v128.load(at + 512))));
}

function keepFour(at: usize): v128 {
  const twice = i32x4.add(v128.load(at), v128.load(at));
  let keep = i32x4.le_s(twice, i32x4.add(v128.load(at - 32), v128.load(at + 32)));
  keep = v128.and(keep, i32x4.le_s(twice, i32x4.add(v128.load(at - 64), v128.load(at + 64))));
  keep = v128.and(keep, i32x4.le_s(twice, i32x4.add(v128.load(at - 128), v128.load(at + 128))));
  return v128.and(keep, i32x4.le_s(twice, i32x4.add(v128.load(at - 256), v128.load(at + 256))));
}

/** The label of the site that row v of column c knows: the last run of the site's row that begins at or before its x. */
export function labelAt(columns: Columns, c: usize, v: i32): u32 {
  const value = load<u32>(columns.values + <usize>v * columns.valueStride + (c << 2));
  const x = value & 0xffff;
  const row = <usize>(value >>> 16) + <usize>v * columns.rowStep + columns.rowBase;
  const runs = columns.runs;
  let low = <usize>load<u32>(columns.rowOffsets + (row << 2));
  let high = <usize>load<u32>(columns.rowOffsets + (row << 2), 4);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (<u32>load<u16>(runs + (middle << 3)) <= x) low = middle;
    else high = middle;
  }
  return load<u32>(runs + (low << 3), 4);
}
