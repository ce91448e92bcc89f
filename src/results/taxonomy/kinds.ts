/** The two words that every view gives an instance: its place in the counts, and the reason. */
import type { Loss } from "./repairs.js";

/**
 * The place of an instance in the counts: the number of `matched` references is TP, of `missed` FN, of `spurious` FP. Predictions of
 * the status `void` are not counted; a result lists them by themselves.
 */
export const STATUSES = ["matched", "missed", "spurious"] as const;
export type Status = (typeof STATUSES)[number];

/** The reason, by the shape of its overlaps, under any strategy. */
export const KINDS = ["none", "inaccurate", "split", "merged", "mixed", "fragment", "duplicate", "absent"] as const;
export type Kind = (typeof KINDS)[number];

/** The meaning of each kind, in a few words. */
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

/** The name of each loss of PQ in print. */
export const LOSS_NAMES: Readonly<Record<Loss, string>> = {
  outlines: "outlines",
  split: "split",
  fragment: "fragment",
  duplicate: "duplicate",
  merged: "merged",
  mixed: "mixed",
  absent_ref: "absent (ref.)",
  absent_pred: "absent (pred.)",
};

/** The instances of each side, in the order of the result's rows. */
export type BySide<Word> = Readonly<Record<"reference" | "prediction", readonly Word[]>>;

/** The kinds that instances of a side can have. */
export const KINDS_OF_SIDE = {
  reference: ["none", "inaccurate", "split", "merged", "mixed", "absent"],
  prediction: ["none", "inaccurate", "fragment", "duplicate", "merged", "mixed", "absent"],
} as const satisfies BySide<Kind>;
export type ReferenceKind = (typeof KINDS_OF_SIDE)["reference"][number];
export type PredictionKind = (typeof KINDS_OF_SIDE)["prediction"][number];
