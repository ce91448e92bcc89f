// The Adler-32 of bytes (RFC 1950): a is 1 plus all bytes, b the sum of all values that a took, both modulo 65,521.
//
// Idea: eight bytes x₁ … x₈ add Σ xᵢ to a, and 8·a + Σ (9 − i)·xᵢ to b. Both are linear, so that four lanes may each hold a
// part of a and b, and are added once a stretch.
//
// Cost: one read of the bytes, without tables.

const MODULUS: u32 = 65521;

/** Bytes between reductions: at most 5552 of 255 each keep b below 2³². */
const STRETCH: usize = 5536;

/** The sum of four lanes, which is below 2³². */
function laneSum(v: v128): u32 {
  const pairs = i64x2.extract_lane(v, 0) + i64x2.extract_lane(v, 1);
  return <u32>pairs + <u32>(pairs >> 32);
}

/** The sum of some bytes and of those before, whose sum is `sum`; 1 if there are none. */
export function checksumAdler(sum: u32, at: usize, bytes: usize): u32 {
  let a = sum & 0xffff;
  let b = sum >>> 16;
  const end = at + bytes;
  let p = at;
  while (p < end) {
    const stop = p + min(end - p, STRETCH);
    if (ASC_FEATURE_SIMD) {
      let sums = i32x4.replace_lane(i32x4.splat(0), 0, a);
      let totals = i32x4.replace_lane(i32x4.splat(0), 0, b);
      for (; p + 8 <= stop; p += 8) {
        const block = v128.load_ext<u8>(p);
        const weighted = i32x4.dot_i16x8_s(block, i16x8(8, 7, 6, 5, 4, 3, 2, 1));
        totals = i32x4.add(totals, i32x4.add(i32x4.shl(sums, 3), weighted));
        sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(block));
      }
      a = laneSum(sums);
      b = laneSum(totals);
    }
    for (; p < stop; p++) {
      a += load<u8>(p);
      b += a;
    }
    a %= MODULUS;
    b %= MODULUS;
  }
  return (b << 16) | a;
}
