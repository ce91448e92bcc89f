import { METRIC_KEYS, type MetricKey } from "../metrics/registry.js";
import type { RegionAverages, RegionResult, RegionRow } from "./result-types.js";
import { mean } from "./statistics.js";

/** The regions' results and their averages. */
export function regionResult(regions: readonly RegionRow[], metrics: readonly MetricKey[]): RegionResult {
  const averages = METRIC_KEYS.filter((key) => metrics.includes(key)).map((key) => [
    `region_avg_${key}`,
    mean(regions.map((region) => region[`global_bin_${key}`] ?? Number.NaN)),
  ]);
  return { n_regions: regions.length, ...(Object.fromEntries(averages) as RegionAverages), regions };
}
