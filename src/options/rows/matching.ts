import { THRESHOLD_RULES } from "../../matching/candidate-graph.js";
import { STRATEGY_NAMES } from "../../matching/registry.js";
import { MATCHING_OBJECTIVES } from "../../matching/strategy.js";
import { SPACES } from "../../metrics/formulas.js";
import { MATCHING_METRICS } from "../../metrics/matching-metric.js";
import { METRIC_KEYS } from "../../metrics/registry.js";
import { PART_SCORES } from "../../overlap/parts/part-score.js";
import type { OptionRow } from "../option-row.js";

/** How instances are matched. */
export const MATCHING_ROWS: readonly OptionRow[] = [
  {
    key: "strategy",
    kind: { type: "choice", choices: STRATEGY_NAMES },
    default: "one-to-one",
    affects: "matching",
  },
  {
    key: "allowManyToOne",
    kind: { type: "flag" },
    default: false,
    affects: "matching",
  },
  {
    key: "objective",
    kind: { type: "choice", choices: MATCHING_OBJECTIVES },
    default: "score",
    affects: "matching",
  },
  {
    key: "matchingMetric",
    kind: { type: "choice", choices: MATCHING_METRICS },
    default: "iou",
    affects: "matching",
  },
  {
    key: "threshold",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY },
    default: 0.5,
    affects: "matching",
  },
  {
    key: "thresholdRule",
    kind: { type: "choice", choices: THRESHOLD_RULES },
    default: "strict",
    affects: "matching",
  },
  {
    key: "decisionMetric",
    kind: { type: "choice", choices: METRIC_KEYS },
    default: undefined,
    affects: "matching",
  },
  {
    key: "decisionThreshold",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY },
    default: undefined,
    affects: "matching",
  },
  {
    key: "decisionRule",
    kind: { type: "choice", choices: THRESHOLD_RULES },
    default: undefined,
    affects: "matching",
  },
  {
    key: "matchingSpace",
    kind: { type: "choice", choices: SPACES },
    default: "mm",
    affects: "matching",
  },
  {
    key: "matchWithoutOverlap",
    kind: { type: "flag" },
    default: false,
    affects: "matching",
  },
  {
    key: "partScore",
    kind: { type: "choice", choices: PART_SCORES },
    default: "partpq",
    affects: "matching",
  },
  {
    key: "minVolume",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY },
    default: 0,
    affects: "matching",
  },
  {
    key: "minVoxels",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY, integer: true },
    default: 0,
    affects: "matching",
  },
];
