import { indexesTo, type OverlapTable } from "./overlap-table.js";

/** Indexes of all references and of all predictions, and the voxels that they share. */
export function allInstances({ reference, prediction, pairVoxels }: OverlapTable): [Uint32Array, Uint32Array, number] {
  const shared = pairVoxels.reduce((sum, voxels) => sum + voxels, 0);
  return [indexesTo(reference.count), indexesTo(prediction.count), shared];
}
