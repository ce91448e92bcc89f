import { type CandidateGraph, isBetter, passes } from "./candidate-graph.js";

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
export function fragmentUnions({ table, threshold, scoreUnion }: Omit<CandidateGraph, "edges">): FragmentUnion[] {
  const { pairReference, pairPrediction, pairVoxels } = table;
  const home = new Int32Array(table.prediction.count).fill(-1);
  pairVoxels.forEach((voxels, pair) => {
    const p = pairPrediction[pair];
    // Pairs rise by reference, so of equal overlaps the smaller reference stays.
    if (home[p] === -1 || voxels > pairVoxels[home[p]]) home[p] = pair;
  });
  const fragments = new Map<number, number[]>();
  for (const pair of Array.from(home)
    .filter((pair) => pair !== -1)
    .sort((a, b) => a - b)) {
    const g = pairReference[pair];
    fragments.set(g, [...(fragments.get(g) ?? []), pair]);
  }
  return Array.from(fragments, ([reference, pairs]) => {
    pairs.sort((a, b) => pairVoxels[b] - pairVoxels[a] || a - b);
    const joined: number[] = [];
    const predictions: number[] = [];
    let intersection = 0;
    let score = Number.NaN;
    for (const pair of pairs) {
      predictions.push(pairPrediction[pair]);
      intersection += pairVoxels[pair];
      const next = scoreUnion(reference, predictions, intersection);
      if (joined.length > 0 && !isBetter(next, score, threshold)) break;
      joined.push(pair);
      score = next;
    }
    return { reference, pairs: joined, score };
  });
}
