import { distanceTransform } from "../distances/distance-transform.js";
import type { RunVolume } from "../volumes/run-volume.js";
import type { MapEngine } from "./map-engine.js";
import { type SignedMap, voxelCount } from "./map-volume.js";
import { forEachBlock, type Segments } from "./segments.js";

/** Above this many voxels of one value a distance transform of the volume is cheaper than searching from each. */
const SEARCHED = 1000;

/** The voxels of one value, and how far they lie from the reference. */
export interface PointedVoxels {
  readonly voxels: number;
  /** Of these, within the tolerance of a voxel of the reference. */
  readonly hits: number;
  /** mm; the sum over the voxels. */
  readonly distances: number;
}

/**
 * Measures how far the voxels of a value lie from the reference, which is not empty.
 * @param expected how many voxels have the value
 * @param tolerance mm
 */
export function pointAt(
  engine: MapEngine,
  map: SignedMap,
  segments: Segments,
  reference: RunVolume,
  {
    value,
    expected,
    tolerance,
    spacing,
  }: {
    readonly value: number;
    readonly expected: number;
    readonly tolerance: number;
    readonly spacing: readonly [number, number, number];
  },
): PointedVoxels {
  const { arena, maps } = engine;
  const mark = arena.mark();
  try {
    const squared = expected > SEARCHED ? transform(engine, reference, spacing) : 0;
    const out = arena.allocateZeroed(24);
    const { data, shape } = map.volume;
    forEachBlock(segments, (at, count) => {
      const grid = [reference.runs, reference.rowOffsets, ...shape, ...spacing] as const;
      maps.pointAt(data, at, count, map.reading, value, ...grid, tolerance, squared, out);
    });
    const [voxels, hits, distances] = arena.f64(out, 3);
    return { voxels, hits, distances };
  } finally {
    arena.release(mark);
  }
}

function transform(engine: MapEngine, reference: RunVolume, spacing: readonly [number, number, number]): number {
  const { arena, kernels } = engine;
  const [nx, ny, nz] = reference.shape;
  const mask = arena.allocateZeroed(voxelCount(reference.shape));
  kernels.paintLabelsU8(reference.runs, reference.rowOffsets, ny, 0, 0, 0, nx, ny, nz, mask);
  return distanceTransform(engine, mask, reference.shape, spacing);
}
