// How many voxels are foreground in two masks at once.
//
// Cost: one read of both; no scratch.
//
//   a, b   | n × u8, foreground is 1 |

/** The number of positions at which both masks are 1. */
export function countShared(a: usize, b: usize, n: u32): u32 {
  let count: u32 = 0;
  let i: usize = 0;
  const end = <usize>n;
  if (ASC_FEATURE_SIMD) {
    const zero = i8x16.splat(0);
    for (; i + 16 <= end; i += 16) {
      const both = i8x16.ne(v128.and(v128.load(a + i), v128.load(b + i)), zero);
      count += popcnt(<u32>i8x16.bitmask(both));
    }
  }
  for (; i < end; i++) count += <u32>(load<u8>(a + i) & load<u8>(b + i));
  return count;
}
