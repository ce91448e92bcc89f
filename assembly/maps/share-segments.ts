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

import { PIECE, readValues } from "./map-piece";
import { MapReading } from "./map-reading";
import { SEGMENT_BYTES } from "./segments";
import { addTo } from "./tree-overlaps";

/** Bytes of 16 values. */
const FACTORS: usize = 16 << 3;
const EPSILON: f64 = 2.220446049250313e-16;

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
  for (let segment = segments; segment < segments + <usize>count * SEGMENT_BYTES; segment += SEGMENT_BYTES) {
    if (load<u32>(segment, 8) == 0) continue;
    let first = load<u32>(segment);
    const end = first + load<u32>(segment, 4);
    for (; first < end; first += PIECE) {
      const size = min(PIECE, end - first);
      const values = readValues(data, first, size, how);
      const stop = values + ((<usize>size) << 3);
      for (let at = values; at < stop; at += FACTORS) shareFew(at, min(stop, at + FACTORS), mass, part, out);
    }
  }
}

/** Adds as many values as a product bears. */
function shareFew(values: usize, end: usize, mass: f64, part: f64, out: usize): void {
  let product = load<f64>(out);
  let least: f64 = 0;
  for (let at = values; at < end; at += 8) {
    const own = load<f64>(at) / mass;
    least += min(own, part);
    product *= EPSILON + part / (EPSILON + own);
  }
  const bits = reinterpret<u64>(product);
  store<f64>(out, reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000));
  store<f64>(out, load<f64>(out, 8) + <f64>(<i64>(bits >> 52) - 1023), 8);
  addTo(out + 16, least);
}
