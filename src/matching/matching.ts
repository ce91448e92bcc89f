import { gather } from "../overlap/gather.js";
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
  const count = chosen.length;
  return {
    reference: gather(new Uint32Array(count), table.pairReference, chosen, 1),
    prediction: gather(new Uint32Array(count), table.pairPrediction, chosen, 1),
    scores: gather(new Float64Array(count), scores, chosen, 1),
    voxels: gather(new Float64Array(count), table.pairVoxels, chosen, 1),
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
  return [...eachMatchedReference(matching)];
}

/** {@link matchedReferences} one by one, without garbage for callers that keep none. */
export function* eachMatchedReference({ reference, prediction, voxels }: Matching): Generator<MatchedReference> {
  for (let i = 0; i < reference.length; ) {
    const g = reference[i];
    // A list of one, not an empty one that grows: that reserves seventeen places.
    const predictions = [prediction[i]];
    let intersection = voxels[i];
    for (i++; i < reference.length && reference[i] === g; i++) {
      predictions.push(prediction[i]);
      intersection += voxels[i];
    }
    yield { reference: g, predictions, intersection };
  }
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
