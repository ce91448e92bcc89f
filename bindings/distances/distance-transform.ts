import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import type { Triple } from "../volumes/run-volume.js";
import { integerSpacing, planarWeights } from "./integer-spacing.js";
import { inPieces } from "./nearest-label.js";

/**
 * The squared distance in mm² (f64, x fastest) of every voxel of a box to the nearest foreground voxel of `mask` (u8, not 0
 * is foreground); Infinity everywhere if there is none. Left in the arena until the caller releases it.
 */
export function distanceTransform(engine: Engine, mask: Pointer, shape: Triple, spacing: readonly number[]): Pointer {
  const { arena, kernels } = engine;
  const [nx, ny, nz] = shape;
  const { weights, unit } = integerSpacing(shape, spacing);
  const { planar, scale } = planarWeights(weights);
  const squared = arena.allocate(8 * nx * ny * nz, 64);
  const mark = arena.mark();
  try {
    const heights = arena.allocate(kernels.nearestHeightBytes(nx, ny, ...planar) * nx * ny * nz, 64);
    const scratch = arena.allocate(kernels.distanceTransformScratch(Math.max(ny, nz)), 64);
    inPieces(nz, nx * ny, (z0, z1) => {
      kernels.distanceTransformSlices(mask, heights, nx, ny, z0, z1, ...planar, scratch);
    });
    inPieces(ny, nx * nz, (y0, y1) => {
      kernels.distanceTransformColumns(
        heights,
        squared,
        nx,
        ny,
        nz,
        y0,
        y1,
        ...planar,
        scale,
        weights[2],
        unit,
        scratch,
      );
    });
    return squared;
  } finally {
    arena.release(mark);
  }
}
