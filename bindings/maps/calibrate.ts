import type { Job } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import type { MapEngine } from "./map-engine.js";
import type { SignedMap } from "./map-volume.js";
import { type MapWork, mapWorker, partsOf, readingBytes, readingCopy, runMapJobs } from "./map-worker.js";
import { forEachBlock, type Segments } from "./segments.js";

/** Sets of bins that the kernel fills, where they begin, and what probabilities are cut to (`assembly/maps/calibration-bins.ts`). */
const SETS = 4;
const BINS_AT = 48;
const CUT = 1e-7;

/** A bin of probabilities. */
export interface CalibrationBin {
  readonly voxels: number;
  /** The sum of their probabilities. */
  readonly sum: number;
  readonly inside: number;
}

export interface Calibration {
  /** Σ ln of what each voxel was given. */
  readonly logLikelihood: number;
  /** Probabilities that were cut to [1e-7, 1 − 1e-7]. */
  readonly cut: number;
  readonly bins: readonly CalibrationBin[];
}

interface CalibrateWork extends MapWork {
  readonly bins: number;
  readonly out: Pointer;
}

/** Calibrates a part of a map. */
export const calibratePart: Job<CalibrateWork> = {
  name: "calibratePart",
  run: (engine, work) => {
    const own = mapWorker(engine, work);
    const mark = own.arena.mark();
    const reading = readingCopy(own, work);
    forEachBlock(work, (at, count) => own.maps.calibrate(work.data, at, count, reading, work.bins, work.out));
    own.arena.release(mark);
    return [];
  },
};

/** Calibrates probabilities (from 0 to 1, without NaN) against the reference (codes above 0). */
export function calibrate(engine: MapEngine, map: SignedMap, segments: Segments, bins: number): Calibration {
  const { arena } = engine;
  const mark = arena.mark();
  try {
    const works = partsOf(engine, map, segments).map((part) => {
      const out = arena.allocateZeroed(BINS_AT + SETS * 32 * bins);
      arena.f64(out, 1)[0] = 1;
      return { ...part, bins, out };
    });
    runMapJobs(engine, calibratePart, works, readingBytes(engine));
    const parts = works.map(({ out }) => [...arena.f64(out, 4)]);
    const sets = works.flatMap(({ out }) =>
      Array.from({ length: SETS }, (_, set) => arena.f64(out + BINS_AT + 32 * bins * set, 4 * bins)),
    );
    const total = (at: number) => sets.reduce((sum, set) => sum + set[at], 0);
    const sumOf = (of: (part: readonly number[]) => number) => parts.reduce((sum, part) => sum + of(part), 0);
    return {
      logLikelihood: sumOf(
        ([product, power, , cutBelow]) => Math.log(product) + power * Math.LN2 + cutBelow * Math.log1p(-CUT),
      ),
      cut: sumOf(([, , cut]) => cut),
      bins: Array.from({ length: bins }, (_, i) => {
        const [rest, own] = [2 * i, 2 * (bins + i)];
        const inside = total(own);
        return { voxels: total(rest) + inside, sum: total(rest + 1) + total(own + 1), inside };
      }),
    };
  } finally {
    arena.release(mark);
  }
}
