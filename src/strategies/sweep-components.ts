import { type CandidateGraph, isBetter } from "./candidate-graph.js";
import { pairsByReference, worstScore } from "./chosen-pairs.js";
import { graphComponents } from "./graph-components.js";
import type { SpanRecorder } from "./matched-span.js";
import { mergePairs } from "./merge.js";
import { oneToOne } from "./one-to-one.js";
import type { StrategyContext } from "./registry.js";

/** A strategy that chooses anew when the threshold takes away what it had chosen. */
interface Chooser {
  /** Chooses among the pairs of a component at thresholds just tighter than `loosest`; the pair that bears a reference's match is its first. */
  readonly choose: (pairs: readonly number[], loosest: number | null) => Iterable<number>;
  /** The pairs that still matter at thresholds just tighter than a score. */
  readonly remaining: (pairs: readonly number[], score: number) => readonly number[];
}

/** What matters of the graph from some threshold on, and what is known of it. */
interface Rest {
  readonly pairs: Uint32Array | readonly number[];
  readonly loosest: number | null;
  /** The pairs chosen last by the references that can keep them. */
  readonly kept: ReadonlyMap<number, readonly number[]>;
  /** References and predictions (numbered after the references) that lost their match; null: everything is new. */
  readonly lost: ReadonlySet<number> | null;
}

/** Pairs that fail are no edges; every chosen edge bears its match. */
export function chooseEdges(graph: CandidateGraph, context: StrategyContext): Chooser {
  return {
    choose: (pairs) => oneToOne({ ...graph, edges: Uint32Array.from(pairs) }, context),
    remaining: (pairs, score) => pairs.filter((pair) => isBetter(graph.scores[pair], score, graph.threshold)),
  };
}

/** A reference's match is borne by its seed; while it has a pair that can be one, all its pairs matter. */
export function chooseSeeds(graph: CandidateGraph): Chooser {
  const { table, scores, threshold } = graph;
  return {
    choose: (pairs, loosest) => {
      const passed = loosest === null ? threshold : ({ ...threshold, value: loosest, rule: "strict" } as const);
      return mergePairs({ ...graph, threshold: passed }, pairs);
    },
    remaining: (pairs, score) => {
      const able = new Set(
        pairs.filter((pair) => isBetter(scores[pair], score, threshold)).map((pair) => table.pairReference[pair]),
      );
      return pairs.filter((pair) => able.has(table.pairReference[pair]));
    },
  };
}

/**
 * Lets the threshold pass, in each component of the graph on its own, the worst of the pairs that bear a match. Until
 * then the choice cannot change: taking away a pair that was not chosen leaves the best choice the best. Then the rest of
 * the component falls into components again, and those that lost a match choose anew.
 */
export function sweepComponents(graph: CandidateGraph, chooser: Chooser, spans: SpanRecorder): void {
  const { table, scores, threshold } = graph;
  const references = table.reference.count;
  const waiting: Rest[] = [{ pairs: graph.edges, loosest: null, kept: new Map(), lost: null }];
  for (let rest = waiting.pop(); rest !== undefined; rest = waiting.pop()) {
    const { pairs, loosest, kept, lost } = rest;
    for (const component of graphComponents({ table, edges: pairs })) {
      const isTouched =
        lost === null ||
        component.references.some((g) => lost.has(g)) ||
        component.predictions.some((p) => lost.has(references + p));
      const before = component.references.flatMap((g) => kept.get(g) ?? []);
      const chosen = pairsByReference(graph, isTouched ? chooser.choose(component.edges, loosest) : before);
      if (isTouched) record(component.references, chosen, loosest, spans);
      const tightest = worstScore(
        graph,
        Array.from(chosen.values(), ([bearing]) => bearing),
      );
      const left = chooser.remaining(component.edges, tightest);
      const lostNow = new Set<number>();
      for (const [g, [bearing, ...joined]] of chosen) {
        if (isBetter(scores[bearing], tightest, threshold)) continue;
        spans.release(g, tightest);
        chosen.delete(g);
        lostNow.add(g);
        for (const pair of [bearing, ...joined]) lostNow.add(references + table.pairPrediction[pair]);
      }
      if (left.length > 0) waiting.push({ pairs: left, loosest: tightest, kept: chosen, lost: lostNow });
    }
  }
}

function record(
  references: readonly number[],
  chosen: ReadonlyMap<number, readonly number[]>,
  loosest: number | null,
  spans: SpanRecorder,
): void {
  for (const g of references) {
    const pairs = chosen.get(g);
    if (pairs !== undefined) spans.match(g, pairs, loosest);
    else if (loosest !== null) spans.release(g, loosest);
  }
}
