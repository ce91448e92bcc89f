/**
 * The k-th smallest of some distances, and the next.
 *
 * **Idea.** The distances are counted in bins of equal width, which says in which bin the k-th lies. The distances of that bin are
 * gathered, and the k-th selected from it (Hoare 1961, doi:10.1145/366622.366647). Most distances are compared with nothing:
 * half of the time that selecting from all of them takes.
 *
 * **Cost.** Two reads of all, and O(n) expected for what shares a bin.
 *
 * ```
 * values    f64 × n, none below 0 or above `largest`; reordered and overwritten
 * scratch   u32 × BINS
 * out       f64 × 2: the k-th, counted from 0, and the next; the k-th again if it is the last
 * ```
 */

const BINS: i32 = 512;

/** Bytes of the scratch. */
export function selectScratchBytes(): usize {
  return (<usize>BINS) << 2;
}

export function selectDistances(values: usize, n: u32, k: u32, largest: f64, scratch: usize, out: usize): void {
  const end = values + ((<usize>n) << 3);
  let scale = <f64>(BINS - 1) / largest;
  // All are 0, or nearly: one bin.
  if (!(scale < 1e300)) scale = 0;
  memory.fill(scratch, 0, selectScratchBytes());
  for (let at = values; at < end; at += 8) {
    const bin = scratch + ((<usize>(<i32>(load<f64>(at) * scale))) << 2);
    store<u32>(bin, load<u32>(bin) + 1);
  }
  let bin: i32 = 0;
  let before: u32 = 0;
  for (; bin < BINS - 1; bin++) {
    const count = load<u32>(scratch + ((<usize>bin) << 2));
    if (k < before + count) break;
    before += count;
  }
  let last = values;
  let next: f64 = Infinity;
  for (let at = values; at < end; at += 8) {
    const value = load<f64>(at);
    const own = <i32>(value * scale);
    if (own == bin) {
      store<f64>(last, value);
      last += 8;
    } else if (own > bin) next = min<f64>(next, value);
  }
  const place = values + ((<usize>(k - before)) << 3);
  select(values, last - 8, place);
  for (let at = place + 8; at < last; at += 8) next = min<f64>(next, load<f64>(at));
  const found = load<f64>(place);
  store<f64>(out, found);
  store<f64>(out, k + 1 < n ? next : found, 8);
}

/** Puts the number that belongs at `place` there, no larger ones before and no smaller ones behind it. */
function select(first: usize, last: usize, place: usize): void {
  while (first < last) {
    const pivot = load<f64>(first + (((last - first) >>> 4) << 3));
    let i = first;
    let j = last;
    while (i <= j) {
      while (load<f64>(i) < pivot) i += 8;
      while (load<f64>(j) > pivot) j -= 8;
      if (i > j) break;
      const other = load<f64>(i);
      store<f64>(i, load<f64>(j));
      store<f64>(j, other);
      i += 8;
      j -= 8;
    }
    if (place <= j) last = j;
    else if (place >= i) first = i;
    else break;
  }
}
