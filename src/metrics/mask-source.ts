import type { Engine } from "../../bindings/engine.js";
import type { Pointer } from "../../bindings/kernels.js";
import { type Box, paintMask } from "../../bindings/paint-labels.js";
import type { RunList, Triple } from "../../bindings/run-list.js";
import type { Instances, OverlapTable } from "../overlap/overlap-table.js";

/** Where the voxels of a group's instances can be painted from, for what counts cannot say. */
export interface MaskSource {
  readonly engine: Engine;
  /** Runs that carry the instances' {@link Instances.runLabels}. */
  readonly reference: RunList;
  readonly prediction: RunList;
}

/** Two masks in the arena, on a box that holds both and nothing more. */
export interface MaskPair {
  readonly reference: Pointer;
  readonly prediction: Pointer;
  readonly shape: Triple;
  readonly voxels: number;
}

/**
 * Paints some references as one mask and some predictions as another, on the smallest box around all of them, and hands
 * both to `use`; whatever is allocated meanwhile is released. Cost follows the box, not the volume.
 */
export function withMasks<T>(
  { engine, ...lists }: MaskSource,
  table: OverlapTable,
  references: readonly number[],
  predictions: readonly number[],
  use: (pair: MaskPair, engine: Engine) => T,
): T {
  const box = boxAround([
    [table.reference, references],
    [table.prediction, predictions],
  ]);
  const mark = engine.arena.mark();
  try {
    const paint = (list: RunList, instances: Instances, members: readonly number[]) =>
      paintMask(
        engine,
        list,
        box,
        members.map((i) => instances.runLabels[i]),
      );
    const reference = paint(lists.reference, table.reference, references);
    const prediction = paint(lists.prediction, table.prediction, predictions);
    const [nx, ny, nz] = box.shape;
    return use({ reference, prediction, shape: box.shape, voxels: nx * ny * nz }, engine);
  } finally {
    engine.arena.release(mark);
  }
}

function boxAround(sides: readonly (readonly [Instances, readonly number[]])[]): Box {
  const first = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const last = [0, 0, 0];
  for (const [{ boxes }, members] of sides) {
    for (const i of members) {
      for (let axis = 0; axis < 3; axis++) {
        first[axis] = Math.min(first[axis], boxes[6 * i + 2 * axis]);
        last[axis] = Math.max(last[axis], boxes[6 * i + 2 * axis + 1]);
      }
    }
  }
  const [x, y, z] = first;
  return { origin: [x, y, z], shape: [last[0] - x + 1, last[1] - y + 1, last[2] - z + 1] };
}
