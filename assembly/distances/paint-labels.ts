// Runs back to voxels: a box of a volume, dense, in the narrowest type that holds its labels.
//
// Idea: for each row of the box the runs are clipped and filled; what lies between them was zeroed before.
//
// Cost: one write of the box, and O(runs in its rows) time. No scratch.
//
//   out | x fastest, then y, then z; box sizes sx · sy · sz elements |

import { RUN_SHIFT, runEnd, runLabel, runStart } from "../volumes/run-record";

/**
 * Fills some bytes with the four of `label`, again and again, the last ones twice where stores overlap. One text for all types: the
 * module is half a kilobyte smaller.
 */
function fill(from: usize, to: usize, label: u32): void {
  const bytes = to - from;
  const eight = ((<u64>label) << 32) | <u64>label;
  if (ASC_FEATURE_SIMD && bytes >= 16) {
    const v = i64x2.splat(eight);
    for (let p = from; p < to - 16; p += 16) v128.store(p, v);
    v128.store(to - 16, v);
  } else if (bytes >= 8) {
    for (let p = from; p < to - 8; p += 8) store<u64>(p, eight);
    store<u64>(to - 8, eight);
  } else if (bytes >= 4) {
    store<u32>(from, label);
    store<u32>(to - 4, label);
  } else if (bytes >= 2) {
    store<u16>(from, <u16>label);
    store<u16>(to - 2, <u16>label);
  } else store<u8>(from, <u8>label);
}

/** The box, of elements of 2^`shift` bytes, must have been zeroed. `repeat`: what repeats a label of the type to four bytes. */
function paint(
  runs: usize,
  rowOffsets: usize,
  ny: u32,
  x0: u32,
  y0: u32,
  z0: u32,
  sx: u32,
  sy: u32,
  sz: u32,
  out: usize,
  shift: usize,
  repeat: u32,
): void {
  const x1 = x0 + sx;
  let line = out;
  for (let z = z0; z < z0 + sz; z++) {
    for (let y = y0; y < y0 + sy; y++) {
      const offset = rowOffsets + ((<usize>z * <usize>ny + <usize>y) << 2);
      const end = load<u32>(offset, 4);
      for (let i = load<u32>(offset); i < end; i++) {
        const run = load<u64>(runs + ((<usize>i) << RUN_SHIFT));
        if (runStart(run) >= x1) break;
        const from = max(runStart(run), x0);
        const to = min(runEnd(run), x1);
        if (from >= to) continue;
        fill(line + ((<usize>(from - x0)) << shift), line + ((<usize>(to - x0)) << shift), runLabel(run) * repeat);
      }
      line += (<usize>sx) << shift;
    }
  }
}

export function paintLabelsU8(
  runs: usize,
  rowOffsets: usize,
  ny: u32,
  x0: u32,
  y0: u32,
  z0: u32,
  sx: u32,
  sy: u32,
  sz: u32,
  out: usize,
): void {
  paint(runs, rowOffsets, ny, x0, y0, z0, sx, sy, sz, out, 0, 0x01010101);
}
export function paintLabelsU16(
  runs: usize,
  rowOffsets: usize,
  ny: u32,
  x0: u32,
  y0: u32,
  z0: u32,
  sx: u32,
  sy: u32,
  sz: u32,
  out: usize,
): void {
  paint(runs, rowOffsets, ny, x0, y0, z0, sx, sy, sz, out, 1, 0x00010001);
}
export function paintLabelsU32(
  runs: usize,
  rowOffsets: usize,
  ny: u32,
  x0: u32,
  y0: u32,
  z0: u32,
  sx: u32,
  sy: u32,
  sz: u32,
  out: usize,
): void {
  paint(runs, rowOffsets, ny, x0, y0, z0, sx, sy, sz, out, 2, 1);
}
