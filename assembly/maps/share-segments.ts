/**
 * How alike the shares of a map and of its reference are: Σ min(m/M, 1/K) over the reference, and the product behind the divergence
 * Σ (1/K) · ln(ε + (1/K) / (ε + m/M)), ε being 2⁻⁵².
 *
 * **Idea**: outside the reference both terms are 0. The sum of logarithms is the logarithm of a product, kept as a number and a power of
 * two; 16 factors of at most 2⁵² stay below 2⁸³², after which the power is taken out.
 *
 * ```
 * out, f64 | product (1 at first) | its power of two | Σ min, and its compensation |
 * ```
 */

import { MapReading, readValue } from "./map-reading";
import { SEGMENT_BYTES } from "./segments";
import { addTo } from "./tree-overlaps";

const FACTORS: u32 = 16;
const EPSILON: f64 = 2.220446049250313e-16;

function share<T>(data: usize, segments: usize, count: u32, how: MapReading, mass: f64, part: f64, out: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const segment = segments + i * SEGMENT_BYTES;
    if (load<u32>(segment, 8) == 0) continue;
    let at = data + <usize>load<u32>(segment) * sizeof<T>();
    let left = load<u32>(segment, 4);
    while (left > 0) {
      const several = min(left, FACTORS);
      let product = load<f64>(out);
      let least: f64 = 0;
      for (let j: u32 = 0; j < several; j++, at += sizeof<T>()) {
        const own = readValue(<f64>load<T>(at), how) / mass;
        least += min(own, part);
        product *= EPSILON + part / (EPSILON + own);
      }
      const bits = reinterpret<u64>(product);
      store<f64>(out, reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000));
      store<f64>(out, load<f64>(out, 8) + <f64>(<i64>(bits >> 52) - 1023), 8);
      addTo(out + 16, least);
      left -= several;
    }
  }
}

/** Adds segments without NaN to `out`. `part`: 1 over the voxels of the reference. */
export function shareSegments(
  data: usize,
  segments: usize,
  count: u32,
  reading: usize,
  mass: f64,
  part: f64,
  out: usize,
): void {
  const how = changetype<MapReading>(reading);
  const type = how.type;
  if (type == 0) share<u8>(data, segments, count, how, mass, part, out);
  else if (type == 1) share<i8>(data, segments, count, how, mass, part, out);
  else if (type == 2) share<u16>(data, segments, count, how, mass, part, out);
  else if (type == 3) share<i16>(data, segments, count, how, mass, part, out);
  else if (type == 4) share<u32>(data, segments, count, how, mass, part, out);
  else if (type == 5) share<i32>(data, segments, count, how, mass, part, out);
  else if (type == 6) share<u64>(data, segments, count, how, mass, part, out);
  else if (type == 7) share<i64>(data, segments, count, how, mass, part, out);
  else if (type == 8) share<f32>(data, segments, count, how, mass, part, out);
  else share<f64>(data, segments, count, how, mass, part, out);
}
