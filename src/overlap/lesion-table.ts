import { countOverlap, type OverlapList } from "../../bindings/components/count-overlap.js";
import { measureLabels } from "../../bindings/components/measure-labels.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { RunVolume } from "../../bindings/volumes/run-volume.js";
import type { NearComponents } from "../instances/merge-near.js";
import type { GroupInstances, OverlapTable } from "./overlap-table.js";

/** Merged references (lesions) and the predictions as they are. Lesion `i` is the reference instance `i` of the table. */
export interface LesionTable {
  readonly table: OverlapTable;
  /** For each lesion the reference instances, by index in the original table, of which it has voxels; rising. */
  readonly components: readonly (readonly number[])[];
  /** For each lesion the predictions, by index, that reach into what it grew into; rising. */
  readonly predictions: readonly (readonly number[])[];
}

/** The table of lesions against predictions, and the members of each lesion. */
export function lesionTable(
  engine: Engine,
  whole: OverlapTable,
  lists: { readonly reference: RunVolume; readonly prediction: RunVolume },
  lesions: NearComponents,
): LesionTable {
  const { count, merged, reach } = lesions;
  const referenceOf = indexByRunLabel(whole.reference);
  const predictionOf = indexByRunLabel(whole.prediction);
  const overlap = pairsWithin(countOverlap(engine, merged, lists.prediction), predictionOf);
  const offsets = new Uint32Array(count + 1);
  for (const { lesion } of overlap) offsets[lesion + 1]++;
  for (let lesion = 0; lesion < count; lesion++) offsets[lesion + 1] += offsets[lesion];
  const measures = measureLabels(engine, merged, count);
  const numbers = Uint32Array.from({ length: count }, (_, i) => i + 1);
  return {
    table: {
      ...whole,
      reference: { count, labels: numbers, classes: new Uint32Array(count), runLabels: numbers, ...measures },
      offsets,
      pairReference: Uint32Array.from(overlap, ({ lesion }) => lesion),
      pairPrediction: Uint32Array.from(overlap, ({ other }) => other),
      pairVoxels: Float64Array.from(overlap, ({ voxels }) => voxels),
      parts: null,
    },
    components: membersOf(count, pairsWithin(countOverlap(engine, merged, lists.reference), referenceOf)),
    predictions: membersOf(count, pairsWithin(countOverlap(engine, reach, lists.prediction), predictionOf)),
  };
}

interface LesionPair {
  readonly lesion: number;
  readonly other: number;
  readonly voxels: number;
}

function indexByRunLabel({ runLabels }: GroupInstances): ReadonlyMap<number, number> {
  return new Map(Array.from(runLabels, (label, i) => [label, i]));
}

/** The pairs whose second label is an instance of the group, in order: a pass holds other groups' instances too. */
function pairsWithin(overlap: OverlapList, indexOf: ReadonlyMap<number, number>): LesionPair[] {
  return Array.from(overlap.voxels)
    .flatMap((voxels, i): LesionPair[] => {
      const other = indexOf.get(overlap.prediction[i]);
      return other === undefined ? [] : [{ lesion: overlap.reference[i] - 1, other, voxels }];
    })
    .sort((a, b) => a.lesion - b.lesion || a.other - b.other);
}

function membersOf(count: number, pairs: readonly LesionPair[]): number[][] {
  const members: number[][] = Array.from({ length: count }, () => []);
  for (const { lesion, other } of pairs) members[lesion].push(other);
  return members;
}
