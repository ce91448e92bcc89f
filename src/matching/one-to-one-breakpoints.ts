import { type CandidateGraph, isBetter } from "./candidate-graph.js";
import { pairsByReference, worstScore } from "./chosen-pairs.js";
import { graphComponents } from "./graph-components.js";
import type { SpanRecorder } from "./threshold-interval.js";

/** Edges that are left from some threshold on, and what is known of them. */
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
export function sweepComponents(
  graph: CandidateGraph,
  choose: (graph: CandidateGraph) => readonly number[],
  spans: SpanRecorder,
): void {
  const { table, scores, threshold } = graph;
  const { pairReference, pairPrediction } = table;
  const references = table.reference.count;
  const waiting: Rest[] = [{ edges: graph.edges, loosest: null, kept: new Set(), lost: null }];
  for (let rest = waiting.pop(); rest !== undefined; rest = waiting.pop()) {
    const { edges, loosest, kept, lost } = rest;
    for (const component of graphComponents({ table, edges })) {
      const isTouched =
        lost === null ||
        component.references.some((g) => lost.has(g)) ||
        component.predictions.some((p) => lost.has(references + p));
      const chosen = isTouched
        ? choose({ ...graph, edges: Uint32Array.from(component.edges) })
        : component.edges.filter((edge) => kept.has(edge));
      if (isTouched) {
        const matched = pairsByReference(graph, chosen);
        for (const [reference, pairs] of matched) spans.match(reference, pairs, loosest);
        if (loosest !== null) for (const g of component.references) if (!matched.has(g)) spans.release(g, loosest);
      }
      const tightest = worstScore(graph, chosen);
      const lostNow = new Set<number>();
      const keptNow = new Set<number>();
      for (const edge of chosen) {
        if (isBetter(scores[edge], tightest, threshold)) keptNow.add(edge);
        else {
          spans.release(pairReference[edge], tightest);
          lostNow.add(pairReference[edge]).add(references + pairPrediction[edge]);
        }
      }
      const left = component.edges.filter((edge) => isBetter(scores[edge], tightest, threshold));
      if (left.length > 0) waiting.push({ edges: left, loosest: tightest, kept: keptNow, lost: lostNow });
    }
  }
}
