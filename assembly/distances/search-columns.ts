/**
 * The nearest site of every row of a column, from the nearest of each row (or slice) alone: the step along y and z that the
 * nearest-label and the distance kernels share. Not a kernel itself; it exports nothing to TypeScript.
 *
 * **Idea.** Row v of a column knows its best site so far, at squared distance h(v). For every row q we want the v with the
 * least h(v) + w·(q − v)². If v is least for q, then what is least for a later row does not come before v:
 * the difference of two rows' sums, v < u, falls strictly as q rises. So the middle row's v bounds the search of both
 * halves, and they are searched the same way: the row minima of a totally monotone matrix.
 *   Aggarwal, Klawe, Moran, Shor, Wilber 1987, doi:10.1007/BF01840359 (totally monotone matrices)
 *   Hirata 1996, doi:10.1016/0020-0190(96)00049-X (the transform, axis after axis, as such minima)
 *   Maurer, Qi, Raghavan 2003, doi:10.1109/TPAMI.2003.1177156 (a site carried along, axis after axis)
 * Changed: eight columns go together, in the lanes of vectors, with bounds that hold for all of them; up to seven rows
 * between two known ones are searched without further bounds; and a stretch whose candidates all carry one label is filled
 * with it, unsearched where only labels are asked for.
 *
 * **Exact.** Heights and squares are whole numbers that i32 or f64 holds exactly, so that "equal" means equal. All
 * candidates that share the least sum lie within the bounds (for a later row none comes before the *last* of an earlier
 * row's, either), so that the least label among them is found by looking.
 *
 * **Cost.** O(n log n) for a column of n rows with bounds that hold for it alone; that eight share them adds what
 * they differ by. A hull of parabolas (Felzenszwalb, Huttenlocher 2012) takes fewer steps, but each is a branch that cannot be
 * foreseen, and columns cannot share them: 256³ with 100 balls took 449 ms so, and takes 300 now.
 */

import { SLAB, TILE, Tile } from "./column-slab";
import { fillLabels, findLeast, findLeastOfThree, firstOfLeast, labelLeast, lastOfLeast } from "./lower-envelope";

/** The middle of two rows, at a multiple of eight from the first: what is left over is at the end, where rows may be overwritten. */
function middle(before: i32, after: i32): i32 {
  return before + (((after - before + 8) >> 4) << 3);
}

/** The heights of up to seven rows between `before` and `after`, at once. */
function searchFew<T>(tile: Tile, before: i32, after: i32, lo: usize, hi: usize): void {
  findLeastOfThree<T>(tile, before + 1, lo, hi);
  if (after - before <= 4) return;
  findLeast<T>(tile, before + 4, lo, hi);
  findLeastOfThree<T>(tile, before + 5, lo, hi);
}

/** Whether candidates lo … hi carry one label in all columns. */
function haveOneLabel(tile: Tile, lo: usize, hi: usize): bool {
  return load<i32>(tile.ends + (lo << 2)) > <i32>hi;
}

/** Gives all rows between `before` and `after` the label of candidate `lo`. */
function fillBetween(tile: Tile, before: i32, after: i32, lo: usize): void {
  const label = load<u32>(tile.labels + lo * TILE * 4);
  for (let q = before + 1; q < after; q++) fillLabels(tile.newLabels + <usize>q * SLAB * 4, label);
}

/**
 * The heights, and labels if asked for, of the rows between `before` and `after`, whose nearest are among candidates
 * lo … hi. Up to six rows past the last are written.
 */
export function searchAll<T>(tile: Tile, labelled: bool, before: i32, after: i32, lo: usize, hi: usize): void {
  if (after - before < 2) return;
  if (labelled && haveOneLabel(tile, lo, hi)) {
    fillBetween(tile, before, after, lo);
    labelled = false;
  }
  if (after - before <= 8) {
    searchFew<T>(tile, before, after, lo, hi);
    if (labelled) for (let q = before + 1; q < after; q++) labelLeast<T>(tile, q, lo, hi);
    return;
  }
  const q = middle(before, after);
  findLeast<T>(tile, q, lo, hi);
  const first = firstOfLeast<T>(tile, q, lo);
  const last = lastOfLeast<T>(tile, q, hi);
  if (labelled) labelLeast<T>(tile, q, first, last);
  searchAll<T>(tile, labelled, before, q, lo, last);
  searchAll<T>(tile, labelled, q, after, first, hi);
}

/** The labels alone. The new heights are used as scratch. */
export function searchLabels<T>(tile: Tile, before: i32, after: i32, lo: usize, hi: usize): void {
  if (after - before < 2) return;
  if (haveOneLabel(tile, lo, hi)) {
    fillBetween(tile, before, after, lo);
    return;
  }
  if (after - before <= 8) {
    searchFew<T>(tile, before, after, lo, hi);
    for (let q = before + 1; q < after; q++) labelLeast<T>(tile, q, lo, hi);
    return;
  }
  const q = middle(before, after);
  findLeast<T>(tile, q, lo, hi);
  const first = firstOfLeast<T>(tile, q, lo);
  const last = lastOfLeast<T>(tile, q, hi);
  labelLeast<T>(tile, q, first, last);
  searchLabels<T>(tile, before, q, lo, last);
  searchLabels<T>(tile, q, after, first, hi);
}
