import type { Engine } from "../../bindings/engine.js";
import type { Pointer } from "../../bindings/kernels.js";
import { skeletonizeAt } from "../../bindings/skeletonize.js";
import type { MaskPair } from "./mask-source.js";

/** Voxels of the skeletons of two masks, and how many of each lie in the other mask. */
export interface CentrelineCounts {
  readonly referenceSkeleton: number;
  readonly referenceSkeletonInPrediction: number;
  readonly predictionSkeleton: number;
  readonly predictionSkeletonInReference: number;
}

/** Thins both masks (Lee in 3D, Zhang-Suen in 2D) and counts. */
export function centrelineCounts(engine: Engine, pair: MaskPair, dimensions: 2 | 3): CentrelineCounts {
  const { arena } = engine;
  const shape = dimensions === 2 ? ([pair.shape[0], pair.shape[1]] as const) : pair.shape;
  const thin = (mask: Pointer, other: Pointer) => {
    const mark = arena.mark();
    const skeleton = arena.allocate(pair.voxels);
    arena.u8(skeleton, pair.voxels).set(arena.u8(mask, pair.voxels));
    const count = skeletonizeAt(engine, skeleton, shape);
    const inside = engine.kernels.countShared(skeleton, other, pair.voxels) >>> 0;
    arena.release(mark);
    return [count, inside] as const;
  };
  const [referenceSkeleton, referenceSkeletonInPrediction] = thin(pair.reference, pair.prediction);
  const [predictionSkeleton, predictionSkeletonInReference] = thin(pair.prediction, pair.reference);
  return {
    referenceSkeleton,
    referenceSkeletonInPrediction,
    predictionSkeleton,
    predictionSkeletonInReference,
  };
}
