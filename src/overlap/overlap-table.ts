import { firstWithout } from "../../base/search.js";
import type { Triple } from "../../bindings/volumes/run-volume.js";

/** Indexes of some instances or pairs. */
export type Indexes = readonly number[] | Uint32Array;

/** The instances of one side of a group. Index `i` of every array is the same instance; labels rise with the index. */
export interface GroupInstances {
  readonly count: number;
  /** The name of each instance in the result: its label, or the number of its component. */
  readonly labels: Uint32Array;
  /** The label that the instance's voxels have in the volume; 0 where several labels were merged. */
  readonly classes: Uint32Array;
  /** The label of the instance in the runs of its pass, by which its voxels can be painted. */
  readonly runLabels: Uint32Array;
  /** Voxels of each instance. */
  readonly voxels: Float64Array;
  /** Voxels of each instance before those in void were taken away; absent where none were. */
  readonly whole?: Float64Array;
  /** Sums of the voxels' coordinates: x, y, z of instance `i` at `3·i`. */
  readonly sums: Float64Array;
  /** Bounding boxes: first and last voxel (inclusive) along x, y, z of instance `i` at `6·i`. */
  readonly boxes: Uint32Array;
  /** Linear index of each instance's first voxel in scan order. */
  readonly firstVoxels: Float64Array;
}

/**
 * All that matching and the counting metrics need of a group: the instances of both sides and, sparsely, how many
 * voxels each pair shares. Pairs are sorted by reference, then by prediction; those of reference `g` are
 * `offsets[g] … offsets[g + 1] − 1`.
 */
export interface OverlapTable {
  readonly reference: GroupInstances;
  readonly prediction: GroupInstances;
  readonly offsets: Uint32Array;
  /** Index of each pair's reference instance. */
  readonly pairReference: Uint32Array;
  /** Index of each pair's predicted instance. */
  readonly pairPrediction: Uint32Array;
  /** n(g, p): voxels that the two share. */
  readonly pairVoxels: Float64Array;
  /** Millimetres between voxel centres; 1 for the third axis of a 2D volume. */
  readonly spacing: Triple;
  readonly dimensions: 2 | 3;
  /** Whether each axis does not count as one for surfaces and skeletons, as it has one voxel. */
  readonly thin: readonly [boolean, boolean, boolean];
  /** How the voxels divide into a thing's own and those of each part; null where the group has no parts. */
  readonly parts: PartCounts | null;
  /** Predicted instances that lie in void altogether and have no other voxel; absent where there is no void. */
  readonly hidden?: readonly HiddenInstance[];
}

/** An instance of which void left nothing. */
export interface HiddenInstance {
  /** The label that its voxels have in the volume; 0 where several labels were merged. */
  readonly class: number;
  /** All of them in void. */
  readonly voxels: number;
}

/** True if more than half of an instance lay in void: if nothing matches it, it is neither right nor wrong. */
export function isMostlyVoid({ whole, voxels }: GroupInstances, i: number): boolean {
  return whole !== undefined && 2 * voxels[i] < whole[i];
}

/**
 * Voxels by class: class 0 is the thing where no part is drawn over it, class `c` the part with label `labels[c]`. The
 * number of instance or pair `i` and class `c` is at `classes · i + c`.
 */
export interface PartCounts {
  readonly classes: number;
  /** The label of each class in the volume; 0 where several labels are the thing. */
  readonly labels: readonly number[];
  readonly reference: Float64Array;
  readonly prediction: Float64Array;
  /** Voxels of each pair that have the same class on both sides. */
  readonly pairs: Float64Array;
}

/** How many pairs overlap. */
export function pairCount(table: OverlapTable): number {
  return table.pairVoxels.length;
}

/** The indexes of all pairs. */
export function allPairs(table: OverlapTable): Uint32Array {
  return indexesTo(pairCount(table));
}

/** 0 … count − 1. */
export function indexesTo(count: number): Uint32Array {
  const indexes = new Uint32Array(count);
  for (let i = 0; i < count; i++) indexes[i] = i;
  return indexes;
}

/** The index of the pair of two instances; -1 if they share no voxel. */
export function pairIndex({ offsets, pairPrediction }: OverlapTable, g: number, p: number): number {
  const end = offsets[g + 1];
  const place = firstWithout(offsets[g], end, (pair) => pairPrediction[pair] < p);
  return place < end && pairPrediction[place] === p ? place : -1;
}

/** Voxels of all instances of a side together (instances are disjoint). */
export function totalVoxels(instances: GroupInstances): number {
  return instances.voxels.reduce((sum, voxels) => sum + voxels, 0);
}

/** Volume of a voxel in mm³ (mm² in 2D). */
export function voxelVolume({ spacing, dimensions }: Pick<OverlapTable, "spacing" | "dimensions">): number {
  return dimensions === 3 ? spacing[0] * spacing[1] * spacing[2] : spacing[0] * spacing[1];
}
