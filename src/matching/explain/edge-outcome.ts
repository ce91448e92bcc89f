import { type CandidateGraph, isBetter, passes } from "../candidate-graph.js";
import type { EdgeOutcomeName, EdgeOutcomeRule, UnionScores } from "./explanation.js";

/** The outcome of a pair, in indexes of pairs. */
export interface EdgeOutcome {
  readonly name: EdgeOutcomeName;
  readonly rule: EdgeOutcomeRule | null;
  readonly winners: readonly number[];
  readonly union: UnionScores | null;
}

/** The pairs that a strategy chose, and those at each instance. */
export interface ChosenPairs {
  readonly has: (pair: number) => boolean;
  readonly atReference: (g: number) => readonly number[];
  readonly atPrediction: (p: number) => readonly number[];
}

export function edgeOutcome(
  name: EdgeOutcomeName,
  rule: EdgeOutcomeRule | null = null,
  winners: readonly number[] = [],
): EdgeOutcome {
  return { name, rule, winners, union: null };
}

export const CHOSEN = edgeOutcome("chosen");
const BELOW_THRESHOLD = edgeOutcome("below-threshold");

export function chosenPairs({ table }: Pick<CandidateGraph, "table">, chosen: Iterable<number>): ChosenPairs {
  const all = new Set(chosen);
  const references = new Map<number, number[]>();
  const predictions = new Map<number, number[]>();
  for (const pair of all) {
    append(references, table.pairReference[pair], pair);
    append(predictions, table.pairPrediction[pair], pair);
  }
  return {
    has: (pair) => all.has(pair),
    atReference: (g) => references.get(g) ?? [],
    atPrediction: (p) => predictions.get(p) ?? [],
  };
}

/** The chosen pairs that hold the reference and the prediction of a pair. */
export interface Rivals {
  readonly atReference: readonly number[];
  readonly atPrediction: readonly number[];
}

/** The chosen pairs that hold an end of a pair. */
export function rivalsOf({ table }: CandidateGraph, chosen: ChosenPairs, pair: number): Rivals {
  return {
    atReference: chosen.atReference(table.pairReference[pair]),
    atPrediction: chosen.atPrediction(table.pairPrediction[pair]),
  };
}

export function rivalsAtReference(graph: CandidateGraph, chosen: ChosenPairs, pair: number): Rivals {
  return { ...rivalsOf(graph, chosen, pair), atPrediction: [] };
}

export function rivalsAtPrediction(graph: CandidateGraph, chosen: ChosenPairs, pair: number): Rivals {
  return { ...rivalsOf(graph, chosen, pair), atReference: [] };
}

/** Why a candidate lost to pairs that came before it: they are better, or as good with the smaller label. */
export function lostTo({ scores, threshold }: CandidateGraph, pair: number, rivals: Rivals): EdgeOutcome {
  const isBetterThan = (winner: number) => isBetter(scores[winner], scores[pair], threshold);
  const atReference = rivals.atReference.filter(isBetterThan);
  const atPrediction = rivals.atPrediction.filter(isBetterThan);
  if (atReference.length > 0 && atPrediction.length > 0) {
    return edgeOutcome("lost", "better-at-both", [...atReference, ...atPrediction]);
  }
  if (atReference.length > 0) return edgeOutcome("lost", "better-at-reference", atReference);
  if (atPrediction.length > 0) return edgeOutcome("lost", "better-at-prediction", atPrediction);
  return rivals.atReference.length > 0
    ? edgeOutcome("tie", "smaller-prediction-label", rivals.atReference)
    : edgeOutcome("tie", "smaller-reference-label", rivals.atPrediction);
}

/** The outcome of each pair by the threshold; `decide` gives those of candidates that were not chosen. */
export function outcomesByThreshold(
  graph: CandidateGraph,
  chosen: ChosenPairs,
  decide: (pair: number) => EdgeOutcome,
): EdgeOutcome[] {
  return Array.from(graph.scores, (score, pair) => {
    if (chosen.has(pair)) return CHOSEN;
    return passes(score, graph.threshold) ? decide(pair) : BELOW_THRESHOLD;
  });
}

function append(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
