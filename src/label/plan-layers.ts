import type { ResolvedGroups } from "../options/groups.js";

/** What one label of a volume stands for within a layer. */
export interface LabelCode {
  readonly group: number;
  /** The label of the volume; 0 where several labels share the code because their group merges them. */
  readonly label: number;
}

/**
 * Groups whose labels do not collide, and which are therefore evaluated in one pass over the runs. Each label is
 * replaced by a code; code `c` stands for `codes[c − 1]`.
 */
export interface Layer {
  /** True if instances are the connected components of each code's voxels; false if each code is one instance. */
  readonly components: boolean;
  /** The groups of the layer, by index. */
  readonly groups: readonly number[];
  readonly codes: readonly LabelCode[];
  readonly codeOfLabel: ReadonlyMap<number, number>;
}

export interface GroupPlan {
  readonly name: string;
  /** The match of a single instance needs no threshold. */
  readonly single: boolean;
}

export interface EvaluationPlan {
  readonly groups: readonly GroupPlan[];
  readonly layers: readonly Layer[];
}

interface PendingGroup extends GroupPlan {
  readonly labels: readonly number[];
  readonly merge: boolean;
}

/**
 * Decides which labels become which instances of which group. Groups may share labels (a merged one beside its members,
 * say): they are then spread over several layers.
 *
 * @param labels every label that occurs in either volume, rising
 */
export function planLayers(groups: ResolvedGroups, semantic: boolean, labels: readonly number[]): EvaluationPlan {
  const pending = pendingGroups(groups, labels);
  const layers: (Layer & { groups: number[]; codes: LabelCode[]; codeOfLabel: Map<number, number> })[] = [];
  pending.forEach((group, index) => {
    const components = semantic && !group.single;
    let layer = layers.find(
      (candidate) =>
        candidate.components === components && !group.labels.some((label) => candidate.codeOfLabel.has(label)),
    );
    if (layer === undefined) {
      layer = { components, groups: [], codes: [], codeOfLabel: new Map() };
      layers.push(layer);
    }
    layer.groups.push(index);
    const merged = group.merge || group.single;
    for (const label of group.labels) {
      if (!merged || label === group.labels[0]) {
        layer.codes.push({ group: index, label: merged && group.labels.length > 1 ? 0 : label });
      }
      layer.codeOfLabel.set(label, layer.codes.length);
    }
  });
  return { groups: pending.map(({ name, single }) => ({ name, single })), layers };
}

function pendingGroups(groups: ResolvedGroups, labels: readonly number[]): PendingGroup[] {
  if (groups === null) return [{ name: "ungrouped", labels, merge: false, single: false }];
  if (groups === "each") {
    return labels.map((label) => ({ name: String(label), labels: [label], merge: false, single: false }));
  }
  return Object.entries(groups).map(([name, group]) => ({ name, ...group }));
}
