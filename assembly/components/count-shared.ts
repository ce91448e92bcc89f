// How many bits are set in two boxes of bits (`bit-rows.ts`) at once.
//
// Cost: one read of both; no scratch.

/** The number of bits that both have, of `bytes` bytes, a multiple of 8. */
export function countShared(a: usize, b: usize, bytes: usize): u32 {
  let count: u32 = 0;
  for (let i: usize = 0; i < bytes; i += 8) count += popcnt(load<u64>(a + i) & load<u64>(b + i)) as u32;
  return count;
}
