import type { CandidateGraph } from "./candidate-graph.js";

/** A connected component of the candidate graph: its edges, and the instances that they join, all rising. */
export interface GraphComponent {
  readonly edges: readonly number[];
  readonly references: readonly number[];
  readonly predictions: readonly number[];
}

/**
 * Splits the candidate graph into connected components, ordered by their first edge. Most have one to five instances,
 * which is what makes an optimal assignment cheap: no component knows of the others.
 */
export function graphComponents({ table, edges }: Pick<CandidateGraph, "table" | "edges">): GraphComponent[] {
  const { pairReference, pairPrediction } = table;
  const references = table.reference.count;
  const parents = Uint32Array.from({ length: references + table.prediction.count }, (_, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (parents[root] !== root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  };
  for (const edge of edges) {
    const a = find(pairReference[edge]);
    const b = find(references + pairPrediction[edge]);
    parents[Math.max(a, b)] = Math.min(a, b);
  }
  const found = new Map<number, { edges: number[]; references: Set<number>; predictions: Set<number> }>();
  for (const edge of edges) {
    const root = find(pairReference[edge]);
    let component = found.get(root);
    if (component === undefined) {
      component = { edges: [], references: new Set(), predictions: new Set() };
      found.set(root, component);
    }
    component.edges.push(edge);
    component.references.add(pairReference[edge]);
    component.predictions.add(pairPrediction[edge]);
  }
  return Array.from(found.values(), (component) => ({
    edges: component.edges,
    references: [...component.references],
    predictions: [...component.predictions].sort((a, b) => a - b),
  }));
}
