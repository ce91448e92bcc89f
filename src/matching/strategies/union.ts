import { byScore, type CandidateGraph, isBetter, passes } from "../candidate-graph.js";
import { type ChosenPairs, type EdgeOutcome, edgeOutcome } from "../explain/edge-outcome.js";
import type { Strategy } from "../strategy.js";

/** The fragments of one reference, judged together. */
export interface FragmentUnion {
  readonly reference: number;
  /** The pairs of the reference with its fragments, in the order in which they joined. */
  readonly pairs: readonly number[];
  /** The score of the reference against all of them together. */
  readonly score: number;
  /** The fragment at which the joining stopped, and the score that the union would have had with it. */
  readonly refused: { readonly pair: number; readonly score: number } | null;
}

/**
 * Fragments are judged together: each prediction belongs to the reference that it overlaps most; those of a reference
 * are joined in falling order of overlap while the score of the union rises; the reference is matched to all of them
 * if that score passes the threshold. A perfect 40/33/27 split, no part of which reaches one half, is found.
 */
function match(graph: CandidateGraph): number[] {
  return fragmentUnions(graph).flatMap(({ pairs, score }) => (passes(score, graph.threshold) ? pairs : []));
}

/** The union of each reference that has fragments, at any threshold; references rise. */
export function fragmentUnions(graph: Omit<CandidateGraph, "edges">): FragmentUnion[] {
  const { table, threshold, scoreUnion } = graph;
  const { pairPrediction, pairVoxels } = table;
  return Array.from(fragmentsOf(graph), ([reference, pairs]) => {
    const joined: number[] = [];
    const predictions: number[] = [];
    let intersection = 0;
    let voxels = 0;
    let score = Number.NaN;
    let refused: FragmentUnion["refused"] = null;
    for (const pair of pairs) {
      predictions.push(pairPrediction[pair]);
      intersection += pairVoxels[pair];
      voxels += table.prediction.voxels[pairPrediction[pair]];
      const next = scoreUnion(reference, predictions, intersection, voxels);
      if (joined.length > 0 && !isBetter(next, score, threshold)) {
        refused = { pair, score: next };
        break;
      }
      joined.push(pair);
      score = next;
    }
    return { reference, pairs: joined, score, refused };
  });
}

/** The pairs of each reference with the predictions that overlap no other one more, by falling overlap; references rise. */
function fragmentsOf(graph: Omit<CandidateGraph, "edges">): Map<number, number[]> {
  const { pairReference } = graph.table;
  const fragments = new Map<number, number[]>();
  for (const pair of homes(graph).sort()) {
    if (pair === -1) continue;
    const own = fragments.get(pairReference[pair]);
    if (own === undefined) fragments.set(pairReference[pair], [pair]);
    else own.push(pair);
  }
  for (const pairs of fragments.values()) pairs.sort(byOverlap(graph));
  return fragments;
}

/** The pair of each prediction with the reference that it overlaps most; −1 if it overlaps none. */
function homes(graph: Omit<CandidateGraph, "edges">): Int32Array {
  const { pairPrediction, pairVoxels, prediction } = graph.table;
  const before = byOverlap(graph);
  const home = new Int32Array(prediction.count).fill(-1);
  for (let pair = 0; pair < pairVoxels.length; pair++) {
    const p = pairPrediction[pair];
    if (home[p] === -1 || before(pair, home[p]) < 0) home[p] = pair;
  }
  return home;
}

/** Of equal overlaps the better score counts, then the smaller label. */
function byOverlap(graph: Omit<CandidateGraph, "edges">): (a: number, b: number) => number {
  const better = byScore(graph);
  const { pairVoxels } = graph.table;
  return (a, b) => pairVoxels[b] - pairVoxels[a] || better(a, b);
}

function outcomes(graph: CandidateGraph, chosen: ChosenPairs): EdgeOutcome[] {
  const { table, threshold } = graph;
  const { pairReference, pairPrediction, pairVoxels } = table;
  const home = homes(graph);
  const found = Array.from(pairVoxels, (voxels, pair) => {
    const own = home[pairPrediction[pair]];
    if (own === pair) return edgeOutcome("union-not-better", "joining-ended", chosen.atReference(pairReference[pair]));
    return edgeOutcome("other-reference", pairVoxels[own] > voxels ? "larger-overlap" : "smaller-reference-label", [
      own,
    ]);
  });
  for (const { reference, pairs, score, refused } of fragmentUnions(graph)) {
    const isMatched = passes(score, threshold);
    const union = { before: null, after: score };
    pairs.forEach((pair, i) => {
      const own = isMatched
        ? edgeOutcome("chosen", i === 0 ? "seeded" : "joined")
        : edgeOutcome("union-below-threshold");
      found[pair] = { ...own, union };
    });
    if (refused !== null) {
      const own = edgeOutcome("union-not-better", null, chosen.atReference(reference));
      found[refused.pair] = { ...own, union: { before: score, after: refused.score } };
    }
  }
  return found;
}

export const UNION = {
  name: "union",
  summary:
    "fragments are judged together: predictions join the reference that they overlap most, then the union must pass",
  degrees: { reference: "many", prediction: "one" },
  options: [],
  match,
  // A union stays or goes as a whole.
  breakpoints: (graph, _context, intervals) => {
    for (const { reference, pairs, score } of fragmentUnions(graph)) {
      intervals.match(reference, pairs, null);
      intervals.release(reference, score);
    }
  },
  outcomes,
} as const satisfies Strategy;
