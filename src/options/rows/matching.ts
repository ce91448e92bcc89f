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
    description: "how references and predictions are matched",
    type: "StrategyName",
    affects: "matching",
    source: "Großkopf et al. 2026, arXiv 2605.31094",
  },
  {
    key: "allowManyToOne",
    kind: { type: "flag" },
    default: false,
    description: "let one-to-one or greedy give a reference further predictions, which would else be left",
    affects: "matching",
  },
  {
    key: "objective",
    kind: { type: "choice", choices: MATCHING_OBJECTIVES },
    default: "score",
    description: "what one-to-one maximises: the total score, or first the number of pairs (count)",
    type: "MatchingObjective",
    affects: "matching",
  },
  {
    key: "matchingMetric",
    kind: { type: "choice", choices: MATCHING_METRICS },
    default: "iou",
    description: "the score by which pairs are compared with the threshold and with each other",
    type: "MatchingMetric",
    affects: "matching",
  },
  {
    key: "threshold",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY },
    default: 0.5,
    description: "the score that a pair must pass to be a candidate: 0 to 1, or mm if it is a distance",
    affects: "matching",
    unit: "1, or mm if the matching metric is a distance",
  },
  {
    key: "thresholdRule",
    kind: { type: "choice", choices: THRESHOLD_RULES },
    default: "strict",
    description: "strict: better than the threshold; inclusive: at least as good",
    type: "ThresholdRule",
    affects: "matching",
  },
  {
    key: "decisionMetric",
    kind: { type: "choice", choices: METRIC_KEYS },
    default: undefined,
    description: "after measuring, a matched reference counts as missed unless this metric passes decisionThreshold",
    type: "MetricKey",
    affects: "matching",
  },
  {
    key: "decisionThreshold",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY },
    default: undefined,
    description: "the threshold of decisionMetric, by decisionRule",
    affects: "matching",
    unit: "that of the decision metric",
  },
  {
    key: "decisionRule",
    kind: { type: "choice", choices: THRESHOLD_RULES },
    default: undefined,
    description:
      "whether the decision metric must be better than its threshold, or may equal it; default: thresholdRule",
    type: "ThresholdRule",
    affects: "matching",
  },
  {
    key: "matchingSpace",
    kind: { type: "choice", choices: SPACES },
    default: "mm",
    description:
      "whether a distance by which pairs are matched, and its threshold, are in mm or, as panoptica has them, in voxels",
    type: "Space",
    affects: "matching",
  },
  {
    key: "matchWithoutOverlap",
    kind: { type: "flag" },
    default: false,
    description: "with matched input, let equal labels match even if they share no voxel",
    affects: "matching",
  },
  {
    key: "partScore",
    kind: { type: "choice", choices: PART_SCORES },
    default: "partpq",
    description: "how parts count: the mean over the part classes present (partpq), or panoptica's rule",
    type: "PartScore",
    affects: "matching",
    source: "de Geus et al. 2021, arXiv 2106.06351",
  },
  {
    key: "minVolume",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY },
    default: 0,
    description: "drop instances of either side that are smaller than this, in mm³ (mm² in 2D)",
    affects: "matching",
    unit: "mm³ (mm² in 2D)",
  },
  {
    key: "minVoxels",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY, integer: true },
    default: 0,
    description: "drop instances of either side that have fewer voxels than this",
    affects: "matching",
    unit: "voxels",
  },
];
