import { byScore, type CandidateGraph } from "../candidate-graph.js";
import { type ChosenPairs, type EdgeOutcome, lostTo, outcomesByThreshold, rivalsOf } from "../explain/edge-outcome.js";
import type { Strategy, StrategyOptions } from "../strategy.js";
import { takePairsAway } from "../take-pairs-away.js";

/**
 * Pairs in falling score order, each taken if its reference and its prediction are still free; with `allowManyToOne` a
 * reference may take further predictions. (panoptica's NaiveThresholdMatching.)
 */
function match(graph: CandidateGraph, { allowManyToOne }: { readonly allowManyToOne: boolean }): number[] {
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

/**
 * Only a pair whose turn came earlier can have taken the reference away. The holder of the prediction counts where that is better,
 * or where nothing took the reference; in both cases it came earlier.
 */
function outcomes(graph: CandidateGraph, chosen: ChosenPairs, { allowManyToOne }: StrategyOptions): EdgeOutcome[] {
  const order = byScore(graph);
  return outcomesByThreshold(graph, chosen, (pair) => {
    const { atReference, atPrediction } = rivalsOf(graph, chosen, pair);
    const isEarlier = (winner: number) => order(winner, pair) < 0;
    return lostTo(graph, pair, {
      atReference: allowManyToOne ? [] : atReference.filter(isEarlier),
      atPrediction,
    });
  });
}

export const GREEDY = {
  name: "greedy",
  summary: "pairs in falling score order, one-to-one, or many-to-one with allowManyToOne",
  degrees: { reference: "many", prediction: "one" },
  options: ["allowManyToOne"],
  match,
  // Tightening makes it stop earlier in its list.
  breakpoints: takePairsAway(match),
  outcomes,
} as const satisfies Strategy;
