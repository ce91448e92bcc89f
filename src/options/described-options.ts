import type { EvaluateOptions } from "./evaluate-options.js";
import type { DescribedOption, OptionText } from "./option-row.js";
import { OPTIONS } from "./registry.js";
import { INSTANCES_TEXTS } from "./texts/instances.js";
import { MATCHING_TEXTS } from "./texts/matching.js";
import { METRICS_TEXTS } from "./texts/metrics.js";
import { REPORT_TEXTS } from "./texts/report.js";

const TEXTS: Readonly<Record<keyof EvaluateOptions, OptionText>> = {
  ...INSTANCES_TEXTS,
  ...MATCHING_TEXTS,
  ...METRICS_TEXTS,
  ...REPORT_TEXTS,
};

/** All options with their texts, in the order in which help, documentation and results list them. */
export const DESCRIBED_OPTIONS: readonly DescribedOption[] = OPTIONS.map((row) => ({ ...row, ...TEXTS[row.key] }));
