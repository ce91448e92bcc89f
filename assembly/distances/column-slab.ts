/**
 * A slab of up to 64 columns of a grid side by side, copied together for a pass along y or z (`search-columns.ts`). Not a
 * kernel itself; it exports nothing to TypeScript.
 *
 * A volume is kept as one height (the squared distance to the nearest site so far) and one label for each voxel. Rows
 * (planes, along z) without any site are marked and left out here. Columns are taken 64 at a time because planes whose
 * distance is a power of two share few lines of the cache, and in tiles of eight, which one step of the search treats at once.
 *
 * **Memory**: `Slab` and its scratch, for columns of n rows, with T the type of heights:
 * ```
 * | Slab, Tile | squares T × (2n + 24) | offsets u32 × n | heights T × 8 tiles × n × 8 | labels u32, the same | …
 * … | ends i32 × 8 tiles × n | newHeights T × (n + 7) × 64 | newLabels u32, the same |
 * ```
 */

/** The height of every voxel of a row (or plane) without any site. */
export const NONE: i32 = -1;

/** Columns of a slab. */
export const SLAB: i32 = 64;

/** Columns of a tile. */
export const TILE: usize = 8;

@unmanaged
export class Slab {
  rows: i32;
  /** Columns in use, at most `SLAB`. */
  width: i32;
  /** Rows that have sites; only these are copied, and called candidates. */
  count: i32;
  labelled: bool;
  /** Weight · d² for the row difference d, which may be negative. */
  squares: usize;
  /** Where the square of each candidate's row stands among `squares`, in bytes. */
  offsets: usize;
  heights: usize;
  labels: usize;
  /** For each candidate of a tile the first one behind it with another label than its own; itself if its own differ. */
  ends: usize;
  newHeights: usize;
  newLabels: usize;
}

/** The eight columns of a slab that are searched together. */
@unmanaged
export class Tile {
  offsets: usize;
  squares: usize;
  heights: usize;
  labels: usize;
  ends: usize;
  newHeights: usize;
  newLabels: usize;
}

/** Bytes of `Slab` and its scratch for columns of n rows. */
export function slabBytes(n: usize): usize {
  return 512 + (2 * n + 24) * 8 + n * (4 + 64 * (8 + 4) + 8 * 4) + (n + 7) * 64 * (8 + 4);
}

/** Lays out `Slab` at `scratch` for columns of n rows along an axis of the given weight. */
export function layOutSlab<T>(scratch: usize, n: i32, weight: f64, labelled: bool): Slab {
  const slab = changetype<Slab>(scratch);
  const rows = <usize>n;
  slab.rows = n;
  slab.labelled = labelled;
  const squares = (scratch + offsetof<Slab>() + offsetof<Tile>() + 63) & ~63;
  slab.squares = squares + (rows + 12) * sizeof<T>();
  slab.offsets = squares + (2 * rows + 24) * sizeof<T>();
  slab.heights = (slab.offsets + rows * 4 + 63) & ~63;
  slab.labels = slab.heights + rows * 64 * sizeof<T>();
  slab.ends = slab.labels + rows * 64 * 4;
  slab.newHeights = slab.ends + rows * 8 * 4;
  slab.newLabels = slab.newHeights + (rows + 7) * 64 * sizeof<T>();
  for (let d = -n - 11; d <= n + 11; d++) {
    store<T>(slab.squares + <isize>d * sizeof<T>(), <T>(weight * <f64>d * <f64>d));
  }
  return slab;
}

/** The tile that begins at column 8 · `index` of the slab. */
export function takeTile<T>(slab: Slab, index: usize): Tile {
  const tile = changetype<Tile>(changetype<usize>(slab) + offsetof<Slab>());
  const candidates = index * <usize>slab.rows;
  tile.offsets = slab.offsets;
  tile.squares = slab.squares;
  tile.heights = slab.heights + candidates * TILE * sizeof<T>();
  tile.labels = slab.labels + candidates * TILE * 4;
  tile.ends = slab.ends + candidates * 4;
  tile.newHeights = slab.newHeights + index * TILE * sizeof<T>();
  tile.newLabels = slab.newLabels + index * TILE * 4;
  return tile;
}

/** Every whole number that the passes meet is below this if i32 may hold them, which doubles the lanes of a vector. */
export function fitsNarrow(nx: i32, ny: i32, nz: i32, wx: f64, wy: f64, wz: f64): bool {
  // The squares' table reaches 11 rows further than the grid.
  const x = <f64>nx + 12;
  const y = <f64>ny + 12;
  const z = <f64>nz + 12;
  return wx * x * x + wy * y * y + wz * z * z < 2147483648;
}

/**
 * Copies `slab.width` columns of every row that has a site; false if none has. `scale`: by what the heights (of type H)
 * are multiplied, from the weights of the slice to those of the volume.
 */
export function loadSlab<H, T>(slab: Slab, heights: usize, labels: usize, step: usize, scale: f64): bool {
  const n = slab.rows;
  const labelStep = step;
  const heightStep = step * (sizeof<H>() >>> 2);
  const tileBytes = <usize>n * TILE;
  const labelled = slab.labelled;
  const width = slab.width;
  const tiles = (<usize>width + TILE - 1) / TILE;
  let count: usize = 0;
  for (let row = 0; row < n; row++, heights += heightStep, labels += labelStep) {
    if (load<H>(heights) == <H>NONE) continue;
    store<u32>(slab.offsets + (count << 2), <u32>row * <u32>sizeof<T>());
    for (let tile: usize = 0; tile < tiles; tile++) {
      const target = slab.heights + (tile * tileBytes + count * TILE) * sizeof<T>();
      copyHeights<H, T>(target, heights + tile * TILE * sizeof<H>(), scale);
      if (!labelled) continue;
      const targetLabels = slab.labels + ((tile * tileBytes + count * TILE) << 2);
      const sameLabels = copyLabels(targetLabels, labels + tile * TILE * 4);
      store<i32>(slab.ends + ((tile * <usize>n + count) << 2), <i32>sameLabels);
    }
    const used = <usize>width & (TILE - 1);
    if (used != 0) repeatLast<T>(slab, tiles - 1, count, used);
    count++;
  }
  slab.count = <i32>count;
  if (labelled) for (let tile: usize = 0; tile < tiles; tile++) findEnds(slab, tile);
  return count != 0;
}

/** Fills the rest of a tile that is not full with its last column, so that nothing unknown enters the search. */
function repeatLast<T>(slab: Slab, tile: usize, candidate: usize, used: usize): void {
  const at = (tile * <usize>slab.rows + candidate) * TILE;
  const heights = slab.heights + at * sizeof<T>();
  const labels = slab.labels + (at << 2);
  const height = load<T>(heights + (used - 1) * sizeof<T>());
  for (let c = used; c < TILE; c++) store<T>(heights + c * sizeof<T>(), height);
  if (!slab.labelled) return;
  const label = load<u32>(labels + ((used - 1) << 2));
  let same = true;
  for (let c: usize = 0; c < used; c++) same = same && load<u32>(labels + (c << 2)) == label;
  for (let c = used; c < TILE; c++) store<u32>(labels + (c << 2), label);
  store<i32>(slab.ends + ((tile * <usize>slab.rows + candidate) << 2), <i32>same);
}

function copyHeights<H, T>(target: usize, source: usize, scale: f64): void {
  if (ASC_FEATURE_SIMD) {
    if (sizeof<H>() == sizeof<T>()) {
      const factor = isFloat<T>() ? f64x2.splat(scale) : i32x4.splat(<i32>scale);
      for (let at: usize = 0; at < TILE * sizeof<T>(); at += 16) {
        v128.store(target + at, v128.mul<T>(v128.load(source + at), factor));
      }
    } else {
      const factor = f64x2.splat(scale);
      for (let c: usize = 0; c < TILE; c += 2) {
        const pair = f64x2.convert_low_i32x4_s(v128.load64_zero(source + (c << 2)));
        v128.store(target + (c << 3), f64x2.mul(pair, factor));
      }
    }
  } else {
    for (let c: usize = 0; c < TILE; c++) {
      store<T>(target + c * sizeof<T>(), <T>(<f64>load<H>(source + c * sizeof<H>()) * scale));
    }
  }
}

/** Copies the labels of a tile's row; true if they are all the same. */
function copyLabels(target: usize, source: usize): bool {
  if (ASC_FEATURE_SIMD) {
    const low = v128.load(source);
    const high = v128.load(source, 16);
    v128.store(target, low);
    v128.store(target, high, 16);
    const first = v128.load32_splat(source);
    return i32x4.all_true(v128.and(i32x4.eq(low, first), i32x4.eq(high, first)));
  }
  const first = load<u32>(source);
  let same = true;
  for (let c: usize = 0; c < TILE; c++) {
    const label = load<u32>(source + (c << 2));
    store<u32>(target + (c << 2), label);
    same = same && label == first;
  }
  return same;
}

/** From whether each candidate's labels are all the same to how far they stay so. */
function findEnds(slab: Slab, tile: usize): void {
  const n = <usize>slab.rows;
  const ends = slab.ends + ((tile * n) << 2);
  const labels = slab.labels + ((tile * n * TILE) << 2);
  let end = slab.count;
  let next: u32 = 0;
  for (let i = slab.count - 1; i >= 0; i--) {
    const at = ends + ((<usize>i) << 2);
    const label = load<u32>(labels + ((<usize>i * TILE) << 2));
    if (load<i32>(at) == 0) {
      store<i32>(at, i);
      end = i;
      continue;
    }
    if (end > i + 1 && label != next) end = i + 1;
    store<i32>(at, end);
    next = label;
  }
}

/** Writes the new heights of all rows of the slab. */
export function storeHeights<T>(slab: Slab, target: usize, step: usize): void {
  storeRows(slab.newHeights, <usize>SLAB * sizeof<T>(), target, step, slab.rows, <usize>slab.width * sizeof<T>());
}

/** Writes the new labels of all rows of the slab. */
export function storeLabels(slab: Slab, target: usize, step: usize): void {
  storeRows(slab.newLabels, <usize>SLAB * 4, target, step, slab.rows, (<usize>slab.width) << 2);
}

function storeRows(source: usize, sourceStep: usize, target: usize, step: usize, n: i32, bytes: usize): void {
  for (let row = 0; row < n; row++, source += sourceStep, target += step) {
    let at: usize = 0;
    if (ASC_FEATURE_SIMD) {
      for (; at + 16 <= bytes; at += 16) v128.store(target + at, v128.load(source + at));
    }
    for (; at < bytes; at += 4) store<u32>(target + at, load<u32>(source + at));
  }
}
