import type { ResolvedGroup, ResolvedGroups } from "./groups.js";

/** The meaning of one label of a volume within a pass. */
export interface LabelCode {
  readonly group: number;
  /** The label of the volume; 0 where several labels share the code because their group merges them. */
  readonly label: number;
}

/**
 * Groups whose labels do not collide, and which are therefore evaluated in one pass over the runs. Each label is
 * replaced by a code; code `c` stands for `codes[c − 1]`.
 */
export interface LabelPass {
  readonly instances: InstanceRule;
  /** The groups of the pass, by index. */
  readonly groups: readonly number[];
  readonly codes: readonly LabelCode[];
  readonly codeOfLabel: ReadonlyMap<number, number>;
}

/**
 * The rule for instances: `components`: a connected component of the voxels of one code; `labels`: all voxels of one code;
 * `things`: a connected component of all voxels that has some of the first code, the others being its parts.
 */
export type InstanceRule = "components" | "labels" | "things";

export interface GroupPlan {
  readonly name: string;
  /** The match of a single instance needs no threshold. */
  readonly single: boolean;
}

export interface EvaluationPlan {
  readonly groups: readonly GroupPlan[];
  readonly passes: readonly LabelPass[];
}

interface PendingGroup extends GroupPlan, ResolvedGroup {}

/**
 * Decides which labels become which instances of which group. Groups that share labels, such as a merged one and its members,
 * are spread over several passes.
 *
 * @param labels every label that occurs in either volume, rising
 * @param joinTouching whether components join across the labels of their group, which is to label them as one
 */
export function planLabelPasses(
  groups: ResolvedGroups,
  semantic: boolean,
  labels: readonly number[],
  joinTouching = false,
): EvaluationPlan {
  const pending = pendingGroups(groups, labels);
  const passes: (LabelPass & { groups: number[]; codes: LabelCode[]; codeOfLabel: Map<number, number> })[] = [];
  pending.forEach((group, index) => {
    const instances = group.parts.length > 0 ? "things" : semantic && !group.single ? "components" : "labels";
    // Things with parts get a separate pass: their components join across labels.
    let pass = passes.find(
      (candidate) =>
        instances !== "things" &&
        candidate.instances === instances &&
        !group.labels.some((label) => candidate.codeOfLabel.has(label)),
    );
    if (pass === undefined) {
      pass = { instances, groups: [], codes: [], codeOfLabel: new Map() };
      passes.push(pass);
    }
    pass.groups.push(index);
    const merge = group.merge || (joinTouching && instances === "components");
    for (const labels of codedTogether({ ...group, merge })) {
      pass.codes.push({ group: index, label: labels.length > 1 ? 0 : labels[0] });
      for (const label of labels) pass.codeOfLabel.set(label, pass.codes.length);
    }
  });
  return { groups: pending.map(({ name, single }) => ({ name, single })), passes: passes };
}

/** The labels of a group, in lists of those that share a code. */
function codedTogether({ labels, merge, single, parts }: PendingGroup): readonly (readonly number[])[] {
  if (merge || single) return [labels];
  if (parts.length === 0) return labels.map((label) => [label]);
  return [labels.filter((label) => !parts.includes(label)), ...parts.map((label) => [label])];
}

const PLAIN = { merge: false, single: false, parts: [] } as const;

function pendingGroups(groups: ResolvedGroups, labels: readonly number[]): PendingGroup[] {
  if (groups === null) return [{ name: "ungrouped", labels, ...PLAIN }];
  if (groups === "each") {
    return labels.map((label) => ({ name: String(label), labels: [label], ...PLAIN }));
  }
  return Object.entries(groups).map(([name, group]) => ({ name, ...group }));
}
