import type { Triple } from "../../bindings/run-list.js";
import type { Instances, OverlapTable } from "../overlap/overlap-table.js";
import type { PairCounts } from "./registry.js";

/** The counts of reference `g` against the union of the predictions, whose overlaps with `g` sum to `intersection`. */
export function countsOfUnion(
  table: OverlapTable,
  g: number,
  predictions: readonly number[],
  intersection: number,
): PairCounts {
  return countsOf(table, [g], predictions, intersection);
}

/** The counts of all instances of both sides taken together: the group's foregrounds. */
export function countsOfForeground(table: OverlapTable): PairCounts {
  const intersection = table.pairVoxels.reduce((sum, voxels) => sum + voxels, 0);
  return countsOf(table, range(table.reference.count), range(table.prediction.count), intersection);
}

function countsOf(
  table: OverlapTable,
  references: readonly number[],
  predictions: readonly number[],
  intersection: number,
): PairCounts {
  const reference = unionOf(table.reference, references, table.spacing);
  const prediction = unionOf(table.prediction, predictions, table.spacing);
  return {
    reference: reference.voxels,
    prediction: prediction.voxels,
    intersection,
    referenceCentre: reference.centre,
    predictionCentre: prediction.centre,
  };
}

/** Voxels and centre of mass (mm) of some instances of a side, which are disjoint. */
export function unionOf(instances: Instances, members: readonly number[], spacing: Triple) {
  let voxels = 0;
  let [x, y, z] = [0, 0, 0];
  for (const i of members) {
    voxels += instances.voxels[i];
    x += instances.sums[3 * i];
    y += instances.sums[3 * i + 1];
    z += instances.sums[3 * i + 2];
  }
  const centre: Triple = [(x / voxels) * spacing[0], (y / voxels) * spacing[1], (z / voxels) * spacing[2]];
  return { voxels, centre };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
