import { VoxmatchError } from "../src/errors.js";
import type { Engine } from "./engine.js";
import type { Pointer } from "./kernels.js";
import { type MaskShape, requireShape, voxelsOf } from "./mask-shape.js";

/** Lee, Kashyap, Chu 1994 (volumes and slices); Zhang, Suen 1984 (slices only). */
export type SkeletonMethod = "lee" | "zhang-suen";

/** Rows packed by one call, so that a large mask soon runs in optimised code. */
const ROWS_PER_CALL = 32;

/**
 * The skeleton of a mask, as a mask of 0 and 1: the voxels that scikit-image's `skeletonize` keeps of an array indexed
 * `[x, y, z]`. Every voxel that is not 0 is foreground, outside the mask is background. Lee's thinning can delete a
 * component whole (a 2×2×2 cube, many balls), so a mask that is not empty may have an empty skeleton.
 * @param method by default Zhang-Suen for a slice and Lee for a volume
 * @throws VoxmatchError `INVALID_OPTION` for Zhang-Suen on a volume
 */
export function skeletonize(engine: Engine, mask: Uint8Array, shape: MaskShape, method?: SkeletonMethod): Uint8Array {
  requireShape(mask, shape);
  const { arena } = engine;
  const start = arena.mark();
  try {
    const pointer = arena.copyIn(mask);
    skeletonizeAt(engine, pointer, shape, method);
    return arena.u8(pointer, voxelsOf(shape)).slice();
  } finally {
    arena.release(start);
  }
}

/** {@link skeletonize} of a mask in the arena, which its skeleton replaces; returns the skeleton's number of voxels. */
export function skeletonizeAt(engine: Engine, mask: Pointer, shape: MaskShape, method?: SkeletonMethod): number {
  const chosen = method ?? (shape.length === 2 ? "zhang-suen" : "lee");
  if (chosen === "zhang-suen" && shape.length !== 2) {
    throw new VoxmatchError("INVALID_OPTION", 'Zhang-Suen thinning is for slices; use "lee" for volumes.', {
      method: chosen,
      shape: [...shape],
    });
  }
  if (voxelsOf(shape) === 0) return 0;
  const start = engine.arena.mark();
  try {
    return chosen === "lee" ? thinVolume(engine, mask, shape) : thinSlice(engine, mask, shape);
  } finally {
    engine.arena.release(start);
  }
}

function thinVolume({ arena, kernels }: Engine, mask: Pointer, shape: MaskShape): number {
  const [nx, ny, nz = 1] = shape;
  const flat = shape.length === 2;
  const scratch = arena.allocate(kernels.skeletonScratchBytes(nx, ny, nz, flat));
  kernels.clearSkeletonVolume(scratch, nx, ny, nz, flat);
  for (let y = 0; y < ny; y += ROWS_PER_CALL) {
    kernels.packSkeletonVolume(mask, nx, ny, nz, flat, scratch, y, Math.min(ny, y + ROWS_PER_CALL));
  }
  // What is one voxel thick in x, as a slice is to Lee's thinning, is not peeled along x.
  const borders = flat || nx === 1 ? 4 : 6;
  let deleted: number;
  do {
    deleted = 0;
    for (let border = 0; border < borders; border++) {
      deleted += kernels.thinBorder(scratch, nx, ny, nz, flat, border) >>> 0;
    }
  } while (deleted > 0);
  return kernels.unpackSkeletonVolume(scratch, nx, ny, nz, flat, mask) >>> 0;
}

function thinSlice({ arena, kernels }: Engine, mask: Pointer, [nx, ny]: MaskShape): number {
  const scratch = arena.allocate(kernels.thinSliceScratchBytes(nx, ny));
  kernels.loadSlice(mask, nx, ny, scratch);
  let deleted: number;
  do {
    deleted = (kernels.thinSlice(scratch, nx, ny, 0) >>> 0) + (kernels.thinSlice(scratch, nx, ny, 1) >>> 0);
  } while (deleted > 0);
  return kernels.storeSlice(scratch, nx, ny, mask) >>> 0;
}
