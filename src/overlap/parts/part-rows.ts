import type { OverlapTable } from "../overlap-table.js";
import { type Counts, classCounts } from "./part-score.js";

/** One class of a group with parts, over the matched references in which it is present on either side. */
export interface PartRow {
  /** The label of the part; for the first row the thing itself, without its parts. */
  readonly label: number;
  readonly is_thing: boolean;
  /** In how many matched references the class is present on either side. */
  readonly n: number;
  /** In how many of these it is in the reference, and in the prediction. */
  readonly n_ref: number;
  readonly n_pred: number;
  /** Means over the n; NaN of none. */
  readonly iou: number;
  readonly dsc: number;
}

/** How well each class is segmented in the matched references. */
export function partRows(
  table: OverlapTable,
  matched: readonly { readonly reference: number; readonly predictions: readonly number[] }[],
): PartRow[] {
  const { parts } = table;
  if (parts === null) return [];
  const counts = matched.map(({ reference, predictions }) => classCounts(table, parts, reference, predictions));
  return parts.labels.map((label, c) => {
    const present = counts.map((byClass) => byClass[c]).filter((each) => each.reference + each.prediction > 0);
    return {
      label,
      is_thing: c === 0,
      n: present.length,
      n_ref: present.filter((each) => each.reference > 0).length,
      n_pred: present.filter((each) => each.prediction > 0).length,
      iou: meanOf(
        present,
        ({ reference, prediction, intersection }) => intersection / (reference + prediction - intersection),
      ),
      dsc: meanOf(present, ({ reference, prediction, intersection }) => (2 * intersection) / (reference + prediction)),
    };
  });
}

function meanOf(counts: readonly Counts[], ratio: (counts: Counts) => number): number {
  return counts.reduce((sum, each) => sum + ratio(each), 0) / counts.length;
}
