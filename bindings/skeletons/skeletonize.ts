import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import type { Box } from "../volumes/paint-labels.js";
import type { Triple } from "../volumes/run-volume.js";

/** Lee, Kashyap, Chu 1994 (volumes and slices); Zhang, Suen 1984 (slices only). */
export type SkeletonMethod = "lee" | "zhang-suen";

/** A mask in bits (`assembly/volumes/bit-rows.ts`) and the part of it that holds all voxels to thin. */
export interface MaskToThin {
  readonly bits: Pointer;
  readonly shape: Triple;
  readonly part: Box;
}

/** How a mask is thinned. */
export interface ThinOptions {
  /** A slice (z is 1) for Zhang-Suen; to Lee's thinning a slice [x, y] is a volume [1, x, y]. */
  readonly flat: boolean;
  /** By default Zhang-Suen for a slice and Lee for a volume. */
  readonly method?: SkeletonMethod;
  /**
   * Lee's thinning, as scikit-image does it, does not peel along x where a mask is one voxel thick in x, as a slice is to it. By
   * default that is what the part is; where a part was cut from a thicker volume, that must not show.
   */
  readonly sheet?: boolean;
  /**
   * Whether Lee's thinning keeps the last voxel of each component. By default it deletes it where scikit-image does (a 2×2×2
   * cube, many balls). Zhang-Suen never deletes a component whole.
   */
  readonly keepLast?: boolean;
}

/** A skeleton in bits, of the whole box of its mask, left in the arena until the caller releases it. */
export interface SkeletonBits {
  readonly bits: Pointer;
  readonly voxels: number;
}

/**
 * The skeleton of a part of a mask: the voxels that scikit-image's `skeletonize` keeps of an array indexed `[x, y, z]`.
 * Outside the part is background. Without `keepLast` Lee's thinning can delete a component whole, so that a mask that is not
 * empty may have an empty skeleton.
 */
export function skeletonize(engine: Engine, mask: MaskToThin, options: ThinOptions): SkeletonBits {
  const { arena, kernels } = engine;
  const bits = arena.allocateZeroed(kernels.bitsBytes(...mask.shape) >>> 0);
  const [nx, ny, nz] = mask.part.shape;
  if (nx * ny * nz === 0) return { bits, voxels: 0 };
  const mark = arena.mark();
  try {
    const { flat, method = flat ? "zhang-suen" : "lee" } = options;
    const voxels = method === "lee" ? thinVolume(engine, mask, options, bits) : thinSlice(engine, mask, bits);
    return { bits, voxels };
  } finally {
    arena.release(mark);
  }
}

function thinVolume(
  { arena, kernels }: Engine,
  { bits, shape, part }: MaskToThin,
  { flat, sheet = part.shape[0] === 1, keepLast = false }: ThinOptions,
  out: Pointer,
): number {
  const place = [shape[0], shape[1], ...part.origin] as const;
  const volume = [...part.shape, flat] as const;
  const scratch = arena.allocate(kernels.skeletonScratchBytes(...volume));
  const borders = flat || sheet ? 4 : 6;
  kernels.clearSkeletonVolume(scratch, ...volume);
  kernels.packSkeletonVolume(bits, ...place, ...volume, scratch);
  for (let round = 0; kernels.thinRound(scratch, ...volume, borders, round, keepLast) !== 0; round++);
  return kernels.unpackSkeletonVolume(scratch, ...volume, out, ...place) >>> 0;
}

function thinSlice({ arena, kernels }: Engine, { bits, shape, part }: MaskToThin, out: Pointer): number {
  const [x0, y0] = part.origin;
  const [nx, ny] = part.shape;
  const scratch = arena.allocate(kernels.thinSliceScratchBytes(nx, ny));
  kernels.loadSlice(bits, shape[0], x0, y0, nx, ny, scratch);
  let deleted: number;
  do {
    deleted = (kernels.thinSlice(scratch, nx, ny, 0) >>> 0) + (kernels.thinSlice(scratch, nx, ny, 1) >>> 0);
  } while (deleted > 0);
  return kernels.storeSlice(scratch, nx, ny, out, shape[0], x0, y0) >>> 0;
}
