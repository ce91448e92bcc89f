import type { Triple } from "../../bindings/volumes/run-volume.js";
import type { GroupInstances, Indexes, OverlapTable } from "../overlap/overlap-table.js";
import type { PairCounts } from "./registry.js";

/** The counts of some references together against some predictions together, whose overlaps sum to `intersection`. */
export function countsOf(
  table: OverlapTable,
  references: Indexes,
  predictions: Indexes,
  intersection: number,
): PairCounts {
  return {
    reference: voxelsOf(table.reference, references),
    prediction: voxelsOf(table.prediction, predictions),
    intersection,
  };
}

/** The distance between the centres of mass of both, in units of `spacing`. */
export function centreDistance(
  table: OverlapTable,
  references: Indexes,
  predictions: Indexes,
  spacing: Triple,
): number {
  const a = centreOf(table.reference, references, spacing);
  const b = centreOf(table.prediction, predictions, spacing);
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** Voxels of some instances of a side, which are disjoint. */
function voxelsOf({ voxels }: GroupInstances, members: Indexes): number {
  let sum = 0;
  for (const i of members) sum += voxels[i];
  return sum;
}

/** Their centre of mass in units of `spacing`. */
function centreOf(instances: GroupInstances, members: Indexes, spacing: Triple): Triple {
  const voxels = voxelsOf(instances, members);
  let [x, y, z] = [0, 0, 0];
  for (const i of members) {
    x += instances.sums[3 * i];
    y += instances.sums[3 * i + 1];
    z += instances.sums[3 * i + 2];
  }
  return [(x / voxels) * spacing[0], (y / voxels) * spacing[1], (z / voxels) * spacing[2]];
}
