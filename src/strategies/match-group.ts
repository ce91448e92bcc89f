import type { OverlapTable } from "../overlap/overlap-table.js";
import { candidateGraph, type Threshold } from "./candidate-graph.js";
import { type Matching, matchingOf } from "./matching.js";
import { type MatchingScore, matchingScoreOf } from "./matching-score.js";
import { type StrategyContext, type StrategyName, strategyOf } from "./registry.js";

/** How a group's instances are to be matched. */
export interface MatchingRequest extends StrategyContext {
  /** `strategy`: by score; `equal-labels`: equal labels match if they overlap; `single`: whatever overlaps matches. */
  readonly by: "strategy" | "equal-labels" | "single";
  readonly strategy: StrategyName;
  readonly matchingMetric: Parameters<typeof matchingScoreOf>[0];
  readonly threshold: Pick<Threshold, "value" | "rule">;
}

/** The matching of a group. */
export function matchGroup(table: OverlapTable, request: MatchingRequest): Matching {
  const score: MatchingScore = matchingScoreOf(request.matchingMetric);
  const graph = candidateGraph(table, score, request.threshold);
  const pairs = Array.from(table.pairVoxels.keys());
  switch (request.by) {
    case "strategy":
      return matchingOf(table, graph.scores, strategyOf(request.strategy).match(graph, request));
    case "single":
      return matchingOf(table, graph.scores, pairs);
    case "equal-labels": {
      const { reference, prediction, pairReference, pairPrediction } = table;
      const equal = pairs.filter((i) => reference.labels[pairReference[i]] === prediction.labels[pairPrediction[i]]);
      return matchingOf(table, graph.scores, equal);
    }
  }
}
