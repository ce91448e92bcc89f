import { byScore, type CandidateGraph } from "../candidate-graph.js";

/**
 * Pairs in falling score order, each taken if its reference and its prediction are still free; with `allowManyToOne` a
 * reference may take further predictions. (panoptica's NaiveThresholdMatching.)
 */
export function greedy(graph: CandidateGraph, { allowManyToOne }: { readonly allowManyToOne: boolean }): number[] {
  const { table, edges } = graph;
  const referenceTaken = new Uint8Array(table.reference.count);
  const predictionTaken = new Uint8Array(table.prediction.count);
  const chosen = [];
  for (const edge of [...edges].sort(byScore(graph))) {
    const g = table.pairReference[edge];
    const p = table.pairPrediction[edge];
    if (predictionTaken[p] || (referenceTaken[g] && !allowManyToOne)) continue;
    referenceTaken[g] = 1;
    predictionTaken[p] = 1;
    chosen.push(edge);
  }
  return chosen;
}
