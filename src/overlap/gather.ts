import type { LabelMeasures } from "../../bindings/components/measure-labels.js";
import type { Indexes } from "./overlap-table.js";

/** Copies the records of `width` numbers of some rows, one after the other. */
export function gather<T extends Float64Array | Uint32Array>(into: T, from: T, rows: Indexes, width: number): T {
  let at = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    for (let column = 0; column < width; column++) into[at++] = from[width * row + column];
  }
  return into;
}

/** The measures of some instances. */
export function gatherMeasures(measures: LabelMeasures, instances: Indexes): LabelMeasures {
  const count = instances.length;
  return {
    voxels: gather(new Float64Array(count), measures.voxels, instances, 1),
    sums: gather(new Float64Array(3 * count), measures.sums, instances, 3),
    boxes: gather(new Uint32Array(6 * count), measures.boxes, instances, 6),
    firstVoxels: gather(new Float64Array(count), measures.firstVoxels, instances, 1),
  };
}
