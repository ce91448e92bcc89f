import type { OverlapTable } from "../overlap/overlap-table.js";

/** The edges that a strategy chose, sorted by reference, then by prediction (indexes of instances). */
export interface Matching {
  readonly reference: Uint32Array;
  readonly prediction: Uint32Array;
  readonly scores: Float64Array;
  /** Voxels that the two of each edge share. */
  readonly voxels: Float64Array;
}

/** The matching of some pairs of a table. */
export function matchingOf(table: OverlapTable, scores: Float64Array, pairs: Iterable<number>): Matching {
  const chosen = Uint32Array.from(pairs).sort();
  return {
    reference: chosen.map((i) => table.pairReference[i]),
    prediction: chosen.map((i) => table.pairPrediction[i]),
    scores: Float64Array.from(chosen, (i) => scores[i]),
    voxels: Float64Array.from(chosen, (i) => table.pairVoxels[i]),
  };
}

/** A matched reference with P_M(g), the predictions that it is matched to, and the voxels that they share with it. */
export interface MatchedReference {
  readonly reference: number;
  readonly predictions: readonly number[];
  readonly intersection: number;
}

/** The matched references, rising. */
export function matchedReferences(matching: Matching): MatchedReference[] {
  const found: { reference: number; predictions: number[]; intersection: number }[] = [];
  for (let i = 0; i < matching.reference.length; i++) {
    const reference = matching.reference[i];
    let last = found.at(-1);
    if (last?.reference !== reference) {
      last = { reference, predictions: [], intersection: 0 };
      found.push(last);
    }
    last.predictions.push(matching.prediction[i]);
    last.intersection += matching.voxels[i];
  }
  return found;
}

/** The matching without the edges of some references. */
export function withoutReferences(matching: Matching, dropped: ReadonlySet<number>): Matching {
  const kept = matching.reference.map((_, i) => i).filter((i) => !dropped.has(matching.reference[i]));
  return {
    reference: kept.map((i) => matching.reference[i]),
    prediction: kept.map((i) => matching.prediction[i]),
    scores: Float64Array.from(kept, (i) => matching.scores[i]),
    voxels: Float64Array.from(kept, (i) => matching.voxels[i]),
  };
}
