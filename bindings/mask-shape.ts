import { VoxmatchError } from "../src/errors.js";

/** The shape of a dense mask, x fastest; two numbers for a flat slice, which has no neighbours in z. */
export type MaskShape = readonly [nx: number, ny: number] | readonly [nx: number, ny: number, nz: number];

/** Voxels of a mask of this shape. */
export function voxelsOf(shape: MaskShape): number {
  return shape[0] * shape[1] * (shape[2] ?? 1);
}

/** @throws VoxmatchError `INVALID_VOLUME` if the mask's length does not fit its shape */
export function requireShape(mask: Uint8Array, shape: MaskShape): void {
  const expected = voxelsOf(shape);
  if (mask.length === expected) return;
  throw new VoxmatchError(
    "INVALID_VOLUME",
    `A mask of shape ${shape.join(" × ")} has ${expected} voxels, but ${mask.length} were given.`,
    { shape: [...shape], expected, actual: mask.length },
  );
}
