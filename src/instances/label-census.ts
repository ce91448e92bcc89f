import { VoxmatchError } from "../../base/errors.js";
import type { ResolvedGroups } from "./groups.js";

export type Side = "reference" | "prediction";

/** A label that belongs to no group, so that its voxels are not evaluated. */
export interface UnassignedLabel {
  readonly label: number;
  readonly voxels: number;
  readonly side: Side;
}

/** Labels of the volumes that no group names, and groups without a voxel. */
export interface LabelCensus {
  /** By label, the reference first. */
  readonly unassigned: readonly UnassignedLabel[];
  /** Groups without a voxel on either side. */
  readonly emptyGroups: readonly string[];
}

/** The labels of both volumes, and how to count their voxels. */
interface CountedLabels {
  readonly labels: readonly number[];
  readonly count: (labels: ReadonlySet<number>) => readonly [ReadonlyMap<number, number>, ReadonlyMap<number, number>];
}

const SIDES: readonly Side[] = ["reference", "prediction"];

/** More labels than this are not listed in a note. */
const LISTED = 8;

/** Compares the labels of the volumes with those that groups name. Voxels are only counted where a label is left over. */
export function takeCensus(groups: ResolvedGroups, { labels, count }: CountedLabels): LabelCensus {
  if (groups === null || groups === "each") return { unassigned: [], emptyGroups: [] };
  const named = new Set(Object.values(groups).flatMap((group) => group.labels));
  const present = new Set(labels);
  const left = labels.filter((label) => !named.has(label));
  const counts = left.length === 0 ? [] : count(new Set(left));
  return {
    unassigned: left.flatMap((label) =>
      counts.flatMap((ofSide, i) => {
        const voxels = ofSide.get(label);
        return voxels === undefined ? [] : [{ label, voxels, side: SIDES[i] }];
      }),
    ),
    emptyGroups: Object.keys(groups).filter((name) => !groups[name].labels.some((label) => present.has(label))),
  };
}

/** Describes each label without a group, and each group without a voxel. */
export function censusNotes({ unassigned, emptyGroups }: LabelCensus, groups: ResolvedGroups): readonly string[] {
  const labels = [...new Set(unassigned.map(({ label }) => label))];
  const sayLabel = (label: number) => {
    const sides = unassigned.filter((row) => row.label === label).map(({ voxels, side }) => `${voxels} of the ${side}`);
    return `label ${label} (voxels: ${sides.join(", ")})`;
  };
  const more = labels.length > LISTED ? ` and ${labels.length - LISTED} further labels` : "";
  const notes =
    labels.length === 0
      ? []
      : [`Not evaluated, as no group names them: ${labels.slice(0, LISTED).map(sayLabel).join("; ")}${more}.`];
  const sayGroup = (name: string) => {
    const own = groups === null || groups === "each" ? [] : groups[name].labels;
    return `${name} (${own.length === 1 ? "label" : "labels"} ${own.join(", ")})`;
  };
  if (emptyGroups.length > 0) {
    notes.push(`Without a voxel in either volume: the groups ${emptyGroups.map(sayGroup).join("; ")}.`);
  }
  return notes;
}

/** @throws VoxmatchError `INVALID_VOLUME` if a label belongs to no group, or a group to no voxel */
export function refuseLeftOver(census: LabelCensus, groups: ResolvedGroups): void {
  const notes = censusNotes(census, groups);
  if (notes.length === 0) return;
  throw new VoxmatchError(
    "INVALID_VOLUME",
    `${notes.join(" ")} Option strictLabels refuses that: correct the groups, or leave strictLabels out to evaluate the rest.`,
    { unassigned: census.unassigned, emptyGroups: census.emptyGroups },
  );
}
