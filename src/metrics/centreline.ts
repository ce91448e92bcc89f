import type { Engine } from "../../bindings/engine/engine.js";
import type { Pointer } from "../../bindings/engine/kernels.js";
import { skeletonize } from "../../bindings/skeletons/skeletonize.js";
import type { Box } from "../../bindings/volumes/paint-labels.js";
import type { CentrelineCounts, Thinning } from "./formulas.js";
import type { LaidPair } from "./lay-flat.js";

/** Thins both masks (Lee in 3D, Zhang-Suen in 2D) and counts. */
export function centrelineCounts(
  engine: Engine,
  { pair, reference, prediction, sheet, dimensions }: LaidPair,
  thinning: Thinning,
): CentrelineCounts {
  const { arena, kernels } = engine;
  const { box } = pair;
  // Each skeleton on its own mask's box: thinning walks all of the box many times over.
  const thin = (own: Pointer, { origin, shape }: Box, other: Pointer) => {
    const mark = arena.mark();
    try {
      const part = {
        origin: [origin[0] - box.origin[0], origin[1] - box.origin[1], origin[2] - box.origin[2]],
        shape,
      } as const;
      const { bits, voxels } = skeletonize(
        engine,
        { bits: own, shape: box.shape, part },
        { flat: dimensions < 3, sheet, keepLast: thinning === "keep-last" },
      );
      return { voxels, inside: kernels.countShared(bits, other, kernels.bitsBytes(...box.shape) >>> 0) >>> 0 };
    } finally {
      arena.release(mark);
    }
  };
  const ofReference = thin(reference, pair.referenceBox, prediction);
  const ofPrediction = thin(prediction, pair.predictionBox, reference);
  return {
    referenceSkeleton: ofReference.voxels,
    referenceSkeletonInPrediction: ofReference.inside,
    predictionSkeleton: ofPrediction.voxels,
    predictionSkeletonInReference: ofPrediction.inside,
  };
}
