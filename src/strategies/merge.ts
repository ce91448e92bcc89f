import { byScore, type CandidateGraph, isBetter, passes } from "./candidate-graph.js";

/**
 * Predictions are merged onto references while that raises the score. All overlapping pairs are visited in falling
 * score order: a pair that passes the threshold seeds its reference; later predictions, whether or not their own pair
 * passes, join a seeded reference if the score of the union rises. (panoptica's MaximizeMergeMatching.)
 */
export function merge(graph: CandidateGraph): number[] {
  const { table, scores, threshold, scoreUnion } = graph;
  const predictionTaken = new Uint8Array(table.prediction.count);
  const unions = new Map<number, { predictions: number[]; intersection: number; score: number }>();
  const chosen = [];
  const pairs = Array.from(scores.keys()).sort(byScore(graph));
  for (const pair of pairs) {
    const g = table.pairReference[pair];
    const p = table.pairPrediction[pair];
    if (predictionTaken[p]) continue;
    const union = unions.get(g);
    if (union === undefined) {
      if (!passes(scores[pair], threshold)) continue;
      unions.set(g, { predictions: [p], intersection: table.pairVoxels[pair], score: scores[pair] });
    } else {
      const predictions = [...union.predictions, p];
      const intersection = union.intersection + table.pairVoxels[pair];
      const score = scoreUnion(g, predictions, intersection);
      if (!isBetter(score, union.score, threshold)) continue;
      unions.set(g, { predictions, intersection, score });
    }
    predictionTaken[p] = 1;
    chosen.push(pair);
  }
  return chosen;
}
