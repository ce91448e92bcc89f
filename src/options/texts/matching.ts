import type { OptionTexts } from "../option-row.js";

/** Texts for documentation, help and types, for the options of `../rows/matching.ts`. */
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
    description: "the aim of one-to-one: the largest total score, or first the number of pairs (count)",
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
