/** What became of an instance, and why: the two words that every view gives it. */
import type { GroupResult } from "../result-types.js";
import type { PredictionClass, ReferenceClass } from "./classify.js";
import type { ErrorClass } from "./repairs.js";

/** What the counts say of an instance: the number of `matched` references is TP, of `missed` FN, of `spurious` FP. */
export const STATUSES = ["matched", "missed", "spurious"] as const;
export type Status = (typeof STATUSES)[number];

/** Why, by the shape of its overlaps, whatever the strategy. */
export const KINDS = ["none", "inaccurate", "split", "merged", "mixed", "fragment", "duplicate", "absent"] as const;
export type Kind = (typeof KINDS)[number];

/** What each kind means, in a few words. */
export const KIND_MEANINGS: Readonly<Record<Kind, string>> = {
  none: "one reference with one prediction, matched",
  inaccurate: "one reference with one prediction, but the match does not pass",
  split: "one reference with several predictions",
  merged: "one prediction with several references",
  mixed: "several references with several predictions",
  fragment: "predictions of a split that together make its best union",
  duplicate: "the other predictions of a split",
  absent: "nothing significant overlaps it",
};

/** What the repair of a class of errors is called: what one-to-one pairs lose by an IoU below 1 is that of outlines. */
export const COST_NAMES: Readonly<Record<ErrorClass, string>> = {
  correct: "outlines",
  split: "split",
  merged: "merged",
  mixed: "mixed",
  missed: "absent (ref.)",
  spurious: "absent (pred.)",
  complementary_fragment: "fragment",
  duplicate: "duplicate",
};

const KIND_OF: Readonly<Record<ReferenceClass | PredictionClass, Kind>> = {
  correct: "none",
  split: "split",
  merged: "merged",
  mixed: "mixed",
  complementary_fragment: "fragment",
  duplicate: "duplicate",
  missed: "absent",
  spurious: "absent",
};

/** The instances of each side, in the order of the result's rows. */
export type BySide<Word> = Readonly<Record<"reference" | "prediction", readonly Word[]>>;

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
    reference: kindsOfSide(taxonomy.references, reference_instances),
    prediction: kindsOfSide(taxonomy.predictions, predicted_instances),
  };
}

/** How many instances of a side have each kind; kinds that the side cannot have are left out. */
export function countKinds(group: GroupResult, side: "reference" | "prediction"): ReadonlyMap<Kind, number> {
  const counts = new Map<Kind, number>(KINDS_OF_SIDE[side].map((kind) => [kind, 0]));
  for (const kind of kindsOf(group)?.[side] ?? []) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** The kinds that instances of a side can have. */
export const KINDS_OF_SIDE: BySide<Kind> = {
  reference: ["none", "inaccurate", "split", "merged", "mixed", "absent"],
  prediction: ["none", "inaccurate", "fragment", "duplicate", "merged", "mixed", "absent"],
};

function kindsOfSide(
  classes: Readonly<Partial<Record<ReferenceClass | PredictionClass, { readonly labels: readonly number[] }>>>,
  rows: readonly { readonly label: number; readonly is_matched: 0 | 1 }[],
): Kind[] {
  const kinds = new Map<number, Kind>();
  for (const [name, members] of Object.entries(classes)) {
    for (const label of members?.labels ?? []) kinds.set(label, KIND_OF[name as ReferenceClass | PredictionClass]);
  }
  return rows.map(({ label, is_matched }) => {
    const kind = kinds.get(label) ?? "absent";
    return kind === "none" && is_matched === 0 ? "inaccurate" : kind;
  });
}
