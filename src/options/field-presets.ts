import type { Preset } from "./preset.js";

const EVERYWHERE = { connectivity: "corners", touchingLabels: "separate" } as const;
const MASKS = { connectivity: "corners", touchingLabels: "merge" } as const;

/** Presets of challenges and tools whose scores follow from the overlap table, in the block `scores`. */
export const FIELD_PRESETS = {
  autopet: {
    name: "autopet",
    options: { input: "semantic", globalMetrics: ["dsc"], scores: ["fp_volume", "fn_volume"] },
    // cc3d.connected_components with connectivity 18.
    byDimensions: { 2: MASKS, 3: { connectivity: 18, touchingLabels: "merge" } },
  },
  isles: {
    name: "isles",
    options: {
      input: "semantic",
      strategy: "many-to-many",
      matchingMetric: "iou",
      threshold: 0,
      thresholdRule: "strict",
      globalMetrics: ["dsc"],
      scores: ["volume_difference", "count_difference", "f_1"],
    },
    byDimensions: { 2: MASKS, 3: MASKS },
  },
  cremi: {
    name: "cremi",
    options: {
      input: "unmatched",
      voiBackground: "omit",
      scores: ["voi_split", "voi_merge", "adapted_rand", "adapted_rand_precision", "adapted_rand_recall"],
    },
    byDimensions: { 2: EVERYWHERE, 3: EVERYWHERE },
  },
  "cell-tracking": {
    name: "cell-tracking",
    options: {
      input: "unmatched",
      strategy: "one-to-many",
      matchingMetric: "ior",
      threshold: 0.5,
      thresholdRule: "strict",
      scores: ["seg"],
    },
    byDimensions: { 2: EVERYWHERE, 3: EVERYWHERE },
  },
  cellpose: {
    name: "cellpose",
    options: {
      input: "unmatched",
      strategy: "one-to-one",
      objective: "count",
      matchingMetric: "iou",
      threshold: 0.5,
      thresholdRule: "inclusive",
      scores: ["ap_0.5", "ap_0.75", "ap_0.9", "mean_ap"],
    },
    byDimensions: { 2: EVERYWHERE, 3: EVERYWHERE },
  },
} as const satisfies Readonly<Record<string, Preset>>;
