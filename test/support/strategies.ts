import { createEngine } from "../../bindings/pool/create-engine.js";
import { type CandidateGraph, candidateGraph, scoreByCounts } from "../../src/matching/candidate-graph.js";
import { type MatchingScoreName, matchingScoreOf } from "../../src/matching/matching-score.js";
import { type StrategyName, strategyOf } from "../../src/matching/registry.js";
import { namesOf, type Pair, tableOf } from "./tables.js";

const engine = await createEngine();

/** The pairs that a strategy chooses, as "reference-prediction", sorted by reference, then by prediction. */
export function match(name: StrategyName, graph: CandidateGraph, allowManyToOne = false): string[] {
  return namesOf(graph, matchPairs(name, graph, allowManyToOne));
}

/** The same as rising indexes of the table's pairs. */
export function matchPairs(name: StrategyName, graph: CandidateGraph, allowManyToOne = false): number[] {
  return [...strategyOf(name).match(graph, { engine, allowManyToOne })].sort((a, b) => a - b);
}

/** The graph of instances of some sizes, by the strict rule. */
export function counted(
  references: readonly number[],
  predictions: readonly number[],
  overlaps: readonly Pair[],
  value: number,
  score: MatchingScoreName = "iou",
): CandidateGraph {
  const table = tableOf(references, predictions, overlaps);
  return candidateGraph(scoreByCounts(table, matchingScoreOf(score), "partpq"), { value, rule: "strict" });
}

/** A reference of 100 voxels and predictions that share it out without a remainder: the IoU of each is its share. */
export function split(shares: readonly number[], value = 0.5): CandidateGraph {
  return counted(
    [100],
    shares,
    shares.map((share, p) => [0, p, share]),
    value,
  );
}
