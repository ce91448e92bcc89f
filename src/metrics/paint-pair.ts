import { paintBits } from "../../bindings/distances/surface-bits.js";
import type { Pointer } from "../../bindings/engine/kernels.js";
import type { MaskRuns, PairOfMasks } from "./mask-source.js";

/** Two masks in bits (`assembly/volumes/bit-rows.ts`), both in the box of the pair. */
export interface PaintedPair {
  readonly pair: PairOfMasks;
  readonly reference: Pointer;
  readonly prediction: Pointer;
  /** Whether the volume is one voxel thick in x. */
  readonly sheet: boolean;
}

/** Paints both masks, left in the arena until the caller releases them. */
export function paintPair({ engine, reference, prediction }: MaskRuns, pair: PairOfMasks): PaintedPair {
  return {
    pair,
    reference: paintBits(engine, reference, pair.box, pair.reference),
    prediction: paintBits(engine, prediction, pair.box, pair.prediction),
    sheet: reference.shape[0] === 1,
  };
}
