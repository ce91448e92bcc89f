/**
 * Runs to a box of bits (`bit-rows.ts`): the voxels of one label, or of all labels of a set.
 *
 * **Idea.** As `paint-labels.ts`, with a mask for each word that a run touches. A set of labels is a table, so that a union
 * of a thousand instances costs one walk over the runs and not a thousand.
 *
 * **Cost.** O(runs in the rows of the box + words painted). Memory: the box, an eighth of a byte mask, zeroed by the caller.
 *
 * ```
 * members   u8 for each label from 0 to `label`, not 0 for those of the set
 * out       bit rows of sx × sy × sz voxels
 * ```
 */

import { BIT_PAD, bitBoxBytes, bitStride } from "../volumes/bit-rows";
import { RUN_SHIFT, runEnd, runLabel, runStart } from "../volumes/run-record";

/** Bytes of a box of bits. */
export function bitsBytes(nx: i32, ny: i32, nz: i32): usize {
  return bitBoxBytes(nx, ny, nz);
}

/** Sets the bits of the voxels of `label`; if `members` is not 0, of the labels in it, of which `label` is the largest. */
export function paintBits(
  runs: usize,
  rowOffsets: usize,
  ny: u32,
  x0: u32,
  y0: u32,
  z0: u32,
  sx: u32,
  sy: u32,
  sz: u32,
  label: u32,
  members: usize,
  out: usize,
): void {
  const x1 = x0 + sx;
  const stride = bitStride(sx);
  let row = out + BIT_PAD;
  for (let z = z0; z < z0 + sz; z++) {
    for (let y = y0; y < y0 + sy; y++, row += stride) {
      const offset = rowOffsets + ((<usize>z * <usize>ny + <usize>y) << 2);
      const end = runs + ((<usize>load<u32>(offset, 4)) << RUN_SHIFT);
      for (let at = runs + ((<usize>load<u32>(offset)) << RUN_SHIFT); at < end; at += 8) {
        const run = load<u64>(at);
        if (runStart(run) >= x1) break;
        if (members == 0) {
          if (runLabel(run) != label) continue;
        } else if (runLabel(run) > label || load<u8>(members + <usize>runLabel(run)) == 0) continue;
        const from = max(runStart(run), x0);
        const to = min(runEnd(run), x1);
        if (from < to) setBits(row, from - x0, to - x0);
      }
    }
  }
}

/** Sets bits from … to − 1 of a row. */
function setBits(row: usize, from: u32, to: u32): void {
  let word = row + ((<usize>from >>> 6) << 3);
  const last = row + (((<usize>to - 1) >>> 6) << 3);
  let mask: u64 = ~(<u64>0) << (from & 63);
  for (; word < last; word += 8) {
    store<u64>(word, load<u64>(word) | mask);
    mask = ~(<u64>0);
  }
  store<u64>(last, load<u64>(last) | (mask & (~(<u64>0) >>> (63 - ((to - 1) & 63)))));
}

/** A box of bits as bytes of 0 and 1: slices z0 … z1 − 1. */
export function unpackBits(bits: usize, nx: i32, ny: i32, z0: i32, z1: i32, mask: usize): void {
  const stride = bitStride(nx);
  const first = <usize>z0 * <usize>ny;
  let row = bits + BIT_PAD + first * stride;
  let target = mask + first * <usize>nx;
  for (let rows = (z1 - z0) * ny; rows > 0; rows--, row += stride, target += nx) {
    for (let x: usize = 0; x < <usize>nx; x++) {
      store<u8>(target + x, (load<u8>(row + (x >>> 3)) >>> (<u8>x & 7)) & 1);
    }
  }
}
