import type { Engine } from "../engine/engine.js";
import { ROWS_PER_CALL, type RunVolume, rowCount } from "../volumes/run-volume.js";

/**
 * The voxels where both lists have a label, labelled `(label of the first − 1) · factor + label of the second`. With
 * `factor` at least the largest label of the second list, every pair of labels gets its own number.
 */
export function intersectRuns(engine: Engine, first: RunVolume, second: RunVolume, factor: number): RunVolume {
  return combine(engine, "intersectRuns", first, second, factor);
}

/** The voxels of the first list that are not of `label` in the second (0: of no label at all there). */
export function subtractRuns(engine: Engine, first: RunVolume, second: RunVolume, label: number): RunVolume {
  return combine(engine, "subtractRuns", first, second, label);
}

function combine(
  engine: Engine,
  kernel: "intersectRuns" | "subtractRuns",
  first: RunVolume,
  second: RunVolume,
  parameter: number,
): RunVolume {
  const { arena, kernels } = engine;
  const rows = rowCount(first.shape);
  // Both lists together bound the pieces, so nothing has to grow.
  const capacity = first.runCount + second.runCount;
  const rowOffsets = arena.allocate(4 * (rows + 1));
  const runs = arena.allocate(8 * capacity);
  arena.u32(rowOffsets, 1)[0] = 0;
  for (let row = 0; row < rows; ) {
    const last = Math.min(rows, row + ROWS_PER_CALL);
    row =
      kernels[kernel](
        first.runs,
        first.rowOffsets,
        second.runs,
        second.rowOffsets,
        row,
        last,
        parameter,
        runs,
        rowOffsets,
        capacity,
      ) >>> 0;
  }
  const [runCount] = arena.u32(rowOffsets + 4 * rows, 1);
  arena.resizeLast(runs, 8 * runCount);
  return { runs, rowOffsets, runCount, shape: first.shape };
}
