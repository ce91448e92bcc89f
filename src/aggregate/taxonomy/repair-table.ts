import type { Instances, OverlapTable, PartCounts } from "../../overlap/overlap-table.js";

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
 * The table without some predictions and with new ones, which come last and bear their reference's label (so that
 * matched input pairs them). New predictions have no place: whatever is measured from coordinates means nothing.
 */
export function repairTable(
  table: OverlapTable,
  removed: ReadonlySet<number>,
  added: readonly NewPrediction[],
): OverlapTable {
  const kept = Array.from(table.prediction.labels.keys()).filter((p) => !removed.has(p));
  const newIndex = new Map(kept.map((p, index) => [p, index]));
  const addedTo: number[][] = Array.from(table.reference.labels, () => []);
  added.forEach(({ reference }, i) => {
    addedTo[reference].push(i);
  });
  // Of each reference first the old pairs, then the new: new predictions have the larger indexes.
  const pairs: { readonly g: number; readonly p: number; readonly old: number; readonly made: number }[] = [];
  const offsets = new Uint32Array(table.reference.count + 1);
  for (let g = 0; g < table.reference.count; g++) {
    for (let old = table.offsets[g]; old < table.offsets[g + 1]; old++) {
      const p = newIndex.get(table.pairPrediction[old]);
      if (p !== undefined) pairs.push({ g, p, old, made: -1 });
    }
    for (const made of addedTo[g]) pairs.push({ g, p: kept.length + made, old: -1, made });
    offsets[g + 1] = pairs.length;
  }
  const { parts } = table;
  return {
    ...table,
    prediction: withAdded(table, kept, added),
    offsets,
    pairReference: Uint32Array.from(pairs, ({ g }) => g),
    pairPrediction: Uint32Array.from(pairs, ({ p }) => p),
    pairVoxels: Float64Array.from(pairs, ({ old, made }) =>
      made === -1 ? table.pairVoxels[old] : added[made].overlap,
    ),
    parts: parts && {
      ...parts,
      prediction: Float64Array.from([
        ...kept.flatMap((p) => classesOf(parts, parts.prediction, p)),
        ...added.flatMap((each) => each.parts?.prediction ?? []),
      ]),
      pairs: Float64Array.from(
        pairs.flatMap(({ old, made }) =>
          made === -1 ? classesOf(parts, parts.pairs, old) : (added[made].parts?.shared ?? []),
        ),
      ),
    },
  };
}

/** The numbers of one instance or pair by class. */
export function classesOf({ classes }: PartCounts, counts: Float64Array, i: number): number[] {
  return Array.from(counts.subarray(classes * i, classes * (i + 1)));
}

function withAdded(
  { reference, prediction }: OverlapTable,
  kept: readonly number[],
  added: readonly NewPrediction[],
): Instances {
  const count = kept.length + added.length;
  const gather = (of: (p: number) => number, ofAdded: (each: NewPrediction) => number) => [
    ...kept.map(of),
    ...added.map(ofAdded),
  ];
  return {
    count,
    labels: Uint32Array.from(
      gather(
        (p) => prediction.labels[p],
        (each) => reference.labels[each.reference],
      ),
    ),
    classes: Uint32Array.from(
      gather(
        (p) => prediction.classes[p],
        (each) => reference.classes[each.reference],
      ),
    ),
    runLabels: new Uint32Array(count),
    voxels: Float64Array.from(
      gather(
        (p) => prediction.voxels[p],
        (each) => each.voxels,
      ),
    ),
    sums: new Float64Array(3 * count),
    boxes: new Uint32Array(6 * count),
    firstVoxels: new Float64Array(count),
  };
}
