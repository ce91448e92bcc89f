// Rows of bits to runs, all of one label.
//
// Idea: a run begins or ends where a bit differs from the one before it, w ^ (w << 1 | last bit of the word before), and a
// count-trailing-zeros loop visits these places only.
//
// Cost: one read of the bits and eight bytes written for each run. No scratch.
//
//   bits         | row 0: ⌈nx / 64⌉ words, bit x % 64 of word x / 64, zeros past nx | row 1 | … |
//   rowOffsets   | … | runs before row firstRow (given) | after row firstRow | …            u32[rows + 1]
//   runs         | start end label | start end label | …                               8 bytes each, see run-record.ts
//
// A call unpacks rows as long as they surely fit (a row of nx voxels has at most ⌈nx / 2⌉ runs) and says where it stopped.

import { packRun, RUN_SHIFT } from "../volumes/run-record";

/** Unpacks rows firstRow … lastRow − 1; returns the row it came to, less than lastRow where `capacity` runs might not do. */
export function unpackRuns(
  bits: usize,
  nx: u32,
  label: u32,
  firstRow: u32,
  lastRow: u32,
  runs: usize,
  rowOffsets: usize,
  capacity: u32,
): u32 {
  const words = (nx + 63) >>> 6;
  const most = (nx + 1) >>> 1;
  let out = load<u32>(rowOffsets + ((<usize>firstRow) << 2));
  let p = bits + ((<usize>firstRow * <usize>words) << 3);
  for (let row = firstRow; row < lastRow; row++) {
    if (<u64>out + <u64>most > <u64>capacity) return row;
    let at = runs + ((<usize>out) << RUN_SHIFT);
    let start: u32 = 0;
    let before: u64 = 0;
    for (let x: u32 = 0; x < words << 6; x += 64, p += 8) {
      const word = load<u64>(p);
      let changes = word ^ ((word << 1) | before);
      let inside = before != 0;
      before = word >>> 63;
      while (changes != 0) {
        const edge = x + <u32>ctz(changes);
        changes &= changes - 1;
        if (inside) {
          store<u64>(at, packRun(start, edge, label));
          at += 8;
        } else start = edge;
        inside = !inside;
      }
    }
    if (before != 0) {
      store<u64>(at, packRun(start, nx, label));
      at += 8;
    }
    out = <u32>((at - runs) >> RUN_SHIFT);
    store<u32>(rowOffsets + ((<usize>row) << 2), out, 4);
  }
  return lastRow;
}
