import { VoxmatchError } from "../../base/errors.js";
import type { ResolvedGroup, ResolvedGroups } from "../instances/groups.js";
import { refuseUnknown } from "./suggest.js";

/** A class group as a user writes it: a list of labels, or an object that also says how they belong together. */
export type GroupOption =
  | readonly number[]
  | {
      /** The labels that are evaluated together. */
      readonly labels: readonly number[];
      /** Make one label of them before components are labelled. */
      readonly merge?: boolean;
      /** All their voxels are one instance, whose match needs no threshold. */
      readonly single?: boolean;
    }
  | {
      /** The label, or labels, of things that have parts. */
      readonly thing: number | readonly number[];
      /** The labels of the parts, drawn over their thing. */
      readonly parts: readonly number[];
    };

/** `"each"`: every label is one group, named by its number. */
export type GroupsOption = "each" | Readonly<Record<string, GroupOption>>;

/** @throws VoxmatchError `INVALID_OPTION` that names the group, the key and what is allowed */
export function resolveGroups(option: unknown): ResolvedGroups {
  if (option === undefined || option === null) return null;
  if (option === "each") return "each";
  if (typeof option !== "object" || Array.isArray(option)) {
    throw invalid(
      "groups",
      option,
      '"each", or an object such as { vertebra: [1, 2, 3], sacrum: { labels: [26], single: true } }',
    );
  }
  const entries = Object.entries(option);
  if (entries.length === 0)
    throw invalid("groups", "{}", "at least one group; leave groups out to evaluate all labels as one");
  return Object.fromEntries(entries.map(([name, group]) => [name, resolveGroup(name, group)]));
}

function resolveGroup(name: string, group: unknown): ResolvedGroup {
  const where = `groups.${name}`;
  if (Array.isArray(group)) return { labels: labelsOf(where, group), merge: false, single: false, parts: [] };
  if (typeof group !== "object" || group === null) {
    throw invalid(where, group, "a list of labels, an object with labels, merge, single, or one with thing, parts");
  }
  if ("thing" in group || "parts" in group) return resolveParts(where, group);
  refuseUnknown(`option ${where}`, Object.keys(group), ["labels", "merge", "single"], where);
  const { labels, merge = false, single = false } = group as Record<string, unknown>;
  if (!Array.isArray(labels)) throw invalid(`${where}.labels`, labels, "a list of labels such as [1, 2, 3]");
  if (typeof merge !== "boolean") throw invalid(`${where}.merge`, merge, "true or false");
  if (typeof single !== "boolean") throw invalid(`${where}.single`, single, "true or false");
  return { labels: labelsOf(`${where}.labels`, labels), merge, single, parts: [] };
}

function resolveParts(where: string, group: object): ResolvedGroup {
  refuseUnknown(`option ${where}`, Object.keys(group), ["thing", "parts"], where);
  const { thing, parts } = group as Record<string, unknown>;
  const things = labelsOf(`${where}.thing`, Array.isArray(thing) ? thing : [thing]);
  if (!Array.isArray(parts)) throw invalid(`${where}.parts`, parts, "a list of labels such as [2, 3]");
  const partLabels = labelsOf(`${where}.parts`, parts);
  const both = things.find((label) => partLabels.includes(label));
  if (both !== undefined) throw invalid(where, group, `such that label ${both} is a thing or a part, not both`);
  const labels = [...things, ...partLabels].sort((a, b) => a - b);
  return { labels, merge: false, single: false, parts: partLabels };
}

function labelsOf(where: string, labels: readonly unknown[]): number[] {
  if (labels.length === 0) throw invalid(where, "[]", "at least one label");
  const found = labels.map((label) => {
    if (typeof label === "number" && Number.isInteger(label) && label >= 1 && label <= 0xffff_ffff) return label;
    throw invalid(where, label, "labels from 1 to 4294967295 (0 is background)");
  });
  return [...new Set(found)].sort((a, b) => a - b);
}

function invalid(where: string, value: unknown, expected: string): VoxmatchError {
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  return new VoxmatchError("INVALID_OPTION", `Option ${where} is ${shown}, but must be ${expected}.`, {
    option: where,
    value,
    expected,
  });
}
