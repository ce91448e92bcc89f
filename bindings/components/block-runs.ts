import type { Pointer } from "../engine/kernels.js";
import type { BitVolume } from "../volumes/bit-volume.js";
import { rowCount, type Triple } from "../volumes/run-volume.js";

/**
 * The runs of a volume's blocks, 2 × 2 rows taken together (`assembly/volumes/block-rows.ts`), in an engine's linear memory; valid until
 * the arena releases them.
 */
export interface BlockRuns {
  /** Where the voxels of a run are. */
  readonly volume: BitVolume;
  readonly runs: Pointer;
  /** The runs of block row `Y + ⌈ny / 2⌉·Z` are those from `rowOffsets[row]` to `rowOffsets[row + 1]` − 1. */
  readonly rowOffsets: Pointer;
  readonly runCount: number;
}

/** Block rows of each slice of blocks, and slices. */
export function blockGrid({ shape: [, ny, nz] }: Pick<BitVolume, "shape">): readonly [rows: number, slices: number] {
  return [Math.ceil(ny / 2), Math.ceil(nz / 2)];
}

/** Block rows of a volume. */
export function blockRowCount(volume: Pick<BitVolume, "shape">): number {
  const [rows, slices] = blockGrid(volume);
  return rows * slices;
}

/** Block rows whose voxels lie in the first `rows` rows of a volume, as whole slices (in 2D as rows). */
export function blockRowsBefore(shape: Triple, rows: number): number {
  const [, ny, nz] = shape;
  if (rows === rowCount(shape)) return blockRowCount({ shape });
  return nz === 1 ? rows >> 1 : (Math.floor(rows / ny) >> 1) * Math.ceil(ny / 2);
}
