import { bestEdges } from "../best-edges.js";
import type { CandidateGraph } from "../candidate-graph.js";
import { lostTo, outcomesByThreshold, rivalsAtPrediction } from "../explain/edge-outcome.js";
import type { Strategy } from "../strategy.js";
import { takePairsAway } from "../take-pairs-away.js";

/** Each prediction takes its best reference; a reference may be taken by several predictions. */
function match(graph: CandidateGraph): number[] {
  return bestEdges(graph, graph.table.pairPrediction, graph.table.prediction.count);
}

export const MANY_TO_ONE = {
  name: "many-to-one",
  summary: "several predictions may match one reference: each prediction takes its best reference",
  degrees: { reference: "many", prediction: "one" },
  options: [],
  match,
  breakpoints: takePairsAway(match),
  outcomes: (graph, chosen) =>
    outcomesByThreshold(graph, chosen, (pair) => lostTo(graph, pair, rivalsAtPrediction(graph, chosen, pair))),
} as const satisfies Strategy;
