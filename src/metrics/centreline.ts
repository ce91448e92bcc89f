import type { Pointer } from "../../bindings/kernels.js";
import { paintMask } from "../../bindings/paint-labels.js";
import { skeletonizeAt } from "../../bindings/skeletonize.js";
import type { MaskSource, PairOfMasks } from "./mask-source.js";

/** Voxels of the skeletons of two masks, and how many of each lie in the other mask. */
export interface CentrelineCounts {
  readonly referenceSkeleton: number;
  readonly referenceSkeletonInPrediction: number;
  readonly predictionSkeleton: number;
  readonly predictionSkeletonInReference: number;
}

/** Thins both masks (Lee in 3D, Zhang-Suen in 2D) and counts. */
export function centrelineCounts(source: MaskSource, pair: PairOfMasks): CentrelineCounts {
  const { engine } = source;
  const { arena, kernels } = engine;
  const [nx, ny, nz] = pair.box.shape;
  const voxels = nx * ny * nz;
  const shape = pair.dimensions === 2 ? ([nx, ny] as const) : pair.box.shape;
  const outer = arena.mark();
  const reference = paintMask(engine, source.reference, pair.box, pair.reference);
  const prediction = paintMask(engine, source.prediction, pair.box, pair.prediction);
  const thin = (mask: Pointer, other: Pointer) => {
    const mark = arena.mark();
    const skeleton = arena.allocate(voxels);
    arena.u8(skeleton, voxels).set(arena.u8(mask, voxels));
    const count = skeletonizeAt(engine, skeleton, shape);
    const inside = kernels.countShared(skeleton, other, voxels) >>> 0;
    arena.release(mark);
    return [count, inside] as const;
  };
  try {
    const [referenceSkeleton, referenceSkeletonInPrediction] = thin(reference, prediction);
    const [predictionSkeleton, predictionSkeletonInReference] = thin(prediction, reference);
    return {
      referenceSkeleton,
      referenceSkeletonInPrediction,
      predictionSkeleton,
      predictionSkeletonInReference,
    };
  } finally {
    arena.release(outer);
  }
}
