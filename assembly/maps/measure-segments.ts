/**
 * Measures a map for each code of a list of segments: voxels, sum, moments, extremes (`measure-record.ts`).
 *
 * **Cost**: one read of the map.
 */

import { PIECE } from "./map-piece";
import { MapReading } from "./map-reading";
import { isFloats, measureFloats } from "./measure-floats";
import { measurePiece, RECORD_SHIFT } from "./measure-record";
import { SEGMENT_BYTES } from "./segments";

export function measureRecordBytes(): usize {
  return 1 << RECORD_SHIFT;
}

/** Makes the records of codes 0 … count − 1 empty. */
export function clearMeasures(records: usize, count: u32): void {
  memory.fill(records, 0, (<usize>count) << RECORD_SHIFT);
  for (let i: usize = 0; i < <usize>count; i++) {
    const record = records + (i << RECORD_SHIFT);
    store<f64>(record, Infinity, 80);
    store<f64>(record, -Infinity, 88);
  }
}

/** Adds `count` segments of a map, all of one block, to the records of their codes. */
export function measureSegments(data: usize, segments: usize, count: u32, reading: usize, records: usize): void {
  const how = changetype<MapReading>(reading);
  const stop = segments + <usize>count * SEGMENT_BYTES;
  if (ASC_FEATURE_SIMD) {
    if (isFloats(how)) {
      measureFloats(data, segments, stop, how, records);
      return;
    }
  }
  for (let segment = segments; segment < stop; segment += SEGMENT_BYTES) {
    const record = records + ((<usize>load<u32>(segment, 8)) << RECORD_SHIFT);
    let first = load<u32>(segment);
    const end = first + load<u32>(segment, 4);
    for (; first < end; first += PIECE) measurePiece(data, first, min(PIECE, end - first), how, record);
  }
}
