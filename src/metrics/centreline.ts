import { type Box, paintMask } from "../../bindings/paint-labels.js";
import type { RunList, Triple } from "../../bindings/run-list.js";
import { skeletonizeAt } from "../../bindings/skeletonize.js";
import type { MaskRuns, PairOfMasks } from "./mask-source.js";

/** Voxels of the skeletons of two masks, and how many of each lie in the other mask. */
export interface CentrelineCounts {
  readonly referenceSkeleton: number;
  readonly referenceSkeletonInPrediction: number;
  readonly predictionSkeleton: number;
  readonly predictionSkeletonInReference: number;
}

/** Thins both masks (Lee in 3D, Zhang-Suen in 2D) and counts. */
export function centrelineCounts(source: MaskRuns, pair: PairOfMasks): CentrelineCounts {
  const { engine } = source;
  const { arena, kernels } = engine;
  // Each skeleton on its own mask's box: thinning walks all of the box many times over.
  const thin = (tight: Box, own: Side, other: Side) => {
    const box = notThinnerThanVolume(tight, own.list.shape);
    const [nx, ny, nz] = box.shape;
    const mark = arena.mark();
    try {
      const skeleton = paintMask(engine, own.list, box, own.labels);
      const mask = paintMask(engine, other.list, box, other.labels);
      const voxels = skeletonizeAt(engine, skeleton, pair.dimensions === 2 ? [nx, ny] : box.shape);
      return { voxels, inside: voxels === 0 ? 0 : kernels.countShared(skeleton, mask, nx * ny * nz) >>> 0 };
    } finally {
      arena.release(mark);
    }
  };
  const [a, b] = [
    { list: source.reference, labels: pair.reference },
    { list: source.prediction, labels: pair.prediction },
  ];
  const [reference, prediction] = [thin(pair.referenceBox, a, b), thin(pair.predictionBox, b, a)];
  return {
    referenceSkeleton: reference.voxels,
    referenceSkeletonInPrediction: reference.inside,
    predictionSkeleton: prediction.voxels,
    predictionSkeletonInReference: prediction.inside,
  };
}

/**
 * Lee's thinning, as scikit-image does it, does not peel along x what is one voxel thick there, which is meant for volumes that
 * are; a box must not look like one, or the skeleton would depend on where the volume is cropped.
 */
function notThinnerThanVolume(box: Box, volume: Triple): Box {
  const [[x, y, z], [nx, ny, nz]] = [box.origin, box.shape];
  return nx > 1 || volume[0] === 1 ? box : { origin: [Math.max(0, x - 1), y, z], shape: [2, ny, nz] };
}

/** Some labels of one side's runs. */
interface Side {
  readonly list: RunList;
  readonly labels: readonly number[];
}
