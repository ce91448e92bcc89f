import type { Side } from "../instances/label-census.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import type { GroupInstances } from "../overlap/overlap-table.js";
import type { GroupTable } from "./label-groups.js";

/** An image has many grey levels; label volumes with as many labels have few pieces of each. */
const IMAGE_LABELS = 20;

/** A label with so many components, or most of whose components are single voxels, is spread like a grey level. */
const SPREAD_COMPONENTS = 10;

/** So many labels, nearly all in one piece, are rather numbers of instances than classes. */
const NUMBERED_LABELS = 8;
const NUMBERED_SHARE = 0.9;

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
 * What looks as if labels were read as something that they are not: grey levels of an image, or numbers of instances. Only
 * components can tell; nothing is changed.
 */
export function labelWarnings(
  groups: readonly GroupTable[],
  { input, groups: named }: VolumeOptions,
): readonly string[] {
  if (input !== "semantic") return [];
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
  if (named !== null || images.length > 0 || numbered.length === 0) return warnings;
  const found = numbered.map(({ side, labels, whole }) => `${whole} of ${labels} labels of the ${side}`).join(" and ");
  return [
    ...warnings,
    `The labels look like numbers of instances: ${found} are one piece each. If they are, say so with input unmatched ` +
      '(--input unmatched); if they are classes, groups "each" (--groups each) tells them apart.',
  ];
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
