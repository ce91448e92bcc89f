/**
 * What calibration adds to. Not a kernel itself.
 *
 * ```
 * out, f64 | product (1 at first) | its power of two | voxels cut | of these, cut from below outside of the reference and left out
 *          | of the product | scratch | scratch | four sets of bins: outside of the reference, then inside |
 * bin      | voxels | Σm |
 * ```
 */

/** Probabilities are cut to [CUT, 1 − CUT]. */
export const CUT: f64 = 1e-7;

/** Where the bins begin. */
export const BINS_AT: usize = 48;

export const BIN_SHIFT: usize = 4;

export const MANTISSA: u64 = 0x000fffffffffffff;
const ONE: u64 = 0x3ff0000000000000;

/** Multiplies the product by a factor, and takes its power of two out. */
export function multiply(out: usize, factor: f64): void {
  const bits = reinterpret<u64>(load<f64>(out) * factor);
  store<f64>(out, reinterpret<f64>((bits & MANTISSA) | ONE));
  store<f64>(out, load<f64>(out, 8) + <f64>(<i64>(bits >> 52) - 1023), 8);
}

/** Multiplies the product by two factors, whose powers of two were taken out before. */
export function multiplyLanes(out: usize, factors: v128, powers: v128): void {
  multiply(out, f64x2.extract_lane(factors, 0) * f64x2.extract_lane(factors, 1));
  store<f64>(out, load<f64>(out, 8) + <f64>(i64x2.extract_lane(powers, 0) + i64x2.extract_lane(powers, 1)), 8);
}

/** Adds voxels to a bin. */
export function fill(set: usize, bin: usize, voxels: f64, sum: f64): void {
  const at = set + (bin << BIN_SHIFT);
  store<f64>(at, load<f64>(at) + voxels);
  store<f64>(at, load<f64>(at, 8) + sum, 8);
}
