// Runs back to voxels: a box of a volume, dense, in the narrowest type that holds its labels.
//
// Idea: for each row of the box the runs are clipped and filled; what lies between them was zeroed before.
//
// Cost: one write of the box, and O(runs in its rows) time. No scratch.
//
//   out | x fastest, then y, then z; box sizes sx · sy · sz elements |

import { RUN_SHIFT, runEnd, runLabel, runStart } from "./run-record";

function fill<T>(from: usize, to: usize, label: u32): void {
  let p = from;
  if (ASC_FEATURE_SIMD) {
    const v =
      sizeof<T>() == 1 ? i8x16.splat(<i8>label) : sizeof<T>() == 2 ? i16x8.splat(<i16>label) : i32x4.splat(<i32>label);
    for (; p + 16 <= to; p += 16) v128.store(p, v);
  }
  for (; p < to; p += sizeof<T>()) store<T>(p, <T>label);
}

/** The box must have been zeroed. */
function paint<T>(
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
  const x1 = x0 + sx;
  const shift = alignof<T>();
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
        fill<T>(line + ((<usize>(from - x0)) << shift), line + ((<usize>(to - x0)) << shift), runLabel(run));
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
  paint<u8>(runs, rowOffsets, ny, x0, y0, z0, sx, sy, sz, out);
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
  paint<u16>(runs, rowOffsets, ny, x0, y0, z0, sx, sy, sz, out);
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
  paint<u32>(runs, rowOffsets, ny, x0, y0, z0, sx, sy, sz, out);
}
