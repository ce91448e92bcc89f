import { byScore, type CandidateGraph, isBetter, passes } from "./candidate-graph.js";

/** The fragments of one reference, judged together. */
export interface FragmentUnion {
  readonly reference: number;
  /** The pairs of the reference with its fragments, in the order in which they joined. */
  readonly pairs: readonly number[];
  /** The score of the reference against all of them together. */
  readonly score: number;
}

/**
 * Fragments are judged together: each prediction belongs to the reference that it overlaps most; those of a reference
 * are joined in falling order of overlap while the score of the union rises; the reference is matched to all of them
 * if that score passes the threshold. A perfect 40/33/27 split, no part of which reaches one half, is found.
 */
export function union(graph: CandidateGraph): number[] {
  return fragmentUnions(graph).flatMap(({ pairs, score }) => (passes(score, graph.threshold) ? pairs : []));
}

/** The union of each reference that has fragments, whatever the threshold; references rise. */
export function fragmentUnions(graph: Omit<CandidateGraph, "edges">): FragmentUnion[] {
  const { table, threshold, scoreUnion } = graph;
  const { pairReference, pairPrediction, pairVoxels } = table;
  // Of equal overlaps the better score counts, then the smaller label.
  const better = byScore(graph);
  const byOverlap = (a: number, b: number) => pairVoxels[b] - pairVoxels[a] || better(a, b);
  const home = new Int32Array(table.prediction.count).fill(-1);
  for (let pair = 0; pair < pairVoxels.length; pair++) {
    const p = pairPrediction[pair];
    if (home[p] === -1 || byOverlap(pair, home[p]) < 0) home[p] = pair;
  }
  const fragments = new Map<number, number[]>();
  for (const pair of home.filter((pair) => pair !== -1).sort()) {
    const g = pairReference[pair];
    const own = fragments.get(g);
    if (own === undefined) fragments.set(g, [pair]);
    else own.push(pair);
  }
  return Array.from(fragments, ([reference, pairs]) => {
    pairs.sort(byOverlap);
    const joined: number[] = [];
    const predictions: number[] = [];
    let intersection = 0;
    let voxels = 0;
    let score = Number.NaN;
    for (const pair of pairs) {
      predictions.push(pairPrediction[pair]);
      intersection += pairVoxels[pair];
      voxels += table.prediction.voxels[pairPrediction[pair]];
      const next = scoreUnion(reference, predictions, intersection, voxels);
      if (joined.length > 0 && !isBetter(next, score, threshold)) break;
      joined.push(pair);
      score = next;
    }
    return { reference, pairs: joined, score };
  });
}
