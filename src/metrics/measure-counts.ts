import type { Triple } from "../../bindings/run-list.js";
import type { Instances, OverlapTable } from "../overlap/overlap-table.js";
import type { PairCounts } from "./registry.js";

/** The counts of some references together against some predictions together, whose overlaps sum to `intersection`. */
export function countsOf(
  table: OverlapTable,
  references: readonly number[],
  predictions: readonly number[],
  intersection: number,
  spacing: Triple,
): PairCounts {
  const reference = unionOf(table.reference, references, spacing);
  const prediction = unionOf(table.prediction, predictions, spacing);
  return {
    reference: reference.voxels,
    prediction: prediction.voxels,
    intersection,
    referenceCentre: reference.centre,
    predictionCentre: prediction.centre,
  };
}

/** Voxels and centre of mass of some instances of a side, which are disjoint; the centre in units of `spacing`. */
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
