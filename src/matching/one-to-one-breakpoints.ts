import { type CandidateGraph, isBetter } from "./candidate-graph.js";
import { pairsByReference, worstScore } from "./chosen-pairs.js";
import { type GraphComponent, graphComponents } from "./graph-components.js";
import type { IntervalRecorder } from "./threshold-interval.js";

/** Edges that remain from some threshold on, with the findings about them. */
interface Rest {
  readonly edges: Uint32Array | readonly number[];
  readonly loosest: number | null;
  /** Edges chosen last that still pass. */
  readonly kept: ReadonlySet<number>;
  /** References that lost their match, and predictions (numbered after the references); null: everything is new. */
  readonly lost: ReadonlySet<number> | null;
}

/**
 * The strategy `one-to-one` at every threshold. In each component of the graph on its own the threshold passes the worst
 * of the chosen edges: until then the choice cannot change, because taking away an edge that was not chosen leaves the
 * best choice the best (and, with `allowManyToOne`, what a prediction that is left takes its best). Then the rest of the
 * component falls into components again, and those that lost a match choose anew.
 */
export function oneToOneBreakpoints(
  graph: CandidateGraph,
  choose: (graph: CandidateGraph) => readonly number[],
  intervals: IntervalRecorder,
): void {
  const { table } = graph;
  const waiting: Rest[] = [{ edges: graph.edges, loosest: null, kept: new Set(), lost: null }];
  for (let rest = waiting.pop(); rest !== undefined; rest = waiting.pop()) {
    for (const component of graphComponents({ table, edges: rest.edges })) {
      const { chosen, isNew } = chooseAnew(graph, choose, component, rest);
      if (isNew) record(graph, component, chosen, rest.loosest, intervals);
      const left = tighten(graph, component, chosen, intervals);
      if (left !== null) waiting.push(left);
    }
  }
}

/** The edges that a component chooses: those that it kept, unless one of its instances lost its match. */
function chooseAnew(
  graph: CandidateGraph,
  choose: (graph: CandidateGraph) => readonly number[],
  component: GraphComponent,
  { kept, lost }: Rest,
): { readonly chosen: readonly number[]; readonly isNew: boolean } {
  const references = graph.table.reference.count;
  const isNew =
    lost === null ||
    component.references.some((g) => lost.has(g)) ||
    component.predictions.some((p) => lost.has(references + p));
  const chosen = isNew
    ? choose({ ...graph, edges: Uint32Array.from(component.edges) })
    : component.edges.filter((edge) => kept.has(edge));
  return { chosen, isNew };
}

function record(
  graph: CandidateGraph,
  component: GraphComponent,
  chosen: readonly number[],
  loosest: number | null,
  intervals: IntervalRecorder,
): void {
  const matched = pairsByReference(graph, chosen);
  for (const [reference, pairs] of matched) intervals.match(reference, pairs, loosest);
  if (loosest === null) return;
  for (const g of component.references) if (!matched.has(g)) intervals.release(g, loosest);
}

/** The rest of the component after its worst chosen edge; null if nothing is left. */
function tighten(
  { table, scores, threshold, ...graph }: CandidateGraph,
  component: GraphComponent,
  chosen: readonly number[],
  intervals: IntervalRecorder,
): Rest | null {
  const tightest = worstScore({ table, scores, threshold, ...graph }, chosen);
  const lost = new Set<number>();
  const kept = new Set<number>();
  for (const edge of chosen) {
    if (isBetter(scores[edge], tightest, threshold)) kept.add(edge);
    else {
      intervals.release(table.pairReference[edge], tightest);
      lost.add(table.pairReference[edge]).add(table.reference.count + table.pairPrediction[edge]);
    }
  }
  const edges = component.edges.filter((edge) => isBetter(scores[edge], tightest, threshold));
  return edges.length === 0 ? null : { edges, loosest: tightest, kept, lost };
}
