import { byScore, type CandidateGraph, isBetter, passes } from "./candidate-graph.js";

/**
 * Predictions are merged onto references while that raises the score. All overlapping pairs are visited in falling
 * score order: a pair that passes the threshold seeds its reference; later predictions, whether or not their own pair
 * passes, join a seeded reference if the score of the union rises. (panoptica's MaximizeMergeMatching.)
 */
export function merge(graph: CandidateGraph): number[] {
  const { table, scores, threshold, scoreUnion } = graph;
  const predictionTaken = new Uint8Array(table.prediction.count);
  const unions = new Map<number, { predictions: number[]; intersection: number; voxels: number; score: number }>();
  const chosen = [];
  const pairs = Array.from(scores.keys()).sort(byScore(graph));
  for (const pair of pairs) {
    const g = table.pairReference[pair];
    const p = table.pairPrediction[pair];
    if (predictionTaken[p]) continue;
    const shared = table.pairVoxels[pair];
    const size = table.prediction.voxels[p];
    const union = unions.get(g);
    if (union === undefined) {
      if (!passes(scores[pair], threshold)) continue;
      unions.set(g, { predictions: [p], intersection: shared, voxels: size, score: scores[pair] });
    } else {
      // Tried in place: copying the list for each try would take quadratic time where fragments are many.
      union.predictions.push(p);
      const score = scoreUnion(g, union.predictions, union.intersection + shared, union.voxels + size);
      if (!isBetter(score, union.score, threshold)) {
        union.predictions.pop();
        continue;
      }
      union.intersection += shared;
      union.voxels += size;
      union.score = score;
    }
    predictionTaken[p] = 1;
    chosen.push(pair);
  }
  return chosen;
}
