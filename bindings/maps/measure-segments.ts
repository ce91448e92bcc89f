import type { Job } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import type { MapEngine } from "./map-engine.js";
import type { SignedMap } from "./map-volume.js";
import { type MapWork, mapWorker, partsOf, readingBytes, readingCopy, runMapJobs } from "./map-worker.js";

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

interface MeasureWork extends MapWork {
  readonly records: Pointer;
}

/** Measures a part of a map. */
export const measurePart: Job<MeasureWork> = {
  name: "measurePart",
  run: (engine, work) => {
    const own = mapWorker(engine, work);
    const mark = own.arena.mark();
    const reading = readingCopy(own, work);
    forEachBlock(work, (at, count) => own.maps.measureSegments(work.data, at, count, reading, work.records));
    own.arena.release(mark);
    return [];
  },
};

/** Of more codes, one part is measured: records of each part would take too much room. */
const MOST_CODES = 2000;

/** Measures every code of the segments; index 0 is code 0. */
export function measureSegments(engine: MapEngine, map: SignedMap, segments: Segments): CodeMeasures[] {
  const { arena, maps } = engine;
  const { codes } = segments;
  const bytes = maps.measureRecordBytes();
  const mark = arena.mark();
  try {
    const works = partsOf(engine, map, segments, codes > MOST_CODES ? 1 : undefined).map((part) => {
      const records = arena.allocate(bytes * codes);
      maps.clearMeasures(records, codes);
      return { ...part, records };
    });
    runMapJobs(engine, measurePart, works, readingBytes(engine));
    return Array.from({ length: codes }, (_, code) =>
      works
        .map(({ records }) => readRecord(arena.f64(records + bytes * code, bytes / 8)))
        .reduce((before, after) => joinMeasures(before, after)),
    );
  } finally {
    arena.release(mark);
  }
}

function readRecord(record: Float64Array): CodeMeasures {
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
}

/** Joins the measures of voxels with those of later ones, whose deviations are taken from the centre of the former. */
function joinMeasures(before: CodeMeasures, after: CodeMeasures): CodeMeasures {
  const missing = before.missing + after.missing;
  const infinite = before.infinite + after.infinite;
  const firstInfinite = before.infinite > 0 ? before.firstInfinite : after.firstInfinite;
  if (before.voxels === 0 || after.voxels === 0) {
    return { ...(before.voxels === 0 ? after : before), missing, infinite, firstInfinite };
  }
  const apart = after.centre - before.centre;
  const isLarger = after.largest > before.largest;
  return {
    ...{ missing, infinite, firstInfinite },
    voxels: before.voxels + after.voxels,
    sum: before.sum + after.sum,
    deviations: before.deviations + after.deviations + after.voxels * apart,
    squares: before.squares + after.squares + 2 * apart * after.deviations + after.voxels * apart ** 2,
    least: Math.min(before.least, after.least),
    largest: isLarger ? after.largest : before.largest,
    largestVoxel: isLarger ? after.largestVoxel : before.largestVoxel,
    centre: before.centre,
  };
}
