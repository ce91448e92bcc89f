import type { CandidateGraph } from "./candidate-graph.js";

/** A connected component of the candidate graph: its edges, and the instances that they join, all rising. */
export interface GraphComponent {
  readonly edges: readonly number[];
  readonly references: readonly number[];
  readonly predictions: readonly number[];
}

/** A table and some of its pairs, rising. */
type Graph = Pick<CandidateGraph, "table"> & { readonly edges: Uint32Array | readonly number[] };

/** Which component each instance lies in; −1 for one without an edge. Components are numbered by their first edge. */
export interface ComponentNumbers {
  readonly count: number;
  readonly ofReference: Int32Array;
  readonly ofPrediction: Int32Array;
}

/** Numbers the connected components of the candidate graph. */
export function numberComponents({ table, edges }: Graph): ComponentNumbers {
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
  for (let e = 0; e < edges.length; e++) {
    const a = find(pairReference[edges[e]]);
    const b = find(references + pairPrediction[edges[e]]);
    if (a !== b) parents[Math.max(a, b)] = Math.min(a, b) + 1;
  }
  const ofReference = new Int32Array(references).fill(-1);
  const ofPrediction = new Int32Array(table.prediction.count).fill(-1);
  let count = 0;
  for (let e = 0; e < edges.length; e++) {
    const g = pairReference[edges[e]];
    // The root of a component with an edge is a reference: the smaller index of two.
    const root = find(g);
    if (ofReference[root] === -1) ofReference[root] = count++;
    ofReference[g] = ofReference[root];
    ofPrediction[pairPrediction[edges[e]]] = ofReference[root];
  }
  return { count, ofReference, ofPrediction };
}

/**
 * Tells the edges that are the only ones of both their instances from the others: components that need no search. In most
 * tables they are most, and lists for each of them would be most of the memory.
 */
export function splitLone({ table, edges }: Graph): { readonly lone: number[]; readonly joined: number[] } {
  const { pairReference, pairPrediction } = table;
  const ofReference = new Uint32Array(table.reference.count);
  const ofPrediction = new Uint32Array(table.prediction.count);
  for (let e = 0; e < edges.length; e++) {
    ofReference[pairReference[edges[e]]]++;
    ofPrediction[pairPrediction[edges[e]]]++;
  }
  const [lone, joined]: [number[], number[]] = [[], []];
  for (let e = 0; e < edges.length; e++) {
    const isLone = ofReference[pairReference[edges[e]]] === 1 && ofPrediction[pairPrediction[edges[e]]] === 1;
    (isLone ? lone : joined).push(edges[e]);
  }
  return { lone, joined };
}

/**
 * Splits the candidate graph into connected components, ordered by their first edge. Most have one to five instances,
 * which is what makes an optimal assignment cheap: no component knows of the others.
 */
export function graphComponents(graph: Graph): GraphComponent[] {
  const { table, edges } = graph;
  const { pairReference, pairPrediction } = table;
  const { count, ofReference } = numberComponents(graph);
  const components: { edges: number[]; references: number[]; predictions: number[] }[] = [];
  const isListed = new Uint8Array(count === edges.length ? 0 : table.prediction.count);
  for (let e = 0; e < edges.length; e++) {
    const edge = edges[e];
    const [g, p] = [pairReference[edge], pairPrediction[edge]];
    const number = ofReference[g];
    // Lists of one, not empty ones that grow: these reserve seventeen places, and there may be 100,000 components.
    if (number === components.length) {
      components.push({ edges: [edge], references: [g], predictions: [p] });
      isListed[p] = 1;
      continue;
    }
    const component = components[number];
    component.edges.push(edge);
    if (component.references.at(-1) !== g) component.references.push(g);
    if (isListed[p] === 0) component.predictions.push(p);
    isListed[p] = 1;
  }
  if (count < edges.length) {
    for (const { predictions } of components) if (predictions.length > 1) predictions.sort((a, b) => a - b);
  }
  return components;
}
