import type { Pointer } from "../engine/kernels.js";
import type { BitList } from "../volumes/bit-volume.js";
import { rowCount, type Triple } from "../volumes/run-volume.js";

/**
 * The runs of a volume's quads, 2 × 2 rows taken together (`assembly/volumes/block-rows.ts`), in an engine's linear memory; valid until
 * the arena releases them.
 */
export interface QuadList {
  /** Where the voxels of a run are. */
  readonly volume: BitList;
  readonly runs: Pointer;
  /** The runs of quad row `Y + ⌈ny / 2⌉·Z` are those from `rowOffsets[row]` to `rowOffsets[row + 1]` − 1. */
  readonly rowOffsets: Pointer;
  readonly runCount: number;
}

/** Quad rows of each slice of quads, and slices. */
export function quadGrid({ shape: [, ny, nz] }: Pick<BitList, "shape">): readonly [rows: number, slices: number] {
  return [Math.ceil(ny / 2), Math.ceil(nz / 2)];
}

/** Quad rows of a volume. */
export function quadRowCount(volume: Pick<BitList, "shape">): number {
  const [rows, slices] = quadGrid(volume);
  return rows * slices;
}

/** Quad rows whose voxels lie in the first `rows` rows of a volume, as whole slices (in 2D as rows). */
export function quadRowsBefore(shape: Triple, rows: number): number {
  const [, ny, nz] = shape;
  if (rows === rowCount(shape)) return quadRowCount({ shape });
  return nz === 1 ? rows >> 1 : (Math.floor(rows / ny) >> 1) * Math.ceil(ny / 2);
}
