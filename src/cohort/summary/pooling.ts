/**
 * Numbers that are functions of sums over cases: instances of all cases are then judged as if they were of one case, so that a
 * case with many weighs more than one with few. The terms of a case can be added in any order and in any parts.
 */
import type { GroupResult } from "../../aggregate/result-types.js";
import { METRIC_KEYS, PANOPTIC_METRICS, panopticQualityKey, segmentationQualityKey } from "../../metrics/registry.js";
import { panopticQuality, recognitionQuality } from "../../aggregate/panoptic-quality.js";
import { ExactTotal } from "./exact-total.js";

export interface Pooling {
  /** What a case adds to each sum. */
  readonly terms: (result: GroupResult) => readonly ExactTotal[];
  readonly combine: (sums: ArrayLike<number>) => number;
}

const counts = ({ tp, fp, fn }: GroupResult) => [tp, fp, fn].map(totalOf);

const POOLINGS: ReadonlyMap<string, Pooling> = new Map([
  ["tp", { terms: counts, combine: ([tp]: ArrayLike<number>) => tp }],
]);
