import { type OverlapTable, pairCount } from "../overlap/overlap-table.js";
import type { MatchingScore } from "./matching-score.js";

/** `strict`: a score must be better than the threshold; `inclusive`: at least as good. */
export const THRESHOLD_RULES = ["strict", "inclusive"] as const;
export type ThresholdRule = (typeof THRESHOLD_RULES)[number];

/** When a score is good enough for a match. */
export interface Threshold {
  readonly value: number;
  readonly rule: ThresholdRule;
  readonly direction: "higher" | "lower";
}

export function passes(score: number, { value, rule, direction }: Threshold): boolean {
  if (rule === "inclusive" && score === value) return true;
  return direction === "higher" ? score > value : score < value;
}

/** True if `score` is better than `other`, whichever way better is. */
export function isBetter(score: number, other: number, { direction }: Pick<Threshold, "direction">): boolean {
  return direction === "higher" ? score > other : score < other;
}

/**
 * The bipartite graph that strategies choose from: an edge for each overlapping pair whose score passes the threshold,
 * E_τ = {(g, p) : n(g, p) > 0 and s(g, p) passes τ}.
 */
export interface CandidateGraph {
  readonly table: OverlapTable;
  /** The score of every pair of the table, candidates or not. */
  readonly scores: Float64Array;
  readonly threshold: Threshold;
  /** The pairs that pass, as indexes into the table's pairs, rising. */
  readonly edges: Uint32Array;
  /**
   * The score of a reference against the union of some predictions, whose overlaps with it sum to `intersection` and
   * whose voxels to `voxels`. The sums are the caller's to keep, so that a union of thousands grows in linear time.
   */
  readonly scoreUnion: (g: number, predictions: readonly number[], intersection: number, voxels: number) => number;
}

/** The graph of a table by one of the scores that come from counts. */
export function candidateGraph(
  table: OverlapTable,
  score: MatchingScore,
  threshold: Pick<Threshold, "value" | "rule">,
): CandidateGraph {
  const { reference, prediction, pairReference, pairPrediction, pairVoxels } = table;
  const scores = new Float64Array(pairCount(table));
  for (let i = 0; i < scores.length; i++) {
    const g = reference.voxels[pairReference[i]];
    const p = prediction.voxels[pairPrediction[i]];
    scores[i] = score.fromCounts(pairVoxels[i], g, p);
  }
  const scoreUnion: CandidateGraph["scoreUnion"] = (g, _predictions, intersection, voxels) =>
    score.fromCounts(intersection, reference.voxels[g], voxels);
  return withThreshold({ table, scores, scoreUnion }, { ...threshold, direction: score.direction });
}

/** The same scores at another threshold. */
export function withThreshold(
  graph: Pick<CandidateGraph, "table" | "scores" | "scoreUnion">,
  threshold: Threshold,
): CandidateGraph {
  const { table, scores, scoreUnion } = graph;
  const edges = Uint32Array.from(scores.keys()).filter((i) => passes(scores[i], threshold));
  return { table, scores, scoreUnion, threshold, edges };
}

/** Compares two pairs as ties are broken: the better score, then the smaller reference, then the smaller prediction. */
export function byScore({
  scores,
  threshold,
}: Pick<CandidateGraph, "scores" | "threshold">): (a: number, b: number) => number {
  const sign = threshold.direction === "higher" ? -1 : 1;
  // Pairs are sorted by reference, then by prediction, so the index itself breaks ties.
  return (a, b) => sign * (scores[a] - scores[b]) || a - b;
}
