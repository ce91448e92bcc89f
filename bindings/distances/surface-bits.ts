import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import type { Box } from "../volumes/paint-labels.js";
import type { RunVolume, Triple } from "../volumes/run-volume.js";
import { inPieces } from "./nearest-label.js";

/** From this many labels on, one walk with a table of them is cheaper than a walk for each. */
const MANY_LABELS = 4;

/** A surface in bits, left in the arena until the caller releases it. */
export interface SurfaceBits {
  readonly bits: Pointer;
  /** Which blocks of 8 × 8 × 8 voxels hold some of it. */
  readonly blocks: Pointer;
  readonly count: number;
}

/** Paints the voxels of some labels into a box of bits, left in the arena until the caller releases it. */
export function paintBits(engine: Engine, list: RunVolume, box: Box, labels: readonly number[]): Pointer {
  const { arena, kernels } = engine;
  const bits = arena.allocateZeroed(kernels.bitsBytes(...box.shape) >>> 0);
  const paint = (label: number, members: Pointer) =>
    kernels.paintBits(list.runs, list.rowOffsets, list.shape[1], ...box.origin, ...box.shape, label, members, bits);
  if (labels.length < MANY_LABELS) {
    for (const label of labels) paint(label, 0);
    return bits;
  }
  const mark = arena.mark();
  const largest = labels.reduce((a, b) => Math.max(a, b));
  const members = arena.allocateZeroed(largest + 1);
  const table = arena.u8(members, largest + 1);
  for (const label of labels) table[label] = 1;
  paint(largest, members);
  arena.release(mark);
  return bits;
}

/** The surface of a mask in bits, which has neighbours along its first `dimensions` axes only. */
export function findSurface(engine: Engine, mask: Pointer, shape: Triple, dimensions: 1 | 2 | 3): SurfaceBits {
  const { arena, kernels } = engine;
  const [nx, ny, nz] = shape;
  const bits = arena.allocateZeroed(kernels.bitsBytes(nx, ny, nz) >>> 0);
  const blocks = arena.allocateZeroed(kernels.blocksBytes(nx, ny, nz) >>> 0);
  let count = 0;
  inPieces(nz, nx * ny, (z0, z1) => {
    count += kernels.findSurface(mask, nx, ny, nz, 3 - dimensions, bits, z0, z1) >>> 0;
    kernels.markBlocks(bits, nx, ny, blocks, z0, z1);
  });
  return { bits, blocks, count };
}
