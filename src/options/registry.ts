import type { EvaluateOptions } from "./evaluate-options.js";
import type { OptionRow, Stage } from "./option-row.js";
import type { ResolvedOptions } from "./resolved-options.js";
import { INSTANCES_ROWS } from "./rows/instances.js";
import { MATCHING_ROWS } from "./rows/matching.js";
import { METRICS_ROWS } from "./rows/metrics.js";
import { PRESET_ROW, REPORT_ROWS } from "./rows/report.js";

export type { MatchingMetric } from "../metrics/matching-metric.js";
export type { EvaluateOptions } from "./evaluate-options.js";
export type { OptionKind, OptionRow } from "./option-row.js";
export type { ResolvedOptions } from "./resolved-options.js";

/** All options, in the order in which help, documentation and results list them. */
export const OPTIONS: readonly OptionRow[] = [
  PRESET_ROW,
  ...INSTANCES_ROWS,
  ...MATCHING_ROWS,
  ...METRICS_ROWS,
  ...REPORT_ROWS,
];

/** The choices that a stage depends on, as a text: two evaluations of a case whose texts are equal can share its work. */
export function choicesAffecting(stage: Stage, options: ResolvedOptions): string {
  const keys: (keyof EvaluateOptions)[] = OPTIONS.filter(({ affects }) => affects === stage).map(({ key }) => key);
  return JSON.stringify(keys.map((key) => options[key]));
}
