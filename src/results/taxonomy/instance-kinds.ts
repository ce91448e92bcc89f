import type { GroupResult } from "../result-types.js";
import { type BySide, KINDS_OF_SIDE, type Kind, type Status } from "./kinds.js";
import type { KindMembers } from "./taxonomy.js";

export function statusesOf(group: GroupResult): BySide<Status> {
  return {
    reference: group.reference_instances.map((row) => (row.is_matched === 1 ? "matched" : "missed")),
    prediction: group.predicted_instances.map((row) => (row.is_matched === 1 ? "matched" : "spurious")),
  };
}

/** Null where the group was evaluated without its taxonomy. */
export function kindsOf({
  taxonomy,
  reference_instances,
  predicted_instances,
}: Pick<GroupResult, "taxonomy" | "reference_instances" | "predicted_instances">): BySide<Kind> | null {
  if (taxonomy === undefined) return null;
  return {
    reference: kindsOfSide("reference", taxonomy.references, reference_instances),
    prediction: kindsOfSide("prediction", taxonomy.predictions, predicted_instances),
  };
}

/** How many instances of a side have each kind. */
export function countKinds({ taxonomy }: GroupResult, side: "reference" | "prediction"): ReadonlyMap<Kind, number> {
  const members: Readonly<Partial<Record<Kind, KindMembers>>> = taxonomy?.[`${side}s`] ?? {};
  return new Map(KINDS_OF_SIDE[side].map((kind) => [kind, members[kind]?.n ?? 0]));
}

function kindsOfSide(
  side: "reference" | "prediction",
  members: Readonly<Partial<Record<Kind, KindMembers>>>,
  rows: readonly { readonly label: number }[],
): Kind[] {
  const kinds = new Map<number, Kind>();
  for (const kind of KINDS_OF_SIDE[side]) for (const label of members[kind]?.labels ?? []) kinds.set(label, kind);
  return rows.map(({ label }) => kinds.get(label) ?? "absent");
}
