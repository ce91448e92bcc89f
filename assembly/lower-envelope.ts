/**
 * The lower envelope of parabolas along one axis: the step that the nearest-label and the distance kernels share. Not a
 * kernel itself; it exports nothing to TypeScript.
 *
 * **Idea.** Row v of a column knows its best site so far, at squared distance g(v). For every row q we want the v with
 * the least g(v) + w·(q − v)². Written as h(v) + w·q² − 2·w·q·v with h(v) = g(v) + w·v², only rows on the lower convex hull
 * of the points (v, h(v)) can win anywhere.
 *   Felzenszwalb, Huttenlocher 2012, doi:10.4086/toc.2012.v008a019 (the envelope)
 *   Meijster, Roerdink, Hesselink 2000, doi:10.1007/0-306-47025-X_36 (the envelope at whole positions)
 *   Maurer, Qi, Raghavan 2003, doi:10.1109/TPAMI.2003.1177156 (a site carried along, axis after axis)
 *
 * **Exact.** The weights are whole numbers (`bindings/integer-weights.ts`), so that every distance is a whole number
 * below 2⁵², which f64 holds exactly (i32, where all are below 2²⁹); "equal" means equal. Three steps, of which only the
 * last decides:
 *   1. `keepRows`: a row strictly above the chord of the rows s before and s behind it (s = 1, 3, 8) wins nowhere, not
 *      even as one of several.
 *   2. The hull without divisions: row 1 goes if (h₁−h₀)·(q−v₁) > (h−h₁)·(v₁−v₀). The products may be rounded, but
 *      rounding never turns ≤ into >, so that again nothing goes that could win or tie.
 *   3. The envelope at whole positions: v beats an earlier u from F = ⌊s⌋ + 1 on, s = (h(v)−h(u)) / (2w·(v−u)), and from s
 *      itself if s is whole and v's label is the smaller. For |numerator| < 2⁵³ the rounded quotient is whole only if the
 *      true one is (they differ by less than 1/denominator), so that ⌊s⌋ and the test are exact. A stack keeps rows with
 *      their first position; a new row replaces those it beats at their own first position. That is right for any list of
 *      rows, also one that still holds rows off the hull or on one line.
 * So each axis yields the least (distance, label) in that order. Adding the same number to all distances keeps the order,
 * hence the three axes one after another yield the least (distance, label) of all labelled voxels.
 *
 * **Cost.** O(n) for a column. Of 0.3 s for 256³ with 100 balls the hulls take 0.1 s and the envelopes 0.06 s; most of it is
 * the branch of the hull's test, which cannot be foreseen. No memory of its own (`columns.ts` draws it).
 */

import { Columns, heightStride } from "./columns";

/** The bits of column c in the next 64 rows. */
function rowBits(keep: usize, c: usize): u64 {
  let bits: u64 = 0;
  if (ASC_FEATURE_SIMD) {
    // The top bit of each byte after a shift of 16-bit lanes is the byte's own bit.
    const shift = 7 - <i32>c;
    for (let i = 0; i < 4; i++) {
      const sixteen = i8x16.bitmask(i16x8.shl(v128.load(keep + (i << 4)), shift));
      bits |= (<u64>(<u32>sixteen)) << (i << 4);
    }
  } else {
    // Bit c of four bytes, gathered into one nibble by a multiplication.
    for (let i = 0; i < 16; i++) {
      const four = ((load<u32>(keep + (i << 2)) >>> <u32>c) & 0x01010101) * 0x01020408;
      bits |= (<u64>((four >>> 24) & 15)) << (i << 2);
    }
  }
  return bits;
}

/** Step 2: the lower hull of column c; returns how many rows `hullRow` and `hullHeight` hold. */
function findHull<T>(columns: Columns, c: usize): i32 {
  const n = columns.rows;
  const heights = columns.heights + c * sizeof<T>();
  const keep = columns.keep + (c >>> 3) * columns.keepStride;
  const hullRow = columns.hullRow;
  const hullHeight = columns.hullHeight;
  let top: usize = 0;
  let size: usize = 0;
  let v0: f64 = 0;
  let h0: f64 = 0;
  let v1: f64 = 0;
  let h1: f64 = 0;
  for (let row = 0; row < n; row += 64) {
    let bits = rowBits(keep + row, c & 7);
    while (bits != 0) {
      const v = row + <i32>ctz(bits);
      bits &= bits - 1;
      const q = <f64>v;
      const h = <f64>load<T>(heights + <usize>v * heightStride<T>());
      while (size > 1 && (h1 - h0) * (q - v1) > (h - h1) * (v1 - v0)) {
        size--;
        v1 = v0;
        h1 = h0;
        if (size > 1) {
          top = size - 2;
          v0 = <f64>load<i32>(hullRow + (top << 2));
          h0 = load<f64>(hullHeight + (top << 3));
        }
      }
      store<i32>(hullRow + (size << 2), v);
      store<f64>(hullHeight + (size << 3), h);
      size++;
      v0 = v1;
      h0 = h1;
      v1 = q;
      h1 = h;
    }
  }
  return <i32>size;
}

/**
 * Step 3: the envelope of column c at rows 0 … n − 1. Returns how many stretches there are; stretch i begins at row
 * `start[i]` and belongs to the site of row `site[i]`. With `byLabel` neighbours on the hull that have the same label
 * share a stretch, and nothing is divided between them: with 100 balls a column along z has 121 rows on its hull and
 * 3 stretches of labels. `site[i]` is then the last of its stretch. (Between exact hull neighbours s never falls, so that
 * no earlier row comes back. If products are rounded the hull may not be exact, and nothing is shared.)
 */
export function findEnvelope<T>(columns: Columns, c: usize, byLabel: bool): i32 {
  const size = <usize>findHull<T>(columns, c);
  const n = <f64>columns.rows;
  const hullRow = columns.hullRow;
  const hullHeight = columns.hullHeight;
  const site = columns.site;
  const start = columns.start;
  const twice = 2 * columns.wAxis;
  const heights = columns.heights + c * sizeof<T>();
  const labels = columns.labels + (c << 2);
  const labelled = columns.labels != 0;
  const labelStride = columns.labelStride;
  const share = byLabel && columns.exactHull;
  let top: usize = 0;
  let u = load<i32>(hullRow);
  let hu = load<f64>(hullHeight);
  let labelOfU: u32 = labelled ? load<u32>(labels + <usize>u * labelStride) : 0;
  let first: f64 = 0;
  store<i32>(site, u);
  store<i32>(start, 0);
  for (let i: usize = 1; i < size; i++) {
    const v = load<i32>(hullRow + (i << 2));
    const h = load<f64>(hullHeight + (i << 3));
    const labelOfV: u32 = labelled ? load<u32>(labels + <usize>v * labelStride) : 0;
    if (share && labelOfV == labelOfU) {
      u = v;
      hu = h;
      store<i32>(site + (top << 2), v);
      continue;
    }
    while (true) {
      const s = (h - hu) / (twice * <f64>(v - u));
      const floor = Math.floor(s);
      // Both are as near at a whole s, and only there: the smaller label has it.
      const from = floor + <f64>(1 - (<i32>(floor == s) & <i32>(labelOfV < labelOfU)));
      if (from > first) {
        if (from >= n) break;
        top++;
        first = from;
      } else if (from < first && top > 0) {
        // Three parabolas through one whole position: who comes before must be asked again.
        top--;
        u = load<i32>(site + (top << 2));
        hu = <f64>load<T>(heights + <usize>u * heightStride<T>());
        if (labelled) labelOfU = load<u32>(labels + <usize>u * labelStride);
        first = <f64>load<i32>(start + (top << 2));
        continue;
      }
      u = v;
      hu = h;
      labelOfU = labelOfV;
      store<i32>(site + (top << 2), v);
      store<i32>(start + (top << 2), <i32>first);
      break;
    }
  }
  return <i32>top + 1;
}
