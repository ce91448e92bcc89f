import { type CandidateGraph, isBetter, passes, type Threshold } from "./candidate-graph.js";
import type { MatchedReference } from "./matching.js";

/** A reference and the predictions that it is matched to over a range of thresholds. */
export interface MatchedInterval extends MatchedReference {
  /** The match holds only at thresholds that this score does not pass; null: however loose the threshold is. */
  readonly loosest: number | null;
  /** The match holds only at thresholds that this score passes. */
  readonly tightest: number;
}

/** True if the match holds at a threshold. */
export function holdsAt({ loosest, tightest }: MatchedInterval, threshold: Threshold): boolean {
  return passes(tightest, threshold) && (loosest === null || !passes(loosest, threshold));
}

type OpenInterval = Omit<MatchedInterval, "tightest">;

/** Collects what references are matched to while the threshold grows tighter. */
export class IntervalRecorder {
  readonly #graph: Pick<CandidateGraph, "table" | "threshold">;
  readonly #open = new Map<number, OpenInterval>();
  readonly #closed: MatchedInterval[] = [];

  constructor(graph: Pick<CandidateGraph, "table" | "threshold">) {
    this.#graph = graph;
  }

  /** From here on the reference is matched by these pairs; nothing happens if it was before. */
  match(reference: number, pairs: readonly number[], loosest: number | null): void {
    const { table } = this.#graph;
    // Pairs rise with their predictions: so a result lists a reference's predictions.
    const rising = pairs.length > 1 ? [...pairs].sort((a, b) => a - b) : pairs;
    const predictions = rising.map((pair) => table.pairPrediction[pair]);
    const open = this.#open.get(reference);
    if (open !== undefined && isEqual(open.predictions, predictions)) return;
    if (loosest !== null) this.release(reference, loosest);
    const intersection = rising.reduce((sum, pair) => sum + table.pairVoxels[pair], 0);
    this.#open.set(reference, { reference, predictions, intersection, loosest });
  }

  /** Up to here the reference was matched as said last, if at all. */
  release(reference: number, tightest: number): void {
    const open = this.#open.get(reference);
    if (open === undefined) return;
    this.#open.delete(reference);
    const { predictions, intersection, loosest } = open;
    if (loosest !== null && !isBetter(tightest, loosest, this.#graph.threshold)) return;
    this.#closed.push({ reference, predictions, intersection, loosest, tightest });
  }

  /** By rising reference, and for each by rising tightness. */
  intervals(): MatchedInterval[] {
    return this.#closed.sort((a, b) => a.reference - b.reference);
  }
}

function isEqual(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
