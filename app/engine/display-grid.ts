import type { Affine } from "../../src/index.js";

export type Triple = readonly [number, number, number];

/** The grid that the viewer shows: the case's own, or a coarser one where that holds more voxels than pages bear. */
export interface DisplayGrid {
  readonly shape: Triple;
  /** mm */
  readonly spacing: Triple;
  /** Voxel of this grid to world. */
  readonly affine: Affine;
  /** Voxels of the case that one voxel of this grid stands for, along each axis. */
  readonly factors: Triple;
}

/**
 * As many voxels are shown (256 × 256 × 256). The viewer keeps up to four colours of each, of four bytes, in graphics memory,
 * and looks at every voxel of each volume while the page waits.
 */
const MAXIMUM_VOXELS = 2 ** 24;

/** The longest side of a texture that WebGL 2 promises is 256; every machine that has it in earnest gives 2048. */
const MAXIMUM_LENGTH = 2048;

interface Frame {
  readonly shape: readonly number[];
  readonly spacing: readonly number[];
  readonly affine: Affine | null;
}

/** Halves the axis with the closest voxels until the rest can be shown. */
export function displayGrid(frame: Frame, maximumVoxels = MAXIMUM_VOXELS): DisplayGrid {
  const full = [frame.shape[0], frame.shape[1], frame.shape[2] ?? 1];
  const spacing = [frame.spacing[0], frame.spacing[1], frame.spacing[2] ?? 1];
  const factors = [1, 1, 1];
  const length = (axis: number) => Math.ceil(full[axis] / factors[axis]);
  const distance = (axis: number) => spacing[axis] * factors[axis];
  for (;;) {
    const tooLong = [0, 1, 2].filter((axis) => length(axis) > MAXIMUM_LENGTH);
    if (tooLong.length === 0 && length(0) * length(1) * length(2) <= maximumVoxels) break;
    const candidates = tooLong.length > 0 ? tooLong : [0, 1, 2].filter((axis) => length(axis) > 1);
    factors[candidates.reduce((best, axis) => (distance(axis) < distance(best) ? axis : best))] *= 2;
  }
  const affine = frame.affine ?? [spacing[0], 0, 0, 0, 0, spacing[1], 0, 0, 0, 0, spacing[2], 0, 0, 0, 0, 1];
  return {
    shape: [length(0), length(1), length(2)],
    spacing: [distance(0), distance(1), distance(2)],
    affine: coarser(affine, factors),
    factors: [factors[0], factors[1], factors[2]],
  };
}

/** The first voxel of the coarser grid lies in the middle of the voxels that it stands for. */
function coarser(affine: Affine, factors: readonly number[]): Affine {
  return affine.map((entry, i) => {
    const [row, column] = [Math.trunc(i / 4), i % 4];
    if (row === 3) return entry;
    if (column < 3) return entry * factors[column];
    return factors.reduce((sum, factor, axis) => sum + affine[4 * row + axis] * ((factor - 1) / 2), entry);
  });
}
