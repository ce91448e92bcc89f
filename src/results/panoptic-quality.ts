import type { EdgeCase } from "../metrics/registry.js";

/** True positives, false positives and false negatives, counted in vertices. */
export interface VertexCounts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
}

/** RQ = TP / (TP + FP/2 + FN/2); NaN where neither side has an instance. */
export function recognitionQuality({ tp, fp, fn }: VertexCounts): number {
  return tp / (tp + fp / 2 + fn / 2);
}

/** PQ = SQ · RQ. Without a match the recognition quality decides: 0, or NaN where both sides are empty. */
export function panopticQuality(quality: number, rq: number, tp: number): number {
  return tp > 0 ? quality * rq : rq;
}

/** Which empty case it is when nothing matches or overlaps, from what each side has. */
export function emptyCase(reference: number, prediction: number): EdgeCase {
  if (reference === 0) return prediction === 0 ? "bothEmpty" : "referenceEmpty";
  return prediction === 0 ? "predictionEmpty" : "noMatch";
}
