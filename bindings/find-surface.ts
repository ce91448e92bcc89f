import type { Engine } from "./engine.js";
import type { Pointer } from "./kernels.js";
import { type MaskShape, requireShape, voxelsOf } from "./mask-shape.js";

/** A mask's surface voxels and their number. */
export interface Surface {
  /** 1 for a surface voxel, else 0. */
  readonly mask: Uint8Array;
  readonly count: number;
}

/**
 * The foreground voxels that have a background face-neighbour (6 in a volume, 4 in a flat slice); outside the mask is
 * background. A volume of one slice, `[nx, ny, 1]`, is a volume: all its foreground is surface.
 */
export function findSurface(engine: Engine, mask: Uint8Array, shape: MaskShape): Surface {
  requireShape(mask, shape);
  const { arena } = engine;
  const start = arena.mark();
  try {
    const source = arena.copyIn(mask);
    const target = arena.allocate(mask.length);
    const count = findSurfaceAt(engine, source, shape, target);
    return { mask: arena.u8(target, voxelsOf(shape)).slice(), count };
  } finally {
    arena.release(start);
  }
}

/** {@link findSurface} of a mask in the arena, written to another block of the same length; returns the count. */
export function findSurfaceAt(engine: Engine, mask: Pointer, shape: MaskShape, surface: Pointer): number {
  const [nx, ny, nz = 1] = shape;
  return engine.kernels.findSurface(mask, nx, ny, nz, shape.length === 2, surface, 0, nz) >>> 0;
}
