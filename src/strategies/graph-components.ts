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
export function graphComponents({
  table,
  edges,
}: Pick<CandidateGraph, "table"> & { readonly edges: Uint32Array | readonly number[] }): GraphComponent[] {
  const { pairReference, pairPrediction } = table;
  const references = table.reference.count;
  // One more than the parent, 0 for a root: memory that is born zero costs little even where the edges are few.
  const parents = new Uint32Array(references + table.prediction.count);
  const find = (i: number): number => {
    let root = i;
    while (parents[root] !== 0) {
      const parent = parents[root] - 1;
      if (parents[parent] !== 0) parents[root] = parents[parent];
      root = parent;
    }
    return root;
  };
  for (const edge of edges) {
    const a = find(pairReference[edge]);
    const b = find(references + pairPrediction[edge]);
    if (a !== b) parents[Math.max(a, b)] = Math.min(a, b) + 1;
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
