import type { OverlapList } from "../../bindings/count-overlap.js";
import type { Triple } from "../../bindings/run-list.js";
import type { LayerInstances } from "../label/label-instances.js";
import type { Layer } from "../label/plan-layers.js";
import { gather } from "./gather.js";
import { type Instances, type OverlapTable, type PartCounts, pairIndex } from "./overlap-table.js";

/** How many voxels the two sides of a layer share: by instance, and by instance and class where there are parts. */
export interface LayerOverlap {
  readonly instances: OverlapList;
  readonly parts: OverlapList | null;
}

/** Where an instance of a layer went: its group, and its index among the instances of that group and side. */
interface Placement {
  readonly group: Int32Array;
  readonly index: Uint32Array;
}

/**
 * Splits a layer's instances and overlaps into one table for each group. Pairs between groups are left out, as are
 * instances without voxels (a label that only the other side has).
 */
export function buildTables(
  layer: Layer,
  reference: LayerInstances,
  prediction: LayerInstances,
  { instances: overlap, parts }: LayerOverlap,
  grid: { readonly spacing: Triple; readonly dimensions: 2 | 3 },
): Map<number, OverlapTable> {
  const { groups } = layer;
  const [references, referencePlace] = splitInstances(layer, reference, groups);
  const [predictions, predictionPlace] = splitInstances(layer, prediction, groups);

  const pairsOf = new Map<number, number[]>(groups.map((group) => [group, []]));
  for (let i = 0; i < overlap.voxels.length; i++) {
    const group = referencePlace.group[overlap.reference[i] - 1];
    if (group === predictionPlace.group[overlap.prediction[i] - 1]) pairsOf.get(group)?.push(i);
  }

  const tables = new Map<number, OverlapTable>();
  for (const [group, pairs] of pairsOf) {
    const referenceOf = (i: number) => referencePlace.index[overlap.reference[i] - 1];
    const predictionOf = (i: number) => predictionPlace.index[overlap.prediction[i] - 1];
    pairs.sort((a, b) => referenceOf(a) - referenceOf(b) || predictionOf(a) - predictionOf(b));
    const referenceInstances = references.get(group) ?? emptyInstances();
    const offsets = new Uint32Array(referenceInstances.count + 1);
    for (const i of pairs) offsets[referenceOf(i) + 1]++;
    for (let g = 0; g < referenceInstances.count; g++) offsets[g + 1] += offsets[g];
    const table: OverlapTable = {
      ...grid,
      reference: referenceInstances,
      prediction: predictions.get(group) ?? emptyInstances(),
      offsets,
      pairReference: Uint32Array.from(pairs, referenceOf),
      pairPrediction: Uint32Array.from(pairs, predictionOf),
      pairVoxels: Float64Array.from(pairs, (i) => overlap.voxels[i]),
      parts: null,
    };
    tables.set(
      group,
      parts === null ? table : { ...table, parts: partCounts(layer, table, reference, prediction, parts) },
    );
  }
  return tables;
}

/** The voxels of the instances and pairs of a table by class. */
function partCounts(
  layer: Layer,
  table: OverlapTable,
  reference: LayerInstances,
  prediction: LayerInstances,
  overlap: OverlapList,
): PartCounts {
  const classes = layer.codes.length;
  const indexOf = (instances: Instances) => new Map(Array.from(instances.runLabels, (label, i) => [label, i]));
  const [references, predictions] = [indexOf(table.reference), indexOf(table.prediction)];
  const pairs = new Float64Array(classes * table.pairVoxels.length);
  overlap.voxels.forEach((voxels, i) => {
    const [g, p] = [overlap.reference[i] - 1, overlap.prediction[i] - 1];
    if (g % classes !== p % classes) return;
    const [row, column] = [references.get(Math.floor(g / classes) + 1), predictions.get(Math.floor(p / classes) + 1)];
    if (row === undefined || column === undefined) return;
    pairs[classes * pairIndex(table, row, column) + (g % classes)] += voxels;
  });
  const ofSide = (instances: Instances, side: LayerInstances) =>
    gather(
      new Float64Array(classes * instances.count),
      side.parts?.voxels ?? new Float64Array(),
      [...instances.runLabels].map((label) => label - 1),
      classes,
    );
  return {
    classes,
    labels: layer.codes.map((code) => code.label),
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
  layer: Layer,
  side: LayerInstances,
  groups: readonly number[],
): [Map<number, Instances>, Placement] {
  const count = side.codes.length;
  const place = { group: new Int32Array(count).fill(-1), index: new Uint32Array(count) };
  const members = new Map<number, number[]>(groups.map((group) => [group, []]));
  for (let i = 0; i < count; i++) {
    if (side.codes[i] === 0 || side.measures.voxels[i] === 0) continue;
    const { group } = layer.codes[side.codes[i] - 1];
    const list = members.get(group) ?? [];
    place.group[i] = group;
    place.index[i] = list.length;
    list.push(i);
  }
  const { voxels, sums, boxes, firstVoxels } = side.measures;
  const split = new Map<number, Instances>();
  for (const [group, list] of members) {
    const labelOf = (i: number) => layer.codes[side.codes[i] - 1].label;
    split.set(group, {
      count: list.length,
      labels: Uint32Array.from(list, (i, k) => (layer.instances === "labels" ? labelOf(i) || 1 : k + 1)),
      classes: Uint32Array.from(list, labelOf),
      runLabels: Uint32Array.from(list, (i) => i + 1),
      voxels: Float64Array.from(list, (i) => voxels[i]),
      sums: gather(new Float64Array(3 * list.length), sums, list, 3),
      boxes: gather(new Uint32Array(6 * list.length), boxes, list, 6),
      firstVoxels: Float64Array.from(list, (i) => firstVoxels[i]),
    });
  }
  return [split, place];
}

function emptyInstances(): Instances {
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
