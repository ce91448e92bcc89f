import type { Engine } from "../engine/engine.js";
import type { RunVolume, Triple } from "./run-volume.js";

/** A box of voxels: its first corner and its extent. */
export interface Box {
  readonly origin: Triple;
  readonly shape: Triple;
}

/** Voxels of a dense crop, in the narrowest unsigned type that holds their labels. */
export type DenseLabels = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** Paints the runs inside `box` into a dense array, x fastest, later lists over earlier ones. `maximumLabel` decides its type. */
export function paintLabels(engine: Engine, lists: readonly RunVolume[], box: Box, maximumLabel: number): DenseLabels {
  const { arena, kernels } = engine;
  const count = box.shape[0] * box.shape[1] * box.shape[2];
  const bytes = maximumLabel <= 0xff ? 1 : maximumLabel <= 0xffff ? 2 : 4;
  const paint = bytes === 1 ? kernels.paintLabelsU8 : bytes === 2 ? kernels.paintLabelsU16 : kernels.paintLabelsU32;
  const mark = arena.mark();
  try {
    const out = arena.allocateZeroed(count * bytes);
    for (const { runs, rowOffsets, shape } of lists)
      paint(runs, rowOffsets, shape[1], ...box.origin, ...box.shape, out);
    if (bytes === 1) return arena.u8(out, count).slice();
    if (bytes === 4) return arena.u32(out, count).slice();
    return new Uint16Array(arena.memory.buffer as ArrayBuffer, out, count).slice();
  } finally {
    arena.release(mark);
  }
}
