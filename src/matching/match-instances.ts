import type { OverlapTable } from "../overlap/overlap-table.js";
import { candidateGraph, type ScoredTable, type Threshold } from "./candidate-graph.js";
import { type Matching, matchingOf } from "./matching.js";
import { type StrategyContext, type StrategyName, strategyOf } from "./registry.js";

/** The strategy and threshold that match a group's instances. */
export interface MatchingRequest extends StrategyContext {
  readonly strategy: StrategyName;
  readonly threshold: Pick<Threshold, "value" | "rule">;
}

/** The matching that a strategy chooses. */
export function matchByStrategy(scored: ScoredTable, request: MatchingRequest): Matching {
  const graph = candidateGraph(scored, request.threshold);
  return matchingOf(scored.table, scored.scores, strategyOf(request.strategy).match(graph, request));
}

/** All pairs that overlap: the match of a single instance needs no threshold. */
export function matchOverlapping({ table, scores }: ScoredTable): Matching {
  return matchingOf(table, scores, table.pairVoxels.keys());
}

/** Equal labels match if they overlap; `withoutOverlap` (panoptica's rule) also if they do not. */
export function matchEqualLabels({ table, scores }: ScoredTable, withoutOverlap: boolean): Matching {
  const { reference, prediction, pairReference, pairPrediction, pairVoxels } = table;
  const equal = Array.from(pairVoxels.keys()).filter(
    (i) => reference.labels[pairReference[i]] === prediction.labels[pairPrediction[i]],
  );
  const matching = matchingOf(table, scores, equal);
  return withoutOverlap ? withDisjointPairs(table, matching) : matching;
}

function withDisjointPairs({ reference, prediction }: OverlapTable, matching: Matching): Matching {
  const predictionOf = new Map(Array.from(prediction.labels, (label, p) => [label, p]));
  const edgeOf = new Map(Array.from(matching.reference, (g, edge) => [g, edge]));
  const rows = Array.from(reference.labels, (label, g) => ({ g, p: predictionOf.get(label), edge: edgeOf.get(g) }));
  const matched = rows.flatMap(({ g, p, edge }) => (p === undefined ? [] : [{ g, p, edge }]));
  const valueAt = (values: Float64Array, edge: number | undefined) => (edge === undefined ? 0 : values[edge]);
  return {
    reference: Uint32Array.from(matched, ({ g }) => g),
    prediction: Uint32Array.from(matched, ({ p }) => p),
    scores: Float64Array.from(matched, ({ edge }) => valueAt(matching.scores, edge)),
    voxels: Float64Array.from(matched, ({ edge }) => valueAt(matching.voxels, edge)),
  };
}
