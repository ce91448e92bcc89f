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
  // Arrays and flags: sets in each of a hundred thousand components took three times as long.
  const components: { edges: number[]; references: number[]; predictions: number[] }[] = [];
  const componentOfRoot = new Uint32Array(parents.length);
  const isListed = new Uint8Array(parents.length);
  for (const edge of edges) {
    const [g, p] = [pairReference[edge], pairPrediction[edge]];
    const root = find(g);
    if (componentOfRoot[root] === 0) {
      componentOfRoot[root] = components.push({ edges: [], references: [], predictions: [] });
    }
    const component = components[componentOfRoot[root] - 1];
    component.edges.push(edge);
    if (isListed[g] === 0) component.references.push(g);
    if (isListed[references + p] === 0) component.predictions.push(p);
    isListed[g] = 1;
    isListed[references + p] = 1;
  }
  for (const { predictions } of components) if (predictions.length > 1) predictions.sort((a, b) => a - b);
  return components;
}
