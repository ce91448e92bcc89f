import { allPairs, type OverlapTable, pairCount } from "../overlap/overlap-table.js";
import { type Counts, classCounts, type PartScore, partMatchingScore } from "../overlap/parts/part-score.js";
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

/** The scores of all pairs of a table, and of unions, before a threshold is chosen. */
export type ScoredTable = Pick<CandidateGraph, "table" | "scores" | "scoreUnion"> & Pick<Threshold, "direction">;

/** Scores by a function of a reference and a union of predictions, whose overlaps with it sum to `intersection`. */
export function scoreTable(
  table: OverlapTable,
  direction: Threshold["direction"],
  scoreUnion: CandidateGraph["scoreUnion"],
): ScoredTable {
  const { prediction, pairReference, pairPrediction, pairVoxels } = table;
  const scores = new Float64Array(pairCount(table));
  for (let i = 0; i < scores.length; i++) {
    const p = pairPrediction[i];
    scores[i] = scoreUnion(pairReference[i], [p], pairVoxels[i], prediction.voxels[p]);
  }
  return { table, direction, scores, scoreUnion };
}

/** Scores by one of the ratios of counts, part-aware where the group has parts. */
export function scoreByCounts(table: OverlapTable, score: MatchingScore, partScore: PartScore): ScoredTable {
  const { reference, parts } = table;
  const ratio = (counts: Counts) => score.fromCounts(counts.intersection, counts.reference, counts.prediction);
  return scoreTable(table, score.direction, (g, predictions, intersection, voxels) => {
    const whole = { reference: reference.voxels[g], prediction: voxels, intersection };
    if (parts === null || !score.partAware) return ratio(whole);
    return partMatchingScore(ratio, partScore, whole, classCounts(table, parts, g, predictions));
  });
}

/** The pairs whose scores pass a threshold. */
export function candidateGraph(scored: ScoredTable, threshold: Pick<Threshold, "value" | "rule">): CandidateGraph {
  const { table, scores, scoreUnion, direction } = scored;
  const full = { ...threshold, direction };
  const edges = allPairs(table).filter((i) => passes(scores[i], full));
  return { table, scores, scoreUnion, threshold: full, edges };
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
