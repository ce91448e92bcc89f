import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import { type Job, runJobs } from "../threads/job.js";
import type { RunVolume, Triple } from "../volumes/run-volume.js";
import { integerSpacing, planarWeights } from "./integer-spacing.js";

/** Voxels that one call of a kernel works on, so that the first call does not stay in unoptimised code for long. */
const VOXELS_PER_CALL = 1 << 19;

/** Bytes that an arena needs around one block of scratch. */
const SCRATCH_ROOM = 256;

/** Calls `kernel` for [0, n) in pieces of about `VOXELS_PER_CALL` voxels, at least one layer each. */
export function inPieces(n: number, voxelsOfLayer: number, kernel: (first: number, last: number) => void): void {
  const layers = Math.max(1, Math.floor(VOXELS_PER_CALL / voxelsOfLayer));
  for (let first = 0; first < n; first += layers) kernel(first, Math.min(n, first + layers));
}

/** Ranges of about `VOXELS_PER_CALL` voxels, as {@link inPieces} has them. */
function piecesOf(n: number, voxelsOfLayer: number): (readonly [first: number, last: number])[] {
  const pieces: (readonly [number, number])[] = [];
  inPieces(n, voxelsOfLayer, (first, last) => pieces.push([first, last]));
  return pieces;
}

/** The shared inputs of all pieces of a nearest-label transform, and the layers of this one. */
interface Piece {
  readonly list: RunVolume;
  readonly heights: Pointer;
  readonly labels: Pointer;
  readonly weights: Triple;
  readonly range: readonly [first: number, last: number];
}

/** The x and y passes of some slices. */
export const nearestInSlices: Job<Piece> = {
  name: "nearestInSlices",
  run: ({ arena, kernels }, { list, heights, labels, weights, range }) => {
    const [nx, ny, nz] = list.shape;
    const mark = arena.mark();
    const scratch = arena.allocate(kernels.nearestLabelScratch(Math.max(ny, nz)), 64);
    const { planar } = planarWeights(weights);
    kernels.nearestLabelSlices(list.runs, list.rowOffsets, heights, labels, nx, ny, ...range, ...planar, scratch);
    arena.release(mark);
    return [];
  },
};

/** The z pass of some rows in all slices. */
export const nearestAcrossSlices: Job<Piece> = {
  name: "nearestAcrossSlices",
  run: ({ arena, kernels }, { list, heights, labels, weights, range }) => {
    const [nx, ny, nz] = list.shape;
    const mark = arena.mark();
    const scratch = arena.allocate(kernels.nearestLabelScratch(Math.max(ny, nz)), 64);
    const { planar, scale } = planarWeights(weights);
    kernels.nearestLabelColumns(heights, labels, nx, ny, nz, ...range, ...planar, scale, weights[2], scratch);
    arena.release(mark);
    return [];
  },
};

/**
 * The label of the nearest labelled voxel for every voxel, x fastest, u32, in mm with the given spacing; of equally near
 * labels the smallest; 0 everywhere if nothing is labelled. Left in the arena until the caller releases it.
 */
export function nearestLabels(engine: Engine, list: RunVolume, spacing: readonly number[]): Pointer {
  const { arena, kernels } = engine;
  const [nx, ny, nz] = list.shape;
  const { weights } = integerSpacing(list.shape, spacing);
  const labels = arena.allocate(4 * nx * ny * nz, 64);
  const mark = arena.mark();
  try {
    const { planar } = planarWeights(weights);
    const heights = arena.allocate(kernels.nearestHeightBytes(nx, ny, ...planar) * nx * ny * nz, 64);
    const scratchBytes = kernels.nearestLabelScratch(Math.max(ny, nz)) + SCRATCH_ROOM;
    const piece = (range: readonly [number, number]): Piece => ({ list, heights, labels, weights, range });
    runJobs(engine, nearestInSlices, piecesOf(nz, nx * ny).map(piece), scratchBytes);
    if (nz > 1) runJobs(engine, nearestAcrossSlices, piecesOf(ny, nx * nz).map(piece), scratchBytes);
    return labels;
  } finally {
    arena.release(mark);
  }
}
