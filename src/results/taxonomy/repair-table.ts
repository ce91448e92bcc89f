import { gather } from "../../overlap/gather.js";
import type { GroupInstances, OverlapTable, PartCounts } from "../../overlap/overlap-table.js";
import type { Area } from "./area.js";

/** A prediction that a repair makes: it overlaps one reference and nothing else. */
export interface NewPrediction {
  readonly reference: number;
  readonly voxels: number;
  /** Voxels that it shares with the reference. */
  readonly overlap: number;
  /** Its voxels by class, and those of the same class in the reference; null where the group has no parts. */
  readonly parts: { readonly prediction: readonly number[]; readonly shared: readonly number[] } | null;
}

/**
 * The area of a table without some predictions and with new ones, which come last and bear their reference's label (so that
 * matched input pairs them). It has counts only, and no coordinates.
 */
export function repairTable(
  table: OverlapTable,
  area: Area,
  removed: readonly number[],
  added: readonly NewPrediction[],
): OverlapTable {
  const isRemoved = new Uint8Array(table.prediction.count);
  for (const p of removed) isRemoved[p] = 1;
  const kept = area.predictions.filter((p) => isRemoved[p] === 0);
  const newIndex = new Int32Array(table.prediction.count).fill(-1);
  for (let i = 0; i < kept.length; i++) newIndex[kept[i]] = i;
  const { pairs, offsets } = repairedPairs(table, area, newIndex, added);
  const oldPairs = table.pairVoxels.length;
  const pairReference = new Uint32Array(pairs.length);
  const pairPrediction = new Uint32Array(pairs.length);
  const pairVoxels = new Float64Array(pairs.length);
  for (let row = 0; row < area.references.length; row++) pairReference.fill(row, offsets[row], offsets[row + 1]);
  for (let i = 0; i < pairs.length; i++) {
    const [old, fresh] = [pairs[i], pairs[i] - oldPairs];
    pairPrediction[i] = fresh < 0 ? newIndex[table.pairPrediction[old]] : kept.length + fresh;
    pairVoxels[i] = fresh < 0 ? table.pairVoxels[old] : added[fresh].overlap;
  }
  const { parts } = table;
  return {
    ...table,
    reference: withoutPlaces(table.reference, area.references),
    prediction: withAdded(table, kept, added),
    offsets,
    pairReference,
    pairPrediction,
    pairVoxels,
    parts: parts && {
      ...parts,
      reference: Float64Array.from([...area.references].flatMap((g) => classesOf(parts, parts.reference, g))),
      prediction: Float64Array.from([
        ...[...kept].flatMap((p) => classesOf(parts, parts.prediction, p)),
        ...added.flatMap((each) => each.parts?.prediction ?? []),
      ]),
      pairs: Float64Array.from(
        Array.from(pairs).flatMap((pair) =>
          pair < oldPairs ? classesOf(parts, parts.pairs, pair) : (added[pair - oldPairs].parts?.shared ?? []),
        ),
      ),
    },
  };
}

/**
 * The pairs of a repaired area: of each reference first the old ones, then the new, as new predictions have the larger
 * indexes. A pair is what it was in the table, or the new prediction counted on from there.
 */
function repairedPairs(
  table: OverlapTable,
  { references }: Area,
  newIndex: Int32Array,
  added: readonly NewPrediction[],
) {
  const order = orderByReference(added, table.reference.count);
  const oldPairs = table.pairVoxels.length;
  const pairs = new Uint32Array(oldPairs + added.length);
  const offsets = new Uint32Array(references.length + 1);
  let [count, next] = [0, 0];
  for (let row = 0; row < references.length; row++) {
    const g = references[row];
    for (let old = table.offsets[g]; old < table.offsets[g + 1]; old++) {
      if (newIndex[table.pairPrediction[old]] >= 0) pairs[count++] = old;
    }
    while (next < order.length && added[order[next]].reference === g) pairs[count++] = oldPairs + order[next++];
    offsets[row + 1] = count;
  }
  return { pairs: pairs.subarray(0, count), offsets };
}

/** Indexes of new predictions by rising reference, in their own order where these are equal. */
function orderByReference(added: readonly NewPrediction[], references: number): Uint32Array {
  const ends = new Uint32Array(references + 1);
  for (const { reference } of added) ends[reference + 1]++;
  for (let g = 0; g < references; g++) ends[g + 1] += ends[g];
  const order = new Uint32Array(added.length);
  for (let i = 0; i < added.length; i++) order[ends[added[i].reference]++] = i;
  return order;
}

/** The numbers of one instance or pair by class. */
export function classesOf({ classes }: PartCounts, counts: Float64Array, i: number): number[] {
  return Array.from(counts.subarray(classes * i, classes * (i + 1)));
}

function withAdded(
  { reference, prediction }: OverlapTable,
  kept: Uint32Array,
  added: readonly NewPrediction[],
): GroupInstances {
  const instances = withoutPlaces(prediction, kept, added.length);
  for (let i = 0; i < added.length; i++) {
    instances.labels[kept.length + i] = reference.labels[added[i].reference];
    instances.classes[kept.length + i] = reference.classes[added[i].reference];
    instances.voxels[kept.length + i] = added[i].voxels;
  }
  return instances;
}

/** Some instances of a side, and room for more; nothing of where they lie, which is most of what a table holds. */
function withoutPlaces({ labels, classes, voxels }: GroupInstances, kept: Uint32Array, more = 0): GroupInstances {
  const count = kept.length + more;
  return {
    count,
    labels: gather(new Uint32Array(count), labels, kept, 1),
    classes: gather(new Uint32Array(count), classes, kept, 1),
    voxels: gather(new Float64Array(count), voxels, kept, 1),
    ...NO_PLACES,
  };
}

const NO_PLACES = {
  runLabels: new Uint32Array(0),
  sums: new Float64Array(0),
  boxes: new Uint32Array(0),
  firstVoxels: new Float64Array(0),
};
