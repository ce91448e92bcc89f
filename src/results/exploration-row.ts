import type { StrategyName } from "../matching/registry.js";
import type { MatchingMetric } from "../metrics/matching-metric.js";
import type { BoundedQualities } from "./result-types.js";

/** Counts and qualities of one group by one strategy, score and threshold. */
export interface ExplorationRow extends BoundedQualities {
  readonly group: string;
  readonly strategy: StrategyName;
  readonly matching_metric: MatchingMetric;
  readonly threshold: number;
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly prec: number;
  readonly rec: number;
}
