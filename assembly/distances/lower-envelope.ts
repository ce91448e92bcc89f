/**
 * The steps of `search-columns.ts` on a tile of eight columns: the least sum of a height and a square, which candidates
 * have it, and the least label of those. Not a kernel itself; it exports nothing to TypeScript.
 *
 * Heights are i32 (two vectors for a tile) or f64 (four, taken two at a time: the six sums of three rows fill the
 * registers).
 */

import { SLAB, TILE, Tile } from "./column-slab";

function lesser<T>(a: v128, b: v128): v128 {
  return isFloat<T>() ? f64x2.pmin(a, b) : i32x4.min_s(a, b);
}

function splatSquare<T>(at: usize): v128 {
  return isFloat<T>() ? v128.load64_splat(at) : v128.load32_splat(at);
}

function sumAt<T>(tile: Tile, candidate: usize, q: i32, c: usize): T {
  const square = tile.squares + <usize>load<u32>(tile.offsets + (candidate << 2)) - <usize>q * sizeof<T>();
  return load<T>(tile.heights + (candidate * TILE + c) * sizeof<T>()) + load<T>(square);
}

/** The new heights of row q: of every column the least over candidates lo … hi. */
export function findLeast<T>(tile: Tile, q: i32, lo: usize, hi: usize): void {
  const out = tile.newHeights + <usize>q * SLAB * sizeof<T>();
  if (ASC_FEATURE_SIMD) {
    const squares = tile.squares - <usize>q * sizeof<T>();
    const end = tile.offsets + (hi << 2);
    for (let half: usize = 0; half < TILE * sizeof<T>(); half += 32) {
      let offset = tile.offsets + (lo << 2);
      let height = tile.heights + lo * TILE * sizeof<T>() + half;
      let square = splatSquare<T>(squares + <usize>load<u32>(offset));
      let a = v128.add<T>(v128.load(height), square);
      let b = v128.add<T>(v128.load(height, 16), square);
      for (offset += 4, height += TILE * sizeof<T>(); offset <= end; offset += 4, height += TILE * sizeof<T>()) {
        square = splatSquare<T>(squares + <usize>load<u32>(offset));
        a = lesser<T>(a, v128.add<T>(v128.load(height), square));
        b = lesser<T>(b, v128.add<T>(v128.load(height, 16), square));
      }
      v128.store(out + half, a);
      v128.store(out + half, b, 16);
    }
  } else {
    for (let c: usize = 0; c < TILE; c++) {
      let least = sumAt<T>(tile, lo, q, c);
      for (let i = lo + 1; i <= hi; i++) least = min<T>(least, sumAt<T>(tile, i, q, c));
      store<T>(out + c * sizeof<T>(), least);
    }
  }
}

/** The same for rows q, q + 1 and q + 2, whose candidates are loaded but once. */
export function findLeastOfThree<T>(tile: Tile, q: i32, lo: usize, hi: usize): void {
  if (ASC_FEATURE_SIMD) {
    const out = tile.newHeights + <usize>q * SLAB * sizeof<T>();
    const step = <usize>SLAB * sizeof<T>();
    const squares = tile.squares - (<usize>q + 2) * sizeof<T>();
    const end = tile.offsets + (hi << 2);
    for (let half: usize = 0; half < TILE * sizeof<T>(); half += 32) {
      let offset = tile.offsets + (lo << 2);
      let height = tile.heights + lo * TILE * sizeof<T>() + half;
      let at = squares + <usize>load<u32>(offset);
      let a = v128.load(height);
      let b = v128.load(height, 16);
      let square = splatSquare<T>(at + 2 * sizeof<T>());
      let a0 = v128.add<T>(a, square);
      let b0 = v128.add<T>(b, square);
      square = splatSquare<T>(at + sizeof<T>());
      let a1 = v128.add<T>(a, square);
      let b1 = v128.add<T>(b, square);
      square = splatSquare<T>(at);
      let a2 = v128.add<T>(a, square);
      let b2 = v128.add<T>(b, square);
      for (offset += 4, height += TILE * sizeof<T>(); offset <= end; offset += 4, height += TILE * sizeof<T>()) {
        at = squares + <usize>load<u32>(offset);
        a = v128.load(height);
        b = v128.load(height, 16);
        square = splatSquare<T>(at + 2 * sizeof<T>());
        a0 = lesser<T>(a0, v128.add<T>(a, square));
        b0 = lesser<T>(b0, v128.add<T>(b, square));
        square = splatSquare<T>(at + sizeof<T>());
        a1 = lesser<T>(a1, v128.add<T>(a, square));
        b1 = lesser<T>(b1, v128.add<T>(b, square));
        square = splatSquare<T>(at);
        a2 = lesser<T>(a2, v128.add<T>(a, square));
        b2 = lesser<T>(b2, v128.add<T>(b, square));
      }
      v128.store(out + half, a0);
      v128.store(out + half, b0, 16);
      v128.store(out + step + half, a1);
      v128.store(out + step + half, b1, 16);
      v128.store(out + 2 * step + half, a2);
      v128.store(out + 2 * step + half, b2, 16);
    }
  } else {
    for (let i = 0; i < 3; i++) findLeast<T>(tile, q + i, lo, hi);
  }
}

/** The first candidate from lo on that is nearest to row q in some column. */
export function firstOfLeast<T>(tile: Tile, q: i32, lo: usize): usize {
  return lo + seekLeast<T>(tile, q, lo, 1);
}

/** The last candidate up to hi that is nearest to row q in some column. */
export function lastOfLeast<T>(tile: Tile, q: i32, hi: usize): usize {
  return hi - seekLeast<T>(tile, q, hi, -1);
}

/** How many steps it takes to a candidate that is as near to row q as the new height says, in some column. */
function seekLeast<T>(tile: Tile, q: i32, from: usize, direction: isize): usize {
  const out = tile.newHeights + <usize>q * SLAB * sizeof<T>();
  let steps: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const squares = tile.squares - <usize>q * sizeof<T>();
    let offset = tile.offsets + (from << 2);
    let height = tile.heights + from * TILE * sizeof<T>();
    const least0 = v128.load(out);
    const least1 = v128.load(out, 16);
    const least2 = v128.load(out, isFloat<T>() ? 32 : 0);
    const least3 = v128.load(out, isFloat<T>() ? 48 : 0);
    while (true) {
      const square = splatSquare<T>(squares + <usize>load<u32>(offset));
      let found = v128.or(
        v128.eq<T>(v128.add<T>(v128.load(height), square), least0),
        v128.eq<T>(v128.add<T>(v128.load(height, 16), square), least1),
      );
      if (isFloat<T>()) {
        found = v128.or(found, v128.eq<T>(v128.add<T>(v128.load(height, 32), square), least2));
        found = v128.or(found, v128.eq<T>(v128.add<T>(v128.load(height, 48), square), least3));
      }
      if (v128.any_true(found)) return steps;
      offset += direction << 2;
      height += direction * <isize>(TILE * sizeof<T>());
      steps++;
    }
  }
  while (!isLeast<T>(tile, q, from + <usize>(<isize>steps * direction))) steps++;
  return steps;
}

/** Whether a candidate is as near to row q as the new height says, in some column. */
function isLeast<T>(tile: Tile, q: i32, candidate: usize): bool {
  const out = tile.newHeights + <usize>q * SLAB * sizeof<T>();
  for (let c: usize = 0; c < TILE; c++) {
    if (sumAt<T>(tile, candidate, q, c) == load<T>(out + c * sizeof<T>())) return true;
  }
  return false;
}

/** The new labels of row q: of every column the least label among the nearest of candidates lo … hi. */
export function labelLeast<T>(tile: Tile, q: i32, lo: usize, hi: usize): void {
  const out = tile.newLabels + <usize>q * SLAB * 4;
  const heights = tile.newHeights + <usize>q * SLAB * sizeof<T>();
  if (ASC_FEATURE_SIMD) {
    const squares = tile.squares - <usize>q * sizeof<T>();
    const end = tile.offsets + (hi << 2);
    let height = tile.heights + lo * TILE * sizeof<T>();
    let labels = tile.labels + lo * TILE * 4;
    const least0 = v128.load(heights);
    const least1 = v128.load(heights, 16);
    const least2 = v128.load(heights, isFloat<T>() ? 32 : 0);
    const least3 = v128.load(heights, isFloat<T>() ? 48 : 0);
    // Complements are compared, since what is not least then becomes 0 by "and".
    let low = i32x4.splat(0);
    let high = i32x4.splat(0);
    const ones = i32x4.splat(-1);
    for (let offset = tile.offsets + (lo << 2); offset <= end; offset += 4) {
      const square = splatSquare<T>(squares + <usize>load<u32>(offset));
      let a = v128.eq<T>(v128.add<T>(v128.load(height), square), least0);
      let b = v128.eq<T>(v128.add<T>(v128.load(height, 16), square), least1);
      if (isFloat<T>()) {
        const c = v128.eq<T>(v128.add<T>(v128.load(height, 32), square), least2);
        const d = v128.eq<T>(v128.add<T>(v128.load(height, 48), square), least3);
        a = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
        b = v128.shuffle<i32>(c, d, 0, 2, 4, 6);
      }
      low = i32x4.max_u(low, v128.andnot(a, v128.load(labels)));
      high = i32x4.max_u(high, v128.andnot(b, v128.load(labels, 16)));
      height += TILE * sizeof<T>();
      labels += TILE * 4;
    }
    low = v128.xor(low, ones);
    high = v128.xor(high, ones);
    v128.store(out, low);
    v128.store(out, high, 16);
  } else {
    for (let c: usize = 0; c < TILE; c++) {
      let label = u32.MAX_VALUE;
      const height = load<T>(heights + c * sizeof<T>());
      for (let i = lo; i <= hi; i++) {
        if (sumAt<T>(tile, i, q, c) == height) label = min<u32>(label, load<u32>(tile.labels + ((i * TILE + c) << 2)));
      }
      store<u32>(out + (c << 2), label);
    }
  }
}

/** One label for all columns of a row. */
export function fillLabels(out: usize, label: u32): void {
  if (ASC_FEATURE_SIMD) {
    const four = i32x4.splat(label);
    v128.store(out, four);
    v128.store(out, four, 16);
  } else {
    for (let c: usize = 0; c < TILE; c++) store<u32>(out + (c << 2), label);
  }
}
