/**
 * Checks costs before an assignment, and transposes them where there are more rows than columns.
 *
 * Idea: one pass each, called for slabs of rows while these are still in the cache. The transposition works on tiles of 8 × 8, so
 * that both sides touch whole lines of 64 bytes.
 * Cost: O(cells); no scratch. Changed from the plain loops: a cell is bad exactly if not |c| ≤ limit and not c = +∞, which
 * four cells decide at once.
 */

/** Beyond this a path's length might overflow to +∞, which means forbidden. */
const LARGEST_COST: f64 = 1e300;

/** The first of `count` costs that is NaN, −Infinity or beyond ±1e300 and not +Infinity; `count` if all are usable. */
export function findInvalidCost(costs: usize, count: i32): i32 {
  let t = 0;
  while (t < count) {
    if (ASC_FEATURE_SIMD) {
      const largest = f64x2.splat(LARGEST_COST);
      const forbidden = f64x2.splat(Infinity);
      for (; t + 4 <= count; t += 4) {
        const a = v128.load(costs + ((<usize>t) << 3));
        const b = v128.load(costs + ((<usize>t) << 3), 16);
        const okA = v128.or(f64x2.le(f64x2.abs(a), largest), f64x2.eq(a, forbidden));
        const okB = v128.or(f64x2.le(f64x2.abs(b), largest), f64x2.eq(b, forbidden));
        if (!i64x2.all_true(v128.and(okA, okB))) break;
      }
    }
    for (const end = min(t + 4, count); t < end; t++) {
      const c = load<f64>(costs + ((<usize>t) << 3));
      if (!(abs(c) <= LARGEST_COST || c === Infinity)) return t;
    }
  }
  return count;
}

/**
 * Writes a slab of `slabRows` rows at `slab` as columns `first …` of `transposed`, which has `columns` rows of `rows` cells.
 */
export function transposeCosts(
  slab: usize,
  slabRows: i32,
  columns: i32,
  transposed: usize,
  rows: i32,
  first: i32,
): void {
  for (let i0 = 0; i0 < slabRows; i0 += 8) {
    const i1 = min(i0 + 8, slabRows);
    for (let j0 = 0; j0 < columns; j0 += 8) {
      const j1 = min(j0 + 8, columns);
      for (let j = j0; j < j1; j++) {
        const target = transposed + ((<usize>j * <usize>rows + <usize>first) << 3);
        for (let i = i0; i < i1; i++) {
          store<f64>(target + ((<usize>i) << 3), load<f64>(slab + ((<usize>i * <usize>columns + <usize>j) << 3)));
        }
      }
    }
  }
}
