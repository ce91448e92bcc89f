import type { CandidateGraph } from "../candidate-graph.js";
import { bestFor } from "./many-to-one.js";

/** Each reference takes its best prediction; a prediction may be taken, whole, by several references. */
export function oneToMany(graph: CandidateGraph): number[] {
  return bestFor(graph, graph.table.pairReference, graph.table.reference.count);
}
