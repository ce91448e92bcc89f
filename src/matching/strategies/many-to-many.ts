import type { CandidateGraph } from "../candidate-graph.js";
import { CHOSEN, outcomesByThreshold } from "../explain/edge-outcome.js";
import type { Strategy } from "../strategy.js";
import { takePairsAway } from "../take-pairs-away.js";

/** Every candidate edge: all pairs that overlap well enough, without a choice. */
function match(graph: CandidateGraph): number[] {
  return Array.from(graph.edges);
}

export const MANY_TO_MANY = {
  name: "many-to-many",
  summary: "every candidate pair is a match; counts and the graph, but no PQ, SQ or RQ",
  degrees: { reference: "many", prediction: "many" },
  options: [],
  match,
  breakpoints: takePairsAway(match),
  outcomes: (graph, chosen) => outcomesByThreshold(graph, chosen, () => CHOSEN),
} as const satisfies Strategy;
