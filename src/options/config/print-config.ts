import type { ResolvedGroup, ResolvedGroups } from "../../instances/groups.js";
import type { EvaluateOptions, ResolvedOptions } from "../registry.js";
import { OPTIONS } from "../registry.js";

/**
 * The resolved options as a YAML configuration that {@link parseConfig} reads back to the same choices: everything that
 * was decided, in the order of the registry; options that were left open are left out. Not-a-number and infinity are
 * written `.nan` and `.inf`.
 */
export async function printConfig(options: ResolvedOptions): Promise<string> {
  const { stringify } = await import("yaml");
  const asked = optionsOf(options) as Readonly<Record<string, unknown>>;
  const entries = OPTIONS.map(({ key }) => [key, asked[key]] as const).filter(([, value]) => value !== undefined);
  return stringify(Object.fromEntries(entries), { lineWidth: 120, flowCollectionPadding: true });
}

/** Options that resolve to the given choices. */
function optionsOf(options: ResolvedOptions): EvaluateOptions {
  const { groups, ...others } = options;
  const decided = Object.entries({ ...others, groups: groupsOf(groups) }).filter(([, value]) => value !== null);
  return Object.fromEntries(decided);
}

function groupsOf(groups: ResolvedGroups): EvaluateOptions["groups"] | null {
  if (groups === null || groups === "each") return groups;
  return Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, groupOf(group)]));
}

function groupOf({ labels, merge, single, parts }: ResolvedGroup) {
  if (parts.length > 0) return { thing: labels.filter((label) => !parts.includes(label)), parts };
  return merge || single ? { labels, merge, single } : labels;
}
