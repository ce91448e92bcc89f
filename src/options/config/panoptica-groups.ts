import type { GroupOption } from "../groups.js";
import { flagAt, type PanopticaNode, refuseOtherKeys, valueAt } from "./panoptica-node.js";

/** The groups of a `!SegmentationClassGroups`. */
export function readGroups(node: PanopticaNode): Readonly<Record<string, GroupOption>> {
  refuseOtherKeys(node, ["groups"]);
  const groups = valueAt(node, "groups");
  if (groups === null) throw node.refusal("!SegmentationClassGroups needs groups.");
  if (groups.items !== null) {
    return Object.fromEntries(groups.items.map((group, index) => [`group_${index}`, readGroup(group)]));
  }
  // panoptica turns names into small letters.
  return Object.fromEntries([...groups.entries].map(([name, group]) => [name.toLowerCase(), readGroup(group)]));
}

function readGroup(group: PanopticaNode): GroupOption {
  // The short form: labels, then whether they are a single instance.
  if (group.items !== null) {
    const [labels, single] = group.items;
    if (labels === undefined) throw group.refusal("A group needs labels.");
    return { labels: labelsOf(labels), single: single?.scalar === true };
  }
  switch (group.tag) {
    case "LabelGroup":
    case "LabelMergeGroup": {
      refuseOtherKeys(group, ["value_labels", "single_instance"]);
      const labels = valueAt(group, "value_labels");
      if (labels === null) throw group.refusal(`!${group.tag} needs value_labels.`);
      return {
        labels: labelsOf(labels),
        merge: group.tag === "LabelMergeGroup",
        single: flagAt(group, "single_instance"),
      };
    }
    case "LabelPartGroup":
      return readPartGroup(group);
    default:
      throw group.refusal("A group must be a !LabelGroup, !LabelMergeGroup or !LabelPartGroup.");
  }
}

function readPartGroup(group: PanopticaNode): GroupOption {
  const [things, parts] = [valueAt(group, "thing_labels"), valueAt(group, "part_labels")];
  if (things === null || parts === null) {
    // panoptica itself writes such a group as value_labels alone, and then cannot read it back.
    throw group.refusal("!LabelPartGroup needs thing_labels and part_labels; value_labels do not say which are which.");
  }
  refuseOtherKeys(group, ["thing_labels", "part_labels", "single_instance"]);
  if (flagAt(group, "single_instance")) {
    throw group.refusal(
      "A !LabelPartGroup that is a single instance is not supported, as its things are separate instances.",
    );
  }
  return { thing: labelsOf(things), parts: labelsOf(parts) };
}

function labelsOf(node: PanopticaNode): readonly number[] {
  const labels = (node.items ?? [node]).map((item) => item.scalar);
  return labels.map((label) => {
    if (typeof label === "number") return label;
    throw node.refusal("Labels must be numbers.");
  });
}
