import { candidateGraph, type ScoredTable, type Threshold } from "./candidate-graph.js";
import { type Matching, matchedReferences } from "./matching.js";
import { type StrategyContext, type StrategyName, strategyOf } from "./registry.js";
import { IntervalRecorder, type MatchedInterval } from "./threshold-interval.js";

/**
 * The matchings of a strategy at every threshold at once: for each reference to which predictions it is matched, and over
 * which range of thresholds. The intervals that hold at a threshold are the matching at that threshold.
 *
 * Time: that of one matching at the loosest threshold, and for `merge` what each lost seed touches; for `one-to-one` that
 * of matching a component again each time the threshold passes an edge chosen in it. Components have a handful of
 * instances as a rule, and at IoU above 1/2 they are single pairs; if all instances touch, n of them may take n times a
 * matching of the component.
 */
export async function sweepThresholds(
  scored: ScoredTable,
  request: StrategyContext & { readonly strategy: StrategyName },
): Promise<MatchedInterval[]> {
  const { direction } = scored;
  const loosest = direction === "higher" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const graph = candidateGraph(scored, { value: loosest, rule: "inclusive" });
  const recorder = new IntervalRecorder(graph);
  await strategyOf(request.strategy).breakpoints(graph, request, recorder);
  return recorder.intervals();
}

/** A matching that no threshold changes: one interval for each reference over all of them. */
export function atEveryThreshold(matching: Matching, direction: Threshold["direction"]): MatchedInterval[] {
  const tightest = direction === "higher" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return matchedReferences(matching).map((match) => ({ ...match, loosest: null, tightest }));
}
