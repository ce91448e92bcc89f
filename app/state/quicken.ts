import type { EvaluateOptions } from "../../src/index.js";
import { type MetricKey, metricsNeedingVoxels } from "../../src/metrics/registry.js";
import { optionIn } from "./options.js";

/** The options without anything that needs voxels or a second run; the rest follows from counts alone. */
export function quickened(options: EvaluateOptions): EvaluateOptions {
  const { autc, autcDecision, explain, lesionDilation, lesionVolume, ...kept } = options;
  const counted = (keys: readonly MetricKey[] = []) => {
    const costly = metricsNeedingVoxels(keys);
    return keys.filter((key) => !costly.includes(key));
  };
  return {
    ...kept,
    regions: false,
    taxonomy: false,
    metrics: counted(optionIn(options, "metrics")),
    globalMetrics: counted(optionIn(options, "globalMetrics")),
  };
}
