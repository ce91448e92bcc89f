import { isBetter } from "./candidate-graph.js";
import { pairsByReference, worstScore } from "./chosen-pairs.js";
import type { Strategy } from "./strategy.js";

/**
 * The breakpoints of a strategy whose every choice is "the best that is left": tightening the threshold only takes pairs
 * away. The matching of the loosest threshold, each of whose pairs lasts until its own score, is the answer for all.
 */
export function takePairsAway(match: Strategy["match"]): Strategy["breakpoints"] {
  return (graph, context, intervals) => {
    const { scores, threshold } = graph;
    for (const [reference, pairs] of pairsByReference(graph, match(graph, context))) {
      let loosest: number | null = null;
      for (let left: readonly number[] = pairs; left.length > 0; ) {
        const tightest = worstScore(graph, left);
        intervals.match(reference, left, loosest);
        intervals.release(reference, tightest);
        left = left.filter((pair) => isBetter(scores[pair], tightest, threshold));
        loosest = tightest;
      }
    }
  };
}
