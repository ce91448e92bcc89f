import { evaluate } from "../../src/evaluation/evaluate.js";
import type { EvaluateOptions } from "../../src/options/registry.js";

/**
 * Two references of 4 voxels in a row of 20, and predictions of 2 voxels inside the first and 3 voxels apart from all:
 *
 * ```
 * reference   .1111....2222.......
 * prediction  ..11............222.
 * ```
 */
export function sampleResult(options: EvaluateOptions = {}, scale: 0 | 1 = 1) {
  const [reference, prediction] = [new Uint8Array(20), new Uint8Array(20)];
  reference.fill(1, 1, 5).fill(2, 9, 13);
  if (scale === 1) prediction.fill(1, 2, 4).fill(2, 16, 19);
  const grid = { shape: [20, 1, 1], spacing: [0.5, 1, 2] } as const;
  return evaluate(
    { reference: { data: reference, ...grid }, prediction: { data: prediction, ...grid } },
    { input: "unmatched", threshold: 0.4, ...options },
  );
}
