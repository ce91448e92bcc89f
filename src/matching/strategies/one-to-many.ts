import { bestEdges } from "../best-edges.js";
import type { CandidateGraph } from "../candidate-graph.js";
import { lostTo, outcomesByThreshold, rivalsAtReference } from "../explain/edge-outcome.js";
import type { Strategy } from "../strategy.js";
import { takePairsAway } from "../take-pairs-away.js";

/** Each reference takes its best prediction; a prediction may be taken, whole, by several references. */
function match(graph: CandidateGraph): number[] {
  return bestEdges(graph, graph.table.pairReference, graph.table.reference.count);
}

export const ONE_TO_MANY = {
  name: "one-to-many",
  summary: "one prediction may match several references: each reference takes its best prediction",
  degrees: { reference: "one", prediction: "many" },
  options: [],
  match,
  breakpoints: takePairsAway(match),
  outcomes: (graph, chosen) =>
    outcomesByThreshold(graph, chosen, (pair) => lostTo(graph, pair, rivalsAtReference(graph, chosen, pair))),
} as const satisfies Strategy;
