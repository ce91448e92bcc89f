import { evaluate } from "../../src/evaluation/evaluate.js";
import { METRIC_KEYS } from "../../src/metrics/registry.js";
import type { EvaluateOptions } from "../../src/options/registry.js";
import type { GroupResult } from "../../src/results/result-types.js";

/** Two label volumes of one grid, x fastest. */
export interface LabelPair {
  readonly shape: readonly number[];
  readonly spacing: readonly number[];
  readonly reference: ArrayLike<number>;
  readonly prediction: ArrayLike<number>;
}

/** Labels as they are, any overlap a match, and every metric of instances and foregrounds. */
export const ALL_METRICS: EvaluateOptions = {
  input: "unmatched",
  strategy: "many-to-one",
  threshold: 0,
  metrics: METRIC_KEYS,
  globalMetrics: METRIC_KEYS,
};

/** The whole path from arrays to the result of the only group. */
export async function evaluateLabels(pair: LabelPair, options: EvaluateOptions = ALL_METRICS): Promise<GroupResult> {
  const volumeOf = (labels: ArrayLike<number>) => ({
    data: Uint32Array.from(labels),
    shape: pair.shape,
    spacing: pair.spacing,
  });
  const inputs = { reference: volumeOf(pair.reference), prediction: volumeOf(pair.prediction) };
  const { groups } = await evaluate(inputs, options);
  return groups.ungrouped;
}
