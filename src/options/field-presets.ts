import type { Preset } from "./preset.js";

const EVERYWHERE = { connectivity: "corners", touchingLabels: "separate" } as const;
const MASKS = { connectivity: "corners", touchingLabels: "merge" } as const;

/** Presets of challenges and tools whose scores follow from the overlap table, in the block `scores`. */
export const FIELD_PRESETS = {
  autopet: {
    name: "autopet",
    summary:
      "the scores of autoPET: Dice of the foregrounds (global_bin_dsc), and the volumes of components that touch nothing of " +
      "the other side, which autoPET gives in ml and this in mm³",
    sources: ["https://github.com/lab-midas/autoPET (val_script.py, 468179b)"],
    options: { input: "semantic", globalMetrics: ["dsc"], scores: ["fp_volume", "fn_volume"] },
    // cc3d.connected_components with connectivity 18.
    byDimensions: { 2: MASKS, 3: { connectivity: 18, touchingLabels: "merge" } },
  },
  isles: {
    name: "isles",
    summary:
      "the scores of ISLES 2022: Dice of the foregrounds (global_bin_dsc), absolute differences of volume (in mm³ instead of " +
      "ml) and count, and F1 of lesions, which are found by any overlap. Both volumes empty is undefined, where ISLES has 1 as F1 and Dice",
    sources: ["https://github.com/ezequieldlrosa/isles22 (utils/eval_utils.py, 31b7c8c)"],
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
    summary:
      "the scores of CREMI for neurons: variation of information and adapted Rand error, without the reference's background. " +
      "With a border_threshold CREMI first sets the reference near borders to background, and its code divides voxels that are not predicted " +
      "by the size of the grid, where SNEMI3D and this count each as a segment",
    sources: ["https://github.com/cremi/cremi_python (cremi/evaluation/voi.py, rand.py, NeuronIds.py, aa6d211)"],
    options: {
      input: "unmatched",
      voiBackground: "omit",
      scores: ["voi_split", "voi_merge", "adapted_rand", "adapted_rand_precision", "adapted_rand_recall"],
    },
    byDimensions: { 2: EVERYWHERE, 3: EVERYWHERE },
  },
  "cell-tracking": {
    name: "cell-tracking",
    summary:
      "SEG of the Cell Tracking Challenge: a reference is found by the prediction that has more than half of it, and one " +
      "prediction may find several",
    sources: [
      "Ulman et al. 2017, DOI 10.1038/nmeth.4473",
      "http://celltrackingchallenge.net/evaluation-methodology",
      "https://github.com/CellTrackingChallenge/py-ctcmetrics (ctc_metrics/utils/representations.py, technical/seg.py, 9865e6f)",
    ],
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
    summary: "average precision as cellpose.metrics has it, at 0.5, 0.75 and 0.9, and the mean from 0.5 to 0.95",
    sources: [
      "Stringer et al. 2021, DOI 10.1038/s41592-020-01018-x",
      "https://github.com/MouseLand/cellpose (cellpose/metrics.py, 849ca11)",
    ],
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
