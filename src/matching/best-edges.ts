import { byScore, type CandidateGraph } from "./candidate-graph.js";

/** The best candidate edge of each vertex of one side; `endOf` says the vertex at which a pair ends. */
export function bestEdges(graph: CandidateGraph, endOf: Uint32Array, vertices: number): number[] {
  const better = byScore(graph);
  const best = new Int32Array(vertices).fill(-1);
  for (const edge of graph.edges) {
    const vertex = endOf[edge];
    if (best[vertex] === -1 || better(edge, best[vertex]) < 0) best[vertex] = edge;
  }
  return Array.from(best).filter((edge) => edge !== -1);
}
