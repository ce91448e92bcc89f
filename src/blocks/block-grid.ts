import type { Triple } from "../../bindings/volumes/run-volume.js";

/** How a volume is cut into blocks; those at its far ends may be smaller. Block `i` is number x + y·columns + z·columns·rows. */
export interface BlockGrid {
  /** Voxels of the volume along x, y, z. */
  readonly shape: Triple;
  /** Voxels of a block. */
  readonly block: Triple;
}

/** Where a block lies in its volume. */
export interface BlockPlace {
  readonly index: number;
  readonly origin: Triple;
  readonly shape: Triple;
  readonly whole: Triple;
}

/** Blocks along x, y, z. */
function gridCounts({ shape, block }: BlockGrid): Triple {
  return [Math.ceil(shape[0] / block[0]), Math.ceil(shape[1] / block[1]), Math.ceil(shape[2] / block[2])];
}

export function blockCount(grid: BlockGrid): number {
  const [x, y, z] = gridCounts(grid);
  return x * y * z;
}

export function blockPlace(grid: BlockGrid, index: number): BlockPlace {
  const [x, y, z] = columnOf(grid, index);
  const { shape: whole, block } = grid;
  const origin: Triple = [x * block[0], y * block[1], z * block[2]];
  const shape: Triple = [
    Math.min(block[0], whole[0] - origin[0]),
    Math.min(block[1], whole[1] - origin[1]),
    Math.min(block[2], whole[2] - origin[2]),
  ];
  return { index, origin, shape, whole };
}

/** The blocks, up to 26, that a block touches. */
export function neighbourBlocks(grid: BlockGrid, index: number): readonly number[] {
  const [columns, rows, layers] = gridCounts(grid);
  const [x, y, z] = columnOf(grid, index);
  const found: number[] = [];
  for (let w = Math.max(0, z - 1); w <= Math.min(layers - 1, z + 1); w++) {
    for (let v = Math.max(0, y - 1); v <= Math.min(rows - 1, y + 1); v++) {
      for (let u = Math.max(0, x - 1); u <= Math.min(columns - 1, x + 1); u++) {
        if (u !== x || v !== y || w !== z) found.push(u + columns * (v + rows * w));
      }
    }
  }
  return found;
}

function columnOf(grid: BlockGrid, index: number): Triple {
  const [columns, rows] = gridCounts(grid);
  const row = Math.floor(index / columns);
  return [index % columns, row % rows, Math.floor(row / rows)];
}
