import { bestEdges } from "../best-edges.js";
import { byScore, type CandidateGraph } from "../candidate-graph.js";
import {
  type ChosenPairs,
  type EdgeOutcome,
  edgeOutcome,
  lostTo,
  outcomesByThreshold,
  rivalsOf,
} from "../explain/edge-outcome.js";
import { graphComponents, splitLone } from "../graph-components.js";
import { solveComponent } from "../solve-component.js";
import type { Strategy, StrategyContext, StrategyOptions } from "../strategy.js";

/**
 * The one-to-one matching of maximum total score: linear sum assignment on the candidate edges, component by component.
 * For scores where smaller is better, or if so asked: as many edges as possible first, then the best sum.
 *
 * With `allowManyToOne` each prediction that is left then takes its best reference (panoptica, issue 236).
 */
function match(graph: CandidateGraph, { engine, objective = "score", allowManyToOne }: StrategyContext): number[] {
  const { lone: chosen, joined } = splitLone(graph);
  const order = byScore(graph);
  for (const component of graphComponents({ ...graph, edges: joined })) {
    const { edges, references, predictions } = component;
    if (references.length === 1 || predictions.length === 1) {
      chosen.push(edges.reduce((best, edge) => (order(edge, best) < 0 ? edge : best)));
    } else {
      for (const edge of solveComponent(graph, component, objective, engine)) chosen.push(edge);
    }
  }
  return allowManyToOne ? [...chosen, ...edgesOfRest(graph, chosen)] : chosen;
}

/** The best edge of each prediction that no chosen edge has. */
function edgesOfRest(graph: CandidateGraph, chosen: readonly number[]): number[] {
  const { pairPrediction, prediction } = graph.table;
  const isTaken = new Uint8Array(prediction.count);
  for (const edge of chosen) isTaken[pairPrediction[edge]] = 1;
  const edges = graph.edges.filter((edge) => isTaken[pairPrediction[edge]] === 0);
  return bestEdges({ ...graph, edges }, pairPrediction, prediction.count);
}

/**
 * The total of a maximum matching does not rise when a pair is put in the place of those that hold its two ends. So one
 * winner alone is at least as good as the pair (for distances too), and of two either one is better, or the two
 * together are: their sum is at least the pair's score, and two distances are more matches than one.
 *
 * With `allowManyToOne` a pair needs its prediction alone to be free; of those that hold its reference the best one is that
 * of the maximum matching, because a prediction that was left would have taken its place if it were better.
 */
function outcomes(graph: CandidateGraph, chosen: ChosenPairs, { allowManyToOne }: StrategyOptions): EdgeOutcome[] {
  const order = byScore(graph);
  return outcomesByThreshold(graph, chosen, (pair) => {
    const rivals = rivalsOf(graph, chosen, pair);
    const atReference = [...rivals.atReference].sort(order).slice(0, 1);
    const winners = [...atReference, ...rivals.atPrediction];
    if (winners.length === 0) return edgeOutcome("lost", "adds-nothing");
    if (allowManyToOne) {
      const [holder] = rivals.atPrediction;
      const isEarlier = order(holder, pair) < 0;
      return isEarlier
        ? lostTo(graph, pair, { atReference: [], atPrediction: [holder] })
        : edgeOutcome("lost", "optimal-total", winners);
    }
    const alone = lostTo(graph, pair, { ...rivals, atReference });
    return alone.name === "tie" && winners.length === 2 ? edgeOutcome("lost", "optimal-total", winners) : alone;
  });
}

export const ONE_TO_ONE = {
  name: "one-to-one",
  summary:
    "each reference and each prediction at most once; maximises the total score; with allowManyToOne each prediction " +
    "left then takes its best reference",
  degrees: { reference: "one", prediction: "one" },
  options: ["allowManyToOne", "objective"],
  match,
  breakpoints: async (graph, context, intervals) => {
    const { oneToOneBreakpoints } = await import("../one-to-one-breakpoints.js");
    oneToOneBreakpoints(graph, (part) => match(part, context), intervals);
  },
  outcomes,
} as const satisfies Strategy;
