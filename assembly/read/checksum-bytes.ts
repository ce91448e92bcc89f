// The CRC-32 of bytes that are mostly zeros.
//
// Idea: 64 zeros cost a comparison; what they do to the sum is done once for all that follow each other. Other blocks are summed
// sixteen bytes at a time (slicing: Kounavis and Berry 2008, doi:10.1109/TC.2008.85).
//
// Cost: one read of the bytes. 97 kB of tables (crc-tables.ts).

import { look, passZeros } from "./crc-tables";

const BLOCK: usize = 64;

function isZero(p: usize): bool {
  if (ASC_FEATURE_SIMD) {
    const low = v128.or(v128.load(p), v128.load(p, 16));
    return !v128.any_true(v128.or(low, v128.or(v128.load(p, 32), v128.load(p, 48))));
  }
  for (let i: usize = 0; i < BLOCK; i += 8) if (load<u64>(p + i) != 0) return false;
  return true;
}

/** The crc behind sixteen bytes. Tables lie at constant offsets: each look-up is four instructions less. */
function slice(t: usize, crc: u32, p: usize): u32 {
  const a = crc ^ load<u32>(p);
  const b = load<u32>(p, 4);
  const c = load<u32>(p, 8);
  const d = load<u32>(p, 12);
  return (
    load<u32>(t + ((a << 2) & 1020), 15 * 1024) ^
    load<u32>(t + ((a >>> 6) & 1020), 14 * 1024) ^
    (load<u32>(t + ((a >>> 14) & 1020), 13 * 1024) ^ load<u32>(t + ((a >>> 22) & 1020), 12 * 1024)) ^
    (load<u32>(t + ((b << 2) & 1020), 11 * 1024) ^
      load<u32>(t + ((b >>> 6) & 1020), 10 * 1024) ^
      (load<u32>(t + ((b >>> 14) & 1020), 9 * 1024) ^ load<u32>(t + ((b >>> 22) & 1020), 8 * 1024))) ^
    (load<u32>(t + ((c << 2) & 1020), 7 * 1024) ^
      load<u32>(t + ((c >>> 6) & 1020), 6 * 1024) ^
      (load<u32>(t + ((c >>> 14) & 1020), 5 * 1024) ^ load<u32>(t + ((c >>> 22) & 1020), 4 * 1024))) ^
    (load<u32>(t + ((d << 2) & 1020), 3 * 1024) ^
      load<u32>(t + ((d >>> 6) & 1020), 2 * 1024) ^
      (load<u32>(t + ((d >>> 14) & 1020), 1024) ^ load<u32>(t + ((d >>> 22) & 1020))))
  );
}

/** The sum of some bytes and of those before, whose sum is `sum`; 0 if there are none. */
export function checksumBytes(sum: u32, at: usize, bytes: usize, tables: usize): u32 {
  let crc = ~sum;
  let zeros: usize = 0;
  const end = at + bytes;
  const blocks = at + (bytes & ~(BLOCK - 1));
  let p = at;
  for (; p < blocks; p += BLOCK) {
    if (isZero(p)) {
      zeros += BLOCK;
      continue;
    }
    crc = passZeros(tables, crc, zeros);
    zeros = 0;
    for (let q = p; q < p + BLOCK; q += 16) crc = slice(tables, crc, q);
  }
  crc = passZeros(tables, crc, zeros);
  for (; p < end; p++) crc = (crc >>> 8) ^ look(tables, 0, (crc ^ <u32>load<u8>(p)) & 255);
  return ~crc;
}
