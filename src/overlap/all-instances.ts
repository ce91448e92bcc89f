import type { GroupInstances, OverlapTable } from "./overlap-table.js";

/** Indexes of all references and of all predictions, and the voxels that they share. */
export function allInstances(table: OverlapTable): [number[], number[], number] {
  const all = (instances: GroupInstances) => Array.from({ length: instances.count }, (_, i) => i);
  return [all(table.reference), all(table.prediction), table.pairVoxels.reduce((sum, voxels) => sum + voxels, 0)];
}
