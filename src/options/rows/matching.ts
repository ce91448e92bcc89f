import { THRESHOLD_RULES } from "../../matching/candidate-graph.js";
import { STRATEGY_NAMES } from "../../matching/registry.js";
import { MATCHING_OBJECTIVES } from "../../matching/strategy.js";
import { SPACES } from "../../metrics/formulas.js";
import { MATCHING_METRICS } from "../../metrics/matching-metric.js";
import { METRIC_KEYS } from "../../metrics/registry.js";
import { PART_SCORES } from "../../overlap/parts/part-score.js";
import type { OptionRow, OptionTexts } from "../option-row.js";

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

/** What documentation, help and types say of these options. */
export const MATCHING_TEXTS = {
  strategy: {
    description: "how references and predictions are matched",
    type: "StrategyName",
    source: "Großkopf et al. 2026, arXiv 2605.31094",
  },
  allowManyToOne: {
    description: "let one-to-one or greedy give a reference further predictions, which would else be left",
  },
  objective: {
    description: "what one-to-one maximises: the total score, or first the number of pairs (count)",
    type: "MatchingObjective",
  },
  matchingMetric: {
    description: "the score by which pairs are compared with the threshold and with each other",
    type: "MatchingMetric",
  },
  threshold: {
    description: "the score that a pair must pass to be a candidate: 0 to 1, or mm if it is a distance",
    unit: "1, or mm if the matching metric is a distance",
  },
  thresholdRule: {
    description: "strict: better than the threshold; inclusive: at least as good",
    type: "ThresholdRule",
  },
  decisionMetric: {
    description: "after measuring, a matched reference counts as missed unless this metric passes decisionThreshold",
    type: "MetricKey",
  },
  decisionThreshold: {
    description: "the threshold of decisionMetric, by decisionRule",
    unit: "that of the decision metric",
  },
  decisionRule: {
    description:
      "whether the decision metric must be better than its threshold, or may equal it; default: thresholdRule",
    type: "ThresholdRule",
  },
  matchingSpace: {
    description:
      "whether a distance by which pairs are matched, and its threshold, are in mm or, as panoptica has them, in voxels",
    type: "Space",
  },
  matchWithoutOverlap: {
    description: "with matched input, let equal labels match even if they share no voxel",
  },
  partScore: {
    description: "how parts count: the mean over the part classes present (partpq), or panoptica's rule",
    type: "PartScore",
    source: "de Geus et al. 2021, arXiv 2106.06351",
  },
  minVolume: {
    description: "drop instances of either side that are smaller than this, in mm³ (mm² in 2D)",
    unit: "mm³ (mm² in 2D)",
  },
  minVoxels: {
    description: "drop instances of either side that have fewer voxels than this",
    unit: "voxels",
  },
} as const satisfies OptionTexts;
