import type { OverlapList } from "../../bindings/components/count-overlap.js";
import type { LabelMeasures } from "../../bindings/components/measure-labels.js";
import type { CountedInstances, CountedPair } from "../instances/instances.js";
import type { LabelPass } from "../instances/label-passes.js";
import { gather, gatherMeasures } from "./gather.js";
import {
  type GroupInstances,
  type HiddenInstance,
  indexesTo,
  type OverlapTable,
  type PartCounts,
  pairIndex,
} from "./overlap-table.js";

/** The place of an instance of a pass: its group, and its index among the instances of that group and side. */
interface Placement {
  readonly group: Int32Array;
  readonly index: Uint32Array;
}

/**
 * Splits a pass's instances and overlaps into one table for each group. Pairs between groups are left out, as are
 * instances without voxels (a label that only the other side has).
 */
export function buildTables(
  pass: LabelPass,
  { reference, prediction, overlap, partOverlap }: CountedPair,
  grid: Pick<OverlapTable, "spacing" | "dimensions" | "thin">,
): Map<number, OverlapTable> {
  const { groups } = pass;
  const [references, referencePlace] = splitInstances(pass, reference, groups);
  const [predictions, predictionPlace] = splitInstances(pass, prediction, groups);

  const pairsOf = rowsByGroup(groups, sortedPairs(overlap, reference.codes.length, prediction.codes.length), (pair) => {
    const group = referencePlace.group[overlap.reference[pair] - 1];
    return group === predictionPlace.group[overlap.prediction[pair] - 1] ? group : NO_GROUP;
  });

  const tables = new Map<number, OverlapTable>();
  for (const [group, pairs] of pairsOf) {
    const referenceInstances = references.get(group) ?? emptyInstances();
    const pairReference = indexesOf(pairs, overlap.reference, referencePlace);
    const offsets = new Uint32Array(referenceInstances.count + 1);
    for (let i = 0; i < pairReference.length; i++) offsets[pairReference[i] + 1]++;
    for (let g = 0; g < referenceInstances.count; g++) offsets[g + 1] += offsets[g];
    const table: OverlapTable = {
      ...grid,
      reference: referenceInstances,
      prediction: predictions.get(group) ?? emptyInstances(),
      offsets,
      pairReference,
      pairPrediction: indexesOf(pairs, overlap.prediction, predictionPlace),
      pairVoxels: gather(new Float64Array(pairs.length), overlap.voxels, pairs, 1),
      parts: null,
      ...(prediction.whole && { hidden: hiddenOf(pass, group, prediction, prediction.whole) }),
    };
    tables.set(
      group,
      partOverlap === null ? table : { ...table, parts: partCounts(pass, table, reference, prediction, partOverlap) },
    );
  }
  return tables;
}

/** The group of what belongs to none. */
const NO_GROUP = -1;

/** The rows of each group, in the order of `rows`, which are all from 0 on. */
function rowsByGroup(
  groups: readonly number[],
  rows: Uint32Array,
  groupOf: (row: number) => number,
): ReadonlyMap<number, Uint32Array> {
  const numberOf = new Map(groups.map((group, i) => [group, i + 1]));
  const none = groups.length + 1;
  const numbers = new Uint32Array(rows.length);
  const counts = new Uint32Array(none + 1);
  // A loop, as `from` with a function takes a tenth of the evaluation of noise.
  for (let row = 0; row < numbers.length; row++) {
    numbers[row] = numberOf.get(groupOf(row)) ?? none;
    counts[numbers[row]]++;
  }
  const sorted = sortedBy(numbers, none, rows);
  let end = 0;
  return new Map(
    groups.map((group, i) => {
      const start = end;
      end += counts[i + 1];
      return [group, sorted.subarray(start, end)];
    }),
  );
}

/**
 * The pairs of a pass by rising reference, then prediction: their order in every group as well, since indexes rise with
 * numbers. Two counting sorts, as there may be a million (in noise a sort that compares took a third of the stage).
 */
function sortedPairs(overlap: OverlapList, references: number, predictions: number): Uint32Array {
  const all = indexesTo(overlap.voxels.length);
  return sortedBy(overlap.reference, references, sortedBy(overlap.prediction, predictions, all));
}

/** Pairs by rising instance number, 1 … count; in the given order where these are equal. */
function sortedBy(numbers: Uint32Array, count: number, pairs: Uint32Array): Uint32Array {
  const ends = new Uint32Array(count + 1);
  for (let i = 0; i < pairs.length; i++) ends[numbers[pairs[i]]]++;
  for (let number = 1; number <= count; number++) ends[number] += ends[number - 1];
  const sorted = new Uint32Array(pairs.length);
  for (let i = 0; i < pairs.length; i++) sorted[ends[numbers[pairs[i]] - 1]++] = pairs[i];
  return sorted;
}

function indexesOf(pairs: Uint32Array, numbers: Uint32Array, { index }: Placement): Uint32Array {
  const indexes = new Uint32Array(pairs.length);
  for (let i = 0; i < indexes.length; i++) indexes[i] = index[numbers[pairs[i]] - 1];
  return indexes;
}

/** The voxels of the instances and pairs of a table by class. */
function partCounts(
  pass: LabelPass,
  table: OverlapTable,
  reference: CountedInstances,
  prediction: CountedInstances,
  overlap: OverlapList,
): PartCounts {
  const classes = pass.codes.length;
  const indexOf = (instances: GroupInstances) => new Map(Array.from(instances.runLabels, (label, i) => [label, i]));
  const [references, predictions] = [indexOf(table.reference), indexOf(table.prediction)];
  const pairs = new Float64Array(classes * table.pairVoxels.length);
  overlap.voxels.forEach((voxels, i) => {
    const [g, p] = [overlap.reference[i] - 1, overlap.prediction[i] - 1];
    if (g % classes !== p % classes) return;
    const [row, column] = [references.get(Math.floor(g / classes) + 1), predictions.get(Math.floor(p / classes) + 1)];
    if (row === undefined || column === undefined) return;
    pairs[classes * pairIndex(table, row, column) + (g % classes)] += voxels;
  });
  const ofSide = (instances: GroupInstances, side: CountedInstances) =>
    gather(
      new Float64Array(classes * instances.count),
      side.parts?.voxels ?? new Float64Array(),
      [...instances.runLabels].map((label) => label - 1),
      classes,
    );
  return {
    classes,
    labels: pass.codes.map((code) => code.label),
    reference: ofSide(table.reference, reference),
    prediction: ofSide(table.prediction, prediction),
    pairs,
  };
}

/**
 * The instances of each group. Components are numbered within their group by first voxel; otherwise an instance keeps
 * its label (1 where several labels became one). Either way labels rise with the index, which is the order of ties.
 */
function splitInstances(
  pass: LabelPass,
  side: CountedInstances,
  groups: readonly number[],
): [Map<number, GroupInstances>, Placement] {
  const count = side.codes.length;
  const place = { group: new Int32Array(count).fill(NO_GROUP), index: new Uint32Array(count) };
  for (let i = 0; i < count; i++) {
    if (side.codes[i] > 0 && side.measures.voxels[i] > 0) place.group[i] = pass.codes[side.codes[i] - 1].group;
  }
  const members = rowsByGroup(groups, indexesTo(count), (i) => place.group[i]);
  const split = new Map<number, GroupInstances>();
  for (const [group, list] of members) {
    for (let k = 0; k < list.length; k++) place.index[list[k]] = k;
    const [labels, classes, runLabels] = [0, 1, 2].map(() => new Uint32Array(list.length));
    for (let k = 0; k < list.length; k++) {
      classes[k] = pass.codes[side.codes[list[k]] - 1].label;
      labels[k] = pass.instances === "labels" ? classes[k] || 1 : k + 1;
      runLabels[k] = list[k] + 1;
    }
    split.set(group, {
      count: list.length,
      labels,
      classes,
      runLabels,
      ...measuresOf(side, list),
    });
  }
  return [split, place];
}

/** The measures of some instances, which rise; themselves, not a copy, if these are all. */
function measuresOf(
  { measures, whole }: CountedInstances,
  rising: Uint32Array,
): LabelMeasures & Pick<GroupInstances, "whole"> {
  const count = rising.length;
  if (count === measures.voxels.length) return { ...measures, ...(whole && { whole }) };
  return {
    ...gatherMeasures(measures, rising),
    ...(whole && { whole: gather(new Float64Array(count), whole, rising, 1) }),
  };
}

/** The instances of a group that lie in void altogether. */
function hiddenOf(
  pass: LabelPass,
  group: number,
  { codes, measures }: CountedInstances,
  whole: Float64Array,
): HiddenInstance[] {
  const hidden: HiddenInstance[] = [];
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] === 0 || measures.voxels[i] > 0 || whole[i] === 0) continue;
    const code = pass.codes[codes[i] - 1];
    if (code.group === group) hidden.push({ class: code.label, voxels: whole[i] });
  }
  return hidden;
}

function emptyInstances(): GroupInstances {
  return {
    count: 0,
    labels: new Uint32Array(),
    classes: new Uint32Array(),
    runLabels: new Uint32Array(),
    voxels: new Float64Array(),
    sums: new Float64Array(),
    boxes: new Uint32Array(),
    firstVoxels: new Float64Array(),
  };
}
