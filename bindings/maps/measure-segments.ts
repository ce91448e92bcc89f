import type { MapEngine } from "./map-engine.js";
import type { SignedMap } from "./map-volume.js";

import { forEachBlock, type Segments } from "./segments.js";

/** Measures of the voxels of one code. */
export interface CodeMeasures {
  /** Voxels with a finite number. */
  readonly voxels: number;
  readonly missing: number;
  readonly infinite: number;
  /** Linear index of the first infinite voxel, if there is one. */
  readonly firstInfinite: number;
  readonly sum: number;
  /** Sums of deviations from `centre`, and of their squares. */
  readonly deviations: number;
  readonly squares: number;
  readonly centre: number;
  /** Infinity and −Infinity where there are no voxels. */
  readonly least: number;
  readonly largest: number;
  /** Linear index of the first voxel of the largest value. */
  readonly largestVoxel: number;
}

/** Measures every code of the segments; index 0 is code 0. */
export function measureSegments(engine: MapEngine, map: SignedMap, segments: Segments): CodeMeasures[] {
  const { arena, maps } = engine;
  const bytes = maps.measureRecordBytes();
  const mark = arena.mark();
  try {
    const records = arena.allocate(bytes * segments.codes);
    maps.clearMeasures(records, segments.codes);
    forEachBlock(segments, (at, count) => maps.measureSegments(map.volume.data, at, count, map.reading, records));
    return Array.from({ length: segments.codes }, (_, code) => {
      const record = arena.f64(records + bytes * code, bytes / 8);
      const [voxels, missing, infinite, firstInfinite] = record;
      return {
        voxels,
        missing,
        infinite,
        firstInfinite,
        sum: record[4] + record[5],
        deviations: record[6] + record[7],
        squares: record[8] + record[9],
        least: record[10],
        largest: record[11],
        largestVoxel: record[12],
        centre: record[13],
      };
    });
  } finally {
    arena.release(mark);
  }
}
