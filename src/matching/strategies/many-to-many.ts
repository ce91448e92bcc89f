import type { CandidateGraph } from "../candidate-graph.js";

/** Every candidate edge: who overlaps whom well enough, without a choice. */
export function manyToMany(graph: CandidateGraph): number[] {
  return Array.from(graph.edges);
}
