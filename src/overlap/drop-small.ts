import { gather, gatherMeasures } from "./gather.js";
import { type GroupInstances, type OverlapTable, voxelVolume } from "./overlap-table.js";

/** The smallest instance that counts; instances smaller in either measure are dropped. */
export interface SmallestInstance {
  readonly voxels: number;
  /** mm³ (mm² in 2D). */
  readonly volume: number;
}

/** An instance that was too small to count. */
export interface DroppedInstance {
  readonly label: number;
  readonly voxels: number;
  readonly volume: number;
}

export interface DroppedInstances {
  readonly reference: readonly DroppedInstance[];
  readonly prediction: readonly DroppedInstance[];
}

/** The table without the instances of either side that are too small, and which those were. Labels stay as they are. */
export function dropSmall(
  table: OverlapTable,
  smallest: SmallestInstance,
): { table: OverlapTable; dropped: DroppedInstances } {
  const unit = voxelVolume(table);
  const keptOf = ({ count, voxels }: GroupInstances): number[] => {
    const kept: number[] = [];
    for (let i = 0; i < count; i++) {
      if (voxels[i] >= smallest.voxels && voxels[i] * unit >= smallest.volume) kept.push(i);
    }
    return kept;
  };
  const [references, predictions] = [keptOf(table.reference), keptOf(table.prediction)];
  const dropped = {
    reference: droppedOf(table.reference, references, unit),
    prediction: droppedOf(table.prediction, predictions, unit),
  };
  // Instances that lie in void altogether are smaller than any other.
  const isAny = smallest.voxels <= 0 && smallest.volume <= 0;
  const rest = table.hidden === undefined || isAny ? table : { ...table, hidden: [] };
  if (references.length === table.reference.count && predictions.length === table.prediction.count) {
    return { table: rest, dropped };
  }
  return { table: subTable(rest, references, predictions), dropped };
}

/** All instances but those kept, which rise. */
function droppedOf(
  { count, labels, voxels }: GroupInstances,
  kept: readonly number[],
  unit: number,
): DroppedInstance[] {
  const dropped: DroppedInstance[] = [];
  let next = 0;
  for (let i = 0; i < count; i++) {
    if (kept[next] === i) next++;
    else dropped.push({ label: labels[i], voxels: voxels[i], volume: voxels[i] * unit });
  }
  return dropped;
}

/** The table of some instances only; both lists rise. */
export function subTable(
  table: OverlapTable,
  references: readonly number[],
  predictions: readonly number[],
): OverlapTable {
  const referenceIndex = newIndexes(references, table.reference.count);
  const predictionIndex = newIndexes(predictions, table.prediction.count);
  const pairs: number[] = [];
  for (let i = 0; i < table.pairVoxels.length; i++) {
    if (referenceIndex[table.pairReference[i]] >= 0 && predictionIndex[table.pairPrediction[i]] >= 0) pairs.push(i);
  }
  const offsets = new Uint32Array(references.length + 1);
  const pairReference = new Uint32Array(pairs.length);
  const pairPrediction = new Uint32Array(pairs.length);
  for (let i = 0; i < pairs.length; i++) {
    pairReference[i] = referenceIndex[table.pairReference[pairs[i]]];
    pairPrediction[i] = predictionIndex[table.pairPrediction[pairs[i]]];
    offsets[pairReference[i] + 1]++;
  }
  for (let g = 0; g < references.length; g++) offsets[g + 1] += offsets[g];
  const { parts } = table;
  return {
    ...table,
    reference: pick(table.reference, references),
    prediction: pick(table.prediction, predictions),
    offsets,
    pairReference,
    pairPrediction,
    pairVoxels: gather(new Float64Array(pairs.length), table.pairVoxels, pairs, 1),
    parts: parts && {
      ...parts,
      reference: gather(
        new Float64Array(references.length * parts.classes),
        parts.reference,
        references,
        parts.classes,
      ),
      prediction: gather(
        new Float64Array(predictions.length * parts.classes),
        parts.prediction,
        predictions,
        parts.classes,
      ),
      pairs: gather(new Float64Array(pairs.length * parts.classes), parts.pairs, pairs, parts.classes),
    },
  };
}

/** The new index of each old one; −1 where it is not kept. */
function newIndexes(kept: readonly number[], count: number): Int32Array {
  const indexes = new Int32Array(count).fill(-1);
  kept.forEach((old, index) => {
    indexes[old] = index;
  });
  return indexes;
}

function pick(instances: GroupInstances, kept: readonly number[]): GroupInstances {
  const count = kept.length;
  return {
    count,
    labels: gather(new Uint32Array(count), instances.labels, kept, 1),
    classes: gather(new Uint32Array(count), instances.classes, kept, 1),
    runLabels: gather(new Uint32Array(count), instances.runLabels, kept, 1),
    ...gatherMeasures(instances, kept),
    ...(instances.whole && { whole: gather(new Float64Array(count), instances.whole, kept, 1) }),
  };
}
