/**
 * Calibration of probabilities: the log loss, and how often the reference holds in bins of probability.
 *
 * **Idea**: a sum of logarithms is the logarithm of a product, which is kept as a number and a power of two: 32 factors of at least
 * 1e-7 stay above 1e-224, after which the power is taken out. The logarithm itself is the caller's.
 *
 * ```
 * out, f64 | product (1 at first) | its power of two | voxels cut | four sets of bins: voxels, Σm, of the reference, … |
 * ```
 */

import { MapReading, readValue } from "./map-reading";
import { SEGMENT_BYTES } from "./segments";

/** Probabilities are cut to [CUT, 1 − CUT]. */
const CUT: f64 = 1e-7;

const FACTORS: u32 = 32;

/** A bin of a set: voxels, Σm, of the reference. */
const SET_BYTES: usize = 24;

/** Adds the voxels of a segment to four sets of bins in turn, so that no sum waits for the one before. */
function calibratePart<T>(from: usize, voxels: u32, isInside: bool, how: MapReading, bins: u32, out: usize): void {
  const last = bins - 1;
  const stride = <usize>bins * SET_BYTES;
  const sets = out + 24;
  let at = from;
  let left = voxels;
  let product = load<f64>(out);
  let power: i64 = 0;
  let cutVoxels: f64 = 0;
  while (left > 0) {
    const several = min(left, FACTORS);
    let first: f64 = 1;
    let second: f64 = 1;
    for (let j: u32 = 0; j < several; j++, at += sizeof<T>()) {
      const value = readValue(<f64>load<T>(at), how);
      const kept = min(max(value, CUT), 1 - CUT);
      cutVoxels += kept != value ? 1 : 0;
      const factor = isInside ? kept : 1 - kept;
      if (j & 1) second *= factor;
      else first *= factor;
      const bin = sets + (<usize>j & 3) * stride + <usize>min(<u32>(value * bins), last) * SET_BYTES;
      store<f64>(bin, load<f64>(bin) + 1);
      store<f64>(bin, load<f64>(bin, 8) + value, 8);
      if (isInside) store<f64>(bin, load<f64>(bin, 16) + 1, 16);
    }
    const bits = reinterpret<u64>(product * (first * second));
    power += <i64>(bits >> 52) - 1023;
    product = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
    left -= several;
  }
  store<f64>(out, product);
  store<f64>(out, load<f64>(out, 8) + <f64>power, 8);
  store<f64>(out, load<f64>(out, 16) + cutVoxels, 16);
}

function calibrateOf<T>(data: usize, segments: usize, count: u32, reading: usize, bins: u32, out: usize): void {
  const how = changetype<MapReading>(reading);
  for (let i: usize = 0; i < <usize>count; i++) {
    const segment = segments + i * SEGMENT_BYTES;
    const from = data + <usize>load<u32>(segment) * sizeof<T>();
    calibratePart<T>(from, load<u32>(segment, 4), load<u32>(segment, 8) != 0, how, bins, out);
  }
}

/** Adds segments without NaN, whose values are from 0 to 1, to `out`. */
export function calibrate(data: usize, segments: usize, count: u32, reading: usize, bins: u32, out: usize): void {
  const type = changetype<MapReading>(reading).type;
  if (type == 0) calibrateOf<u8>(data, segments, count, reading, bins, out);
  else if (type == 1) calibrateOf<i8>(data, segments, count, reading, bins, out);
  else if (type == 2) calibrateOf<u16>(data, segments, count, reading, bins, out);
  else if (type == 3) calibrateOf<i16>(data, segments, count, reading, bins, out);
  else if (type == 4) calibrateOf<u32>(data, segments, count, reading, bins, out);
  else if (type == 5) calibrateOf<i32>(data, segments, count, reading, bins, out);
  else if (type == 6) calibrateOf<u64>(data, segments, count, reading, bins, out);
  else if (type == 7) calibrateOf<i64>(data, segments, count, reading, bins, out);
  else if (type == 8) calibrateOf<f32>(data, segments, count, reading, bins, out);
  else calibrateOf<f64>(data, segments, count, reading, bins, out);
}
