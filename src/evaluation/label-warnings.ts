import type { Side } from "../instances/label-census.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { type GroupInstances, totalVoxels } from "../overlap/overlap-table.js";
import type { GroupTable } from "./label-groups.js";

/** An image has many grey levels; label volumes with as many labels have few pieces of each. */
const IMAGE_LABELS = 20;

/** A label with at least this many components, or with mostly single voxels, is spread like a grey level. */
const SPREAD_COMPONENTS = 10;

/** From this many labels on, nearly all in one piece, they are rather numbers of instances than classes. */
const NUMBERED_LABELS = 8;
const NUMBERED_SHARE = 0.9;

/** An axis of more voxels is hardly one of classes. */
const MOST_CHANNELS = 24;

/** How the instances of a side spread over its labels. */
interface Spread {
  readonly labels: number;
  readonly components: number;
  readonly singles: number;
  /** Labels that are spread like grey levels. */
  readonly spread: number;
  /** Labels in one piece. */
  readonly whole: number;
}

/**
 * Notes on volumes whose voxels look like something else than labels as the options take them: grey levels of an image,
 * numbers of instances, masks of classes stacked along an axis. Components tell; results stay the same.
 */
export function labelWarnings(
  groups: readonly GroupTable[],
  shape: readonly number[],
  { input, groups: named }: VolumeOptions,
): readonly string[] {
  const stacks = stackWarnings(groups, shape);
  if (input !== "semantic") return stacks;
  const sides: readonly Side[] = ["reference", "prediction"];
  const spreads = sides.map((side) => ({ side, ...spreadOf(groups.map(({ table }) => table[side])) }));
  const images = spreads.filter(({ labels, spread }) => labels >= IMAGE_LABELS && 2 * spread > labels);
  const numbered = spreads.filter(
    (each) => each.labels >= NUMBERED_LABELS && each.whole >= NUMBERED_SHARE * each.labels,
  );
  const warnings = images.map(
    ({ side, labels, components, singles }) =>
      `The ${side} looks like an image or a probability map, not like labels: ${labels} labels in ${components} components, ` +
      `${Math.round((100 * singles) / components)} % of them single voxels. If it is one, threshold or relabel it first.`,
  );
  if (named !== null || images.length > 0 || numbered.length === 0) return [...stacks, ...warnings];
  const found = numbered.map(({ side, labels, whole }) => `${whole} of ${labels} labels of the ${side}`).join(" and ");
  return [
    ...stacks,
    ...warnings,
    `The labels look like numbers of instances: ${found} are one piece each. If they are, say so with input unmatched ` +
      '(--input unmatched); if they are classes, groups "each" (--groups each) tells them apart.',
  ];
}

/**
 * One-hot masks of n classes, stacked along an axis of n voxels, have one label in exactly one n-th of all voxels, and reach from
 * the first class to the last.
 */
function stackWarnings(groups: readonly GroupTable[], shape: readonly number[]): string[] {
  const [short, ...others] = [...shape].sort((a, b) => a - b);
  const isThin =
    shape.length === 3 && short >= 2 && short <= MOST_CHANNELS && others.every((size) => size >= 2 * short);
  if (!isThin) return [];
  const axis = shape.indexOf(short);
  const all = shape.reduce((product, size) => product * size, 1);
  return (["reference", "prediction"] as const).flatMap((side) => {
    const own = groups.map(({ table }) => table[side]);
    const labels = new Set(own.flatMap(({ classes }) => [...classes]));
    const voxels = own.reduce((sum, instances) => sum + totalVoxels(instances), 0);
    if (labels.size !== 1 || voxels * short !== all || !reachesAlong(own, axis, short)) return [];
    return [
      `The ${side} looks like one-hot masks of ${short} classes stacked along ${"xyz"[axis]}, not like labels: it has one label, ` +
        `in exactly 1 of ${short} voxels. If it is a stack, save the label of each voxel instead (numpy.argmax along that axis).`,
    ];
  });
}

/** True if instances reach from the first to the last voxel of an axis without filling a box. */
function reachesAlong(sides: readonly GroupInstances[], axis: number, size: number): boolean {
  const [low, high] = [
    [Infinity, Infinity, Infinity],
    [-1, -1, -1],
  ];
  for (const { count, boxes } of sides) {
    for (let i = 0; i < count; i++) {
      for (let a = 0; a < 3; a++) {
        low[a] = Math.min(low[a], boxes[6 * i + 2 * a]);
        high[a] = Math.max(high[a], boxes[6 * i + 2 * a + 1]);
      }
    }
  }
  const box = low.reduce((product, first, a) => product * (high[a] - first + 1), 1);
  const voxels = sides.reduce((sum, instances) => sum + totalVoxels(instances), 0);
  return low[axis] === 0 && high[axis] === size - 1 && voxels < box;
}

function spreadOf(sides: readonly GroupInstances[]): Spread {
  const byLabel = new Map<number, { components: number; singles: number }>();
  for (const { count, classes, voxels } of sides) {
    for (let i = 0; i < count; i++) {
      const found = byLabel.get(classes[i]) ?? { components: 0, singles: 0 };
      found.components++;
      if (voxels[i] === 1) found.singles++;
      byLabel.set(classes[i], found);
    }
  }
  const all = [...byLabel.values()];
  const sum = (of: (each: (typeof all)[number]) => number) => all.reduce((total, each) => total + of(each), 0);
  return {
    labels: all.length,
    components: sum(({ components }) => components),
    singles: sum(({ singles }) => singles),
    spread: all.filter((each) => each.components >= SPREAD_COMPONENTS || 2 * each.singles > each.components).length,
    whole: all.filter(({ components }) => components === 1).length,
  };
}
