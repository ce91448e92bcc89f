import type { ThresholdRule } from "../candidate-graph.js";

/**
 * The outcome of an overlapping pair.
 *
 * - `chosen`: it is a match
 * - `below-threshold`: its score does not pass; under `merge` also: and its reference had no seed when its turn came
 * - `lost`: the pairs in `winners`, which share its reference or its prediction, were better
 * - `tie`: the pairs in `winners` are as good, and have the smaller label
 * - `union-not-better`: joining it to its reference's union would not raise the union's score
 * - `other-reference`: under `union` the prediction belongs to the reference that it overlaps most
 * - `union-below-threshold`: under `union` all fragments of the reference together do not pass
 * - `different-label`: under matched input only equal labels match
 * - `demoted`: it was a match until the decision metric did not pass
 */
const OUTCOMES = [
  "chosen",
  "below-threshold",
  "lost",
  "tie",
  "union-not-better",
  "other-reference",
  "union-below-threshold",
  "different-label",
  "demoted",
] as const;
export type EdgeOutcomeName = (typeof OUTCOMES)[number];

/** The rule behind an outcome; null where the outcome says it all. */
export type EdgeOutcomeRule =
  /** A winner at the same reference, at the same prediction, or one at each has the better score. */
  | "better-at-reference"
  | "better-at-prediction"
  | "better-at-both"
  /** No winner is better by itself; together they have the higher total (for distances: they are two pairs, not one). */
  | "optimal-total"
  /** A score of 0 adds nothing to the total, so the pair may be left out although both ends are free. */
  | "adds-nothing"
  | "smaller-reference-label"
  | "smaller-prediction-label"
  /** The first pair of a union, and the later ones. */
  | "seeded"
  | "joined"
  /** `merge`: no pair that passes had seeded the reference. */
  | "never-seeded"
  /** `union`: a fragment of larger overlap had already ended the joining. */
  | "joining-ended"
  | "larger-overlap"
  | "decision-metric";

/** A pair by its labels. */
export interface NamedEdge {
  readonly reference: number;
  readonly prediction: number;
  readonly score: number;
}

/** The scores of a reference against the union of its predictions without and with the pair. */
export interface UnionScores {
  /** Null if the pair is the union's first. */
  readonly before: number | null;
  readonly after: number;
}

/** Why an overlapping pair is a match, or is none. */
export interface EdgeExplanation extends NamedEdge {
  /** Voxels that the two share. */
  readonly overlap: number;
  /** Whether the pair's own score passes the threshold; null where no threshold is used. */
  readonly is_candidate: boolean | null;
  readonly fate: EdgeOutcomeName;
  readonly rule: EdgeOutcomeRule | null;
  /** The pairs that were preferred to it, all of which share its reference or its prediction. */
  readonly winners: readonly NamedEdge[];
  /** Under `merge` and `union`, where the pair's union was judged. */
  readonly union: UnionScores | null;
  /** The sentence for people. */
  readonly text: string;
}

/** Why an instance has no match: what became of its most telling pair, or `no-overlap`. */
export interface UnmatchedInstance {
  readonly label: number;
  /** `void`: more than half of the prediction lay in void, so that it is neither right nor wrong. */
  readonly status: "missed" | "spurious" | "void";
  /** Its pair with the best score; null if it overlaps nothing. */
  readonly best: NamedEdge | null;
  readonly reason: "no-overlap" | Exclude<EdgeOutcomeName, "chosen">;
  readonly text: string;
}

/** Why each pair of a group was matched or not; plain data. */
export interface Explanation {
  /** The name of the score by which pairs were compared. */
  readonly score: string;
  /** Null where matching uses no threshold: matched input and single groups. */
  readonly threshold: { readonly value: number; readonly rule: ThresholdRule } | null;
  /** Every pair that shares a voxel, by reference, then by prediction. */
  readonly edges: readonly EdgeExplanation[];
  readonly unmatched: {
    readonly references: readonly UnmatchedInstance[];
    readonly predictions: readonly UnmatchedInstance[];
  };
}
