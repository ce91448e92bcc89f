import type { Engine } from "./engine.js";
import { ROWS_PER_CALL, type RunList, rowCount } from "./run-list.js";

const HEADER_BYTES = 16;
const FIRST_SLOTS = 1024;

/** Pairs of labels that share voxels, in no particular order. */
export interface OverlapList {
  readonly reference: Uint32Array;
  readonly prediction: Uint32Array;
  readonly voxels: Float64Array;
}

/** Counts the voxels that each pair of labels shares. Both lists must be of the same shape. */
export function countOverlap(engine: Engine, reference: RunList, prediction: RunList): OverlapList {
  const { arena, kernels } = engine;
  const rows = rowCount(reference.shape);
  const mark = arena.mark();
  try {
    let slots = FIRST_SLOTS;
    let table = arena.allocate(HEADER_BYTES + 16 * slots);
    kernels.clearOverlap(table, slots);
    for (let row = 0; row < rows; ) {
      const last = Math.min(rows, row + ROWS_PER_CALL);
      row =
        kernels.countOverlap(
          reference.runs,
          reference.rowOffsets,
          prediction.runs,
          prediction.rowOffsets,
          row,
          last,
          table,
        ) >>> 0;
      if (row < last) {
        const larger = arena.allocate(HEADER_BYTES + 16 * slots * 4);
        kernels.clearOverlap(larger, slots * 4);
        kernels.moveOverlap(table, larger);
        slots *= 4;
        table = larger;
      }
    }
    const [, entries] = arena.u32(table, 2);
    const out = arena.allocate(16 * entries);
    const count = kernels.listOverlap(table, out) >>> 0;
    return unpack(arena.u32(out, 4 * count), arena.f64(out, 2 * count), count);
  } finally {
    arena.release(mark);
  }
}

function unpack(u32: Uint32Array, f64: Float64Array, count: number): OverlapList {
  const reference = new Uint32Array(count);
  const prediction = new Uint32Array(count);
  const voxels = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    reference[i] = u32[4 * i];
    prediction[i] = u32[4 * i + 1];
    voxels[i] = f64[2 * i + 1];
  }
  return { reference, prediction, voxels };
}
