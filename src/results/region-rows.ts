import { METRIC_KEYS, type MetricKey } from "../metrics/registry.js";
import type { GroupResult, RegionAverages, RegionResult, RegionRow } from "./result-types.js";
import { mean } from "./statistics.js";

const LISTS: ReadonlySet<string> = new Set(["reference_instances", "predicted_instances", "matches"]);

/** The regions' results and their averages. */
export function regionResult(results: readonly GroupResult[], metrics: readonly MetricKey[]): RegionResult {
  const regions = results.map((result) => {
    // Field by field, as in `group-result.ts`: there is a row for each reference.
    const row: Record<string, unknown> = { label: result.reference_instances[0].label };
    for (const key in result) if (!LISTS.has(key)) row[key] = result[key as keyof GroupResult];
    return row as unknown as RegionRow;
  });
  const averages = METRIC_KEYS.filter((key) => metrics.includes(key)).map((key) => [
    `region_avg_${key}`,
    mean(results.map((result) => result[`global_bin_${key}`] ?? Number.NaN)),
  ]);
  return { n_regions: regions.length, ...(Object.fromEntries(averages) as RegionAverages), regions };
}
