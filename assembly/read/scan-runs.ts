// Voxels to runs: stretches of equal labels other than 0 along x.
//
// Idea: a run begins or ends where a voxel differs from the one before it. 64 bytes at a time are compared with the
// current label; if nothing differs (background, or the inside of a run: nearly always) the block is done. Otherwise
// each vector is compared with itself shifted by one voxel, the results become one bit mask of changes, and a
// count-trailing-zeros loop visits the changes only.
//
// Cost: one read of the voxels and eight bytes written for each run. No scratch.
//
//   source      | row 0: nx voxels | row 1 | … |            read up to 64 bytes past the end, one voxel before the begin
//   rowOffsets  | runs before row 0 (given) | after row 0 | after row 1 | …          u32[rows + 1]
//   runs        | start end label | start end label | …                               8 bytes each, see run-record.ts
//
// A call scans as many whole rows as surely fit (a row has at most nx runs) and says how many that were.

import { packRun, RUN_SHIFT } from "../volumes/run-record";
import { splat, voxel } from "../volumes/voxel";

const BLOCK: u32 = 64;

/** Bit j is set where voxel j of the 64-byte block at `p` differs from the voxel before it. */
function changes<T>(p: usize, a: v128, b: v128, c: v128, d: v128): u64 {
  const q = p - sizeof<T>();
  if (sizeof<T>() == 1) {
    return ~(
      <u64>(<u32>i8x16.bitmask(i8x16.eq(a, v128.load(q)))) |
      ((<u64>(<u32>i8x16.bitmask(i8x16.eq(b, v128.load(q, 16))))) << 16) |
      ((<u64>(<u32>i8x16.bitmask(i8x16.eq(c, v128.load(q, 32))))) << 32) |
      ((<u64>(<u32>i8x16.bitmask(i8x16.eq(d, v128.load(q, 48))))) << 48)
    );
  }
  if (sizeof<T>() == 2) {
    const low = i8x16.narrow_i16x8_s(i16x8.eq(a, v128.load(q)), i16x8.eq(b, v128.load(q, 16)));
    const high = i8x16.narrow_i16x8_s(i16x8.eq(c, v128.load(q, 32)), i16x8.eq(d, v128.load(q, 48)));
    return <u64>~(<u32>i8x16.bitmask(low) | ((<u32>i8x16.bitmask(high)) << 16));
  }
  const low = i16x8.narrow_i32x4_s(i32x4.eq(a, v128.load(q)), i32x4.eq(b, v128.load(q, 16)));
  const high = i16x8.narrow_i32x4_s(i32x4.eq(c, v128.load(q, 32)), i32x4.eq(d, v128.load(q, 48)));
  return <u64>(<u32>i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)) ^ 0xffff);
}

/** `largest`: of a label of the type; what is above is negative. */
function scanRuns<T>(
  source: usize,
  nx: u32,
  rows: u32,
  runs: usize,
  rowOffsets: usize,
  capacity: u32,
  largest: u32,
): i32 {
  const shift = alignof<T>();
  const lanes: u32 = BLOCK >> <u32>shift;
  let out = runs + ((<usize>load<u32>(rowOffsets)) << RUN_SHIFT);
  const limit = runs + ((<usize>capacity) << RUN_SHIFT);
  for (let r: u32 = 0; r < rows; r++) {
    if (<u64>out + ((<u64>nx) << RUN_SHIFT) > <u64>limit) return <i32>r;
    const row = source + ((<usize>r * <usize>nx) << shift);
    let label: u32 = 0;
    let start: u32 = 0;
    if (ASC_FEATURE_SIMD) {
      for (let x: u32 = 0; x < nx; x += lanes) {
        const p = row + ((<usize>x) << shift);
        const a = v128.load(p);
        const b = v128.load(p, 16);
        const c = v128.load(p, 32);
        const d = v128.load(p, 48);
        const v = splat<T>(label);
        const differs = v128.or(v128.or(v128.xor(a, v), v128.xor(b, v)), v128.or(v128.xor(c, v), v128.xor(d, v)));
        if (!v128.any_true(differs)) continue;
        let m = changes<T>(p, a, b, c, d);
        // The voxel before a row's first belongs to another row: the row begins as if after background.
        if (x == 0) m = (m & ~(<u64>1)) | <u64>(voxel<T>(p) != 0);
        if (nx - x < lanes) m &= ((<u64>1) << (nx - x)) - 1;
        while (m != 0) {
          const j = <u32>ctz(m);
          m &= m - 1;
          if (label != 0) {
            store<u64>(out, packRun(start, x + j, label));
            out += 8;
          }
          start = x + j;
          label = voxel<T>(p + ((<usize>j) << shift));
          if (label > largest) return ~(<i32>r);
        }
      }
    } else {
      for (let x: u32 = 0; x < nx; x++) {
        const p = row + ((<usize>x) << shift);
        // Eight bytes of background at once: most of a label volume.
        if (label == 0 && load<u64>(p) == 0) {
          x += (8 >> <u32>shift) - 1;
          continue;
        }
        const next = voxel<T>(p);
        if (next == label) continue;
        if (label != 0) {
          store<u64>(out, packRun(start, x, label));
          out += 8;
        }
        start = x;
        label = next;
        if (label > largest) return ~(<i32>r);
      }
    }
    if (label != 0) {
      store<u64>(out, packRun(start, nx, label));
      out += 8;
    }
    store<u32>(rowOffsets + ((<usize>r) << 2), <u32>((out - runs) >> RUN_SHIFT), 4);
  }
  return <i32>rows;
}

// Each returns the rows scanned (fewer than asked where `capacity` runs might not do), or ~row where a voxel is negative.
// Signed types share the code of unsigned ones: the module is a kilobyte smaller.

export function scanRunsU8(source: usize, nx: u32, rows: u32, runs: usize, rowOffsets: usize, capacity: u32): i32 {
  return scanRuns<u8>(source, nx, rows, runs, rowOffsets, capacity, 0xff);
}
export function scanRunsI8(source: usize, nx: u32, rows: u32, runs: usize, rowOffsets: usize, capacity: u32): i32 {
  return scanRuns<u8>(source, nx, rows, runs, rowOffsets, capacity, 0x7f);
}
export function scanRunsU16(source: usize, nx: u32, rows: u32, runs: usize, rowOffsets: usize, capacity: u32): i32 {
  return scanRuns<u16>(source, nx, rows, runs, rowOffsets, capacity, 0xffff);
}
export function scanRunsI16(source: usize, nx: u32, rows: u32, runs: usize, rowOffsets: usize, capacity: u32): i32 {
  return scanRuns<u16>(source, nx, rows, runs, rowOffsets, capacity, 0x7fff);
}
export function scanRunsU32(source: usize, nx: u32, rows: u32, runs: usize, rowOffsets: usize, capacity: u32): i32 {
  return scanRuns<u32>(source, nx, rows, runs, rowOffsets, capacity, 0xffffffff);
}
export function scanRunsI32(source: usize, nx: u32, rows: u32, runs: usize, rowOffsets: usize, capacity: u32): i32 {
  return scanRuns<u32>(source, nx, rows, runs, rowOffsets, capacity, 0x7fffffff);
}
