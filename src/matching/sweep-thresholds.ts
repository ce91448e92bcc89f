import { type CandidateGraph, candidateGraph, isBetter, type ScoredTable, type Threshold } from "./candidate-graph.js";
import { pairsByReference, worstScore } from "./chosen-pairs.js";
import { type Matching, matchedReferences } from "./matching.js";
import { sweepSeeds } from "./merge-breakpoints.js";
import { sweepComponents } from "./one-to-one-breakpoints.js";
import { type StrategyContext, type StrategyName, strategyOf } from "./registry.js";
import { fragmentUnions } from "./strategies/union.js";
import { type MatchedSpan, SpanRecorder } from "./threshold-interval.js";

type Sweep = (graph: CandidateGraph, context: StrategyContext, spans: SpanRecorder) => void;

/**
 * How each strategy's matching changes while the threshold grows tighter.
 *
 * Where every choice is "the best that is left", tightening only takes pairs away: `greedy` stops earlier in its list, a
 * vertex whose best pair fails has no other that passes. There the matching of the loosest threshold, each pair until its
 * own score, is the answer for all. A union stays or goes as a whole. Only `one-to-one` and `merge` choose anew, and only
 * near what they lost.
 */
const SWEEPS: Readonly<Record<StrategyName, Sweep>> = {
  "one-to-one": sweepComponents,
  "many-to-one": takePairsAway("many-to-one"),
  "one-to-many": takePairsAway("one-to-many"),
  "many-to-many": takePairsAway("many-to-many"),
  greedy: takePairsAway("greedy"),
  merge: (graph, _context, spans) => sweepSeeds(graph, spans),
  union: (graph, _context, spans) => {
    for (const { reference, pairs, score } of fragmentUnions(graph)) {
      spans.match(reference, pairs, null);
      spans.release(reference, score);
    }
  },
};

/**
 * The matchings of a strategy at every threshold at once: for each reference to which predictions it is matched, and over
 * which range of thresholds. The spans that hold at a threshold are the matching at that threshold.
 *
 * Time: that of one matching at the loosest threshold, and for `merge` what each lost seed touches; for `one-to-one` that
 * of matching a component again each time the threshold passes an edge chosen in it. Components have a handful of
 * instances as a rule, and at IoU above 1/2 they are single pairs; if all instances touch, n of them may take n times a
 * matching of the component.
 */
export function sweepThresholds(
  scored: ScoredTable,
  request: StrategyContext & { readonly strategy: StrategyName },
): MatchedSpan[] {
  const { direction } = scored;
  const loosest = direction === "higher" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const graph = candidateGraph(scored, { value: loosest, rule: "inclusive" });
  const spans = new SpanRecorder(graph);
  SWEEPS[request.strategy](graph, request, spans);
  return spans.spans();
}

/** A matching that no threshold changes: one span for each reference over all of them. */
export function atEveryThreshold(matching: Matching, direction: Threshold["direction"]): MatchedSpan[] {
  const tightest = direction === "higher" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return matchedReferences(matching).map((match) => ({ ...match, loosest: null, tightest }));
}

/** The matching of the loosest threshold, each of whose pairs lasts until its own score. */
function takePairsAway(strategy: StrategyName): Sweep {
  return (graph, context, spans) => {
    const { scores, threshold } = graph;
    for (const [reference, pairs] of pairsByReference(graph, strategyOf(strategy).match(graph, context))) {
      let loosest: number | null = null;
      for (let left: readonly number[] = pairs; left.length > 0; ) {
        const tightest = worstScore(graph, left);
        spans.match(reference, left, loosest);
        spans.release(reference, tightest);
        left = left.filter((pair) => isBetter(scores[pair], tightest, threshold));
        loosest = tightest;
      }
    }
  };
}
