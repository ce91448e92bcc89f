import type { Engine } from "../../bindings/engine/engine.js";
import type { Box } from "../../bindings/volumes/paint-labels.js";
import type { RunVolume } from "../../bindings/volumes/run-volume.js";
import type { GroupInstances, Indexes, OverlapTable } from "../overlap/overlap-table.js";
import type { MetricKey } from "./registry.js";

/** Where the voxels of a group's instances can be painted from, for what counts cannot say. */
export interface MaskRuns {
  readonly engine: Engine;
  /** Runs that carry the instances' {@link GroupInstances.runLabels}. */
  readonly reference: RunVolume;
  readonly prediction: RunVolume;
}

/** The same, with its known properties. */
export interface MaskSource extends MaskRuns {
  /** Earlier measurements of these runs, by the labels of both masks and how they were measured. */
  readonly known: Map<string, Readonly<Partial<Record<MetricKey, number>>>>;
}

/** Some references together as one mask and some predictions together as another. */
export interface PairOfMasks {
  /** Labels of the reference's runs. */
  readonly reference: readonly number[];
  readonly prediction: readonly number[];
  /** Holds both and nothing more: cost follows the box, not the volume. */
  readonly box: Box;
  /** The same for each alone. */
  readonly referenceBox: Box;
  readonly predictionBox: Box;
  /** Whether each axis does not count as a dimension. */
  readonly thin: OverlapTable["thin"];
}

/** Which runs make up the masks of some instances of a table. */
export function pairOfMasks(
  { reference, prediction, thin }: OverlapTable,
  references: Indexes,
  predictions: Indexes,
): PairOfMasks {
  const sides = [
    [reference, references],
    [prediction, predictions],
  ] as const;
  return {
    reference: Array.from(references, (i) => reference.runLabels[i]),
    prediction: Array.from(predictions, (i) => prediction.runLabels[i]),
    box: boxAround(sides),
    referenceBox: boxAround(sides.slice(0, 1)),
    predictionBox: boxAround(sides.slice(1)),
    thin,
  };
}

function boxAround(sides: readonly (readonly [GroupInstances, Indexes])[]): Box {
  const first = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const last = [0, 0, 0];
  for (const [{ boxes }, members] of sides) {
    for (const i of members) {
      for (let axis = 0; axis < 3; axis++) {
        first[axis] = Math.min(first[axis], boxes[6 * i + 2 * axis]);
        last[axis] = Math.max(last[axis], boxes[6 * i + 2 * axis + 1]);
      }
    }
  }
  const [x, y, z] = first;
  return { origin: [x, y, z], shape: [last[0] - x + 1, last[1] - y + 1, last[2] - z + 1] };
}
