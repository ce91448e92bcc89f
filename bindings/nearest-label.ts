import type { Engine } from "./engine.js";
import { integerWeights, planarWeights } from "./integer-weights.js";
import type { Pointer } from "./kernels.js";
import type { RunList } from "./run-list.js";

/** Voxels that one call of a kernel works on, so that the first call does not stay in unoptimised code for long. */
const VOXELS_PER_CALL = 1 << 19;

/** Calls `kernel` for [0, n) in pieces of about `VOXELS_PER_CALL` voxels, at least one layer each. */
export function inPieces(n: number, voxelsOfLayer: number, kernel: (first: number, last: number) => void): void {
  const layers = Math.max(1, Math.floor(VOXELS_PER_CALL / voxelsOfLayer));
  for (let first = 0; first < n; first += layers) kernel(first, Math.min(n, first + layers));
}

/**
 * The label of the nearest labelled voxel for every voxel, x fastest, u32, in mm with the given spacing; of equally near
 * labels the smallest; 0 everywhere if nothing is labelled. Left in the arena until the caller releases it.
 */
export function nearestLabels(engine: Engine, list: RunList, spacing: readonly number[]): Pointer {
  const { arena, kernels } = engine;
  const [nx, ny, nz] = list.shape;
  const { weights } = integerWeights(list.shape, spacing);
  const { planar, scale } = planarWeights(weights);
  const labels = arena.allocate(4 * nx * ny * nz, 64);
  const mark = arena.mark();
  try {
    const heights = arena.allocate(kernels.nearestHeightBytes(nx, ny, ...planar) * nx * ny * nz, 64);
    const scratch = arena.allocate(kernels.nearestLabelScratch(Math.max(ny, nz)), 64);
    inPieces(nz, nx * ny, (z0, z1) => {
      kernels.nearestLabelSlices(list.runs, list.rowOffsets, heights, labels, nx, ny, z0, z1, ...planar, scratch);
    });
    if (nz > 1) {
      inPieces(ny, nx * nz, (y0, y1) => {
        kernels.nearestLabelColumns(heights, labels, nx, ny, nz, y0, y1, ...planar, scale, weights[2], scratch);
      });
    }
    return labels;
  } finally {
    arena.release(mark);
  }
}
