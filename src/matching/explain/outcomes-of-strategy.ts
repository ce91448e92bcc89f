import { byScore, type CandidateGraph, passes } from "../candidate-graph.js";
import type { StrategyName } from "../registry.js";
import { forEachMergeStep } from "../strategies/merge.js";
import { fragmentUnions, homes } from "../strategies/union.js";
import { CHOSEN, type ChosenPairs, type Fate, fate, fatesByThreshold, lostTo, type Rivals } from "./edge-outcome.js";

/** Options of strategies that decide who bars whom. */
export interface FateContext {
  readonly allowManyToOne: boolean;
}

type FatesOf = (graph: CandidateGraph, chosen: ChosenPairs, context: FateContext) => Fate[];

/**
 * What became of every pair under each strategy. The winners that a lost pair names are those that the strategy itself
 * preferred: whoever holds the reference or the prediction that the pair needed.
 */
const FATES_OF: Readonly<Record<StrategyName, FatesOf>> = {
  "one-to-one": oneToOneFates,
  "many-to-one": (graph, chosen) =>
    fatesByThreshold(graph, chosen, (pair) => lostTo(graph, pair, onlyAtPrediction(graph, chosen, pair))),
  "one-to-many": (graph, chosen) =>
    fatesByThreshold(graph, chosen, (pair) => lostTo(graph, pair, onlyAtReference(graph, chosen, pair))),
  "many-to-many": (graph, chosen) => fatesByThreshold(graph, chosen, () => CHOSEN),
  greedy: greedyFates,
  merge: mergeFates,
  union: unionFates,
};

export function fatesOfStrategy(
  strategy: StrategyName,
  graph: CandidateGraph,
  chosen: ChosenPairs,
  context: FateContext,
): Fate[] {
  return FATES_OF[strategy](graph, chosen, context);
}

function rivalsOf({ table }: CandidateGraph, chosen: ChosenPairs, pair: number): Rivals {
  return {
    atReference: chosen.atReference(table.pairReference[pair]),
    atPrediction: chosen.atPrediction(table.pairPrediction[pair]),
  };
}

function onlyAtReference(graph: CandidateGraph, chosen: ChosenPairs, pair: number): Rivals {
  return { ...rivalsOf(graph, chosen, pair), atPrediction: [] };
}

function onlyAtPrediction(graph: CandidateGraph, chosen: ChosenPairs, pair: number): Rivals {
  return { ...rivalsOf(graph, chosen, pair), atReference: [] };
}

/**
 * The total of a maximum matching does not rise when a pair is put in the place of those that hold its two ends. So one
 * winner alone is at least as good as the pair (for distances too), and of two either one is better, or the two
 * together are: their sum is at least the pair's score, and two distances are more matches than one.
 */
function oneToOneFates(graph: CandidateGraph, chosen: ChosenPairs): Fate[] {
  return fatesByThreshold(graph, chosen, (pair) => {
    const rivals = rivalsOf(graph, chosen, pair);
    const winners = [...rivals.atReference, ...rivals.atPrediction];
    if (winners.length === 0) return fate("lost", "adds-nothing");
    const alone = lostTo(graph, pair, rivals);
    return alone.name === "tie" && winners.length === 2 ? fate("lost", "optimal-total", winners) : alone;
  });
}

/** Only a pair whose turn came earlier can have taken the reference or the prediction away. */
function greedyFates(graph: CandidateGraph, chosen: ChosenPairs, { allowManyToOne }: FateContext): Fate[] {
  const order = byScore(graph);
  return fatesByThreshold(graph, chosen, (pair) => {
    const { atReference, atPrediction } = rivalsOf(graph, chosen, pair);
    const isEarlier = (winner: number) => order(winner, pair) < 0;
    return lostTo(graph, pair, {
      atReference: allowManyToOne ? [] : atReference.filter(isEarlier),
      atPrediction: atPrediction.filter(isEarlier),
    });
  });
}

function mergeFates(graph: CandidateGraph, chosen: ChosenPairs): Fate[] {
  const fates: Fate[] = new Array(graph.scores.length);
  forEachMergeStep(graph, (pair, step) => {
    switch (step.outcome) {
      case "seeded":
        fates[pair] = { ...fate("chosen", "seeded"), union: { before: null, after: graph.scores[pair] } };
        return;
      case "joined":
        fates[pair] = { ...fate("chosen", "joined"), union: { before: step.before, after: step.after } };
        return;
      case "prediction-taken":
        fates[pair] = lostTo(graph, pair, onlyAtPrediction(graph, chosen, pair));
        return;
      case "never-seeded":
        fates[pair] = fate("below-threshold", "never-seeded");
        return;
      case "not-better":
        fates[pair] = {
          ...fate("union-not-better", null, rivalsOf(graph, chosen, pair).atReference),
          union: { before: step.before, after: step.after },
        };
    }
  });
  return fates;
}

function unionFates(graph: CandidateGraph, chosen: ChosenPairs): Fate[] {
  const { table, threshold } = graph;
  const { pairReference, pairPrediction, pairVoxels } = table;
  const home = homes(graph);
  const fates = Array.from(pairVoxels, (voxels, pair) => {
    const own = home[pairPrediction[pair]];
    if (own === pair) return fate("union-not-better", "joining-ended", chosen.atReference(pairReference[pair]));
    return fate("other-reference", pairVoxels[own] > voxels ? "larger-overlap" : "smaller-reference-label", [own]);
  });
  for (const { reference, pairs, score, refused } of fragmentUnions(graph)) {
    const isMatched = passes(score, threshold);
    const union = { before: null, after: score };
    pairs.forEach((pair, i) => {
      const own = isMatched ? fate("chosen", i === 0 ? "seeded" : "joined") : fate("union-below-threshold");
      fates[pair] = { ...own, union };
    });
    if (refused !== null) {
      const own = fate("union-not-better", null, chosen.atReference(reference));
      fates[refused.pair] = { ...own, union: { before: score, after: refused.score } };
    }
  }
  return fates;
}
