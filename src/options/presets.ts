import type { StrategyOptions } from "../matching/strategy.js";
import type { EvaluateOptions } from "./evaluate-options.js";
import { FIELD_PRESETS } from "./field-presets.js";
import type { Preset } from "./preset.js";
import type { PresetName } from "./preset-names.js";

const EVERYWHERE = { connectivity: "corners", touchingLabels: "separate" } as const;

const MASKS = { connectivity: "corners", touchingLabels: "merge" } as const;

/** Choices of BraTS's lesion-wise scores, for any labels. */
const LESION_WISE: EvaluateOptions = {
  input: "semantic",
  lesionDilation: 3,
  lesionVolume: 50,
  // BraTS also gives Dice and HD95 of the whole case.
  globalMetrics: ["dsc", "hd95"],
  // surface-distance takes the larger of two percentiles. It also weights surfaces by area, which ours does not.
  hd95: "directed",
};

const PRESETS: Readonly<Record<PresetName, Preset>> = {
  framework: {
    name: "framework",
    options: {},
    byDimensions: { 2: EVERYWHERE, 3: EVERYWHERE },
  },
  panoptica: {
    name: "panoptica",
    options: {
      // NaiveThresholdMatching(Metric.IOU, 0.5): pairs in falling order, a score equal to the threshold passes.
      strategy: "greedy",
      matchingMetric: "iou",
      threshold: 0.5,
      thresholdRule: "inclusive",
      // MatchedInstancePair counts every label that both volumes have, and a single instance is such a pair.
      matchWithoutOverlap: true,
      partScore: "panoptica",
      // Panoptica_Evaluator's defaults.
      metrics: ["iou", "dsc", "assd", "rvd"],
      globalMetrics: ["dsc"],
      // NSD is the mean of both sides' shares; distances between whole foregrounds, and to the nearest region, are taken without the spacing.
      nsd: "directed",
      assd: "directed",
      globalSpace: "voxel",
      regionSpace: "voxel",
      // Pairs are scored without the spacing, and every decision is inclusive.
      matchingSpace: "voxel",
      decisionRule: "inclusive",
      // scikit-image's skeletons, of which some are empty; numpy's mean of undefined values is undefined.
      thinning: "scikit-image",
      undefinedInMeans: "propagate",
      disjointForegrounds: "edge-case",
      // The table of empty cases is panoptica's already; where panoptica raises (hd, hd95, cedi, nsd, rvae) ours gives a value.
    },
    countsThinAxes: true,
    byDimensions: {
      // scipy.ndimage.label: faces only, and of the whole foreground, so that labels which touch become one instance.
      2: { connectivity: "faces", touchingLabels: "merge" },
      // cc3d.connected_components: 26 neighbours, equal labels only.
      3: EVERYWHERE,
    },
  },
  "cc-metrics": {
    name: "cc-metrics",
    options: {
      input: "semantic",
      regions: true,
      // Neither its regions nor MONAI's distances are given the spacing.
      regionSpace: "voxel",
      globalSpace: "voxel",
      globalMetrics: ["dsc", "hd95", "nsd"],
      // MONAI: the larger of the two percentiles; the share of all surface voxels.
      hd95: "directed",
      nsd: "pooled",
    },
    // Without any reference there is no region to average over: NaN, where CC-Metrics gives the best or the worst score.
    byDimensions: { 2: EVERYWHERE, 3: EVERYWHERE },
  },
  stardist: {
    name: "stardist",
    options: {
      input: "unmatched",
      strategy: "one-to-one",
      // matching: costs = −(score ≥ threshold) − score / 2n: the scores only break ties among matchings of equal size.
      objective: "count",
      matchingMetric: "iou",
      threshold: 0.5,
      thresholdRule: "inclusive",
    },
    byDimensions: { 2: EVERYWHERE, 3: EVERYWHERE },
  },
  brats: {
    name: "brats",
    options: {
      ...LESION_WISE,
      groups: {
        WT: { labels: [1, 2, 3], merge: true },
        TC: { labels: [1, 3], merge: true },
        ET: { labels: [3], merge: true },
      },
    },
    misfits: [
      {
        unassigned: 4,
        emptyGroup: "ET",
        advice:
          "Label 4 without any 3 is the enhancing tumour of BraTS before 2023: if this is such data, choose the preset " +
          "brats-pre-2023.",
      },
    ],
    // Regions are masks: several labels of a user's group are one, too.
    byDimensions: { 2: MASKS, 3: MASKS },
  },
  "brats-pre-2023": {
    name: "brats-pre-2023",
    options: {
      ...LESION_WISE,
      groups: {
        WT: { labels: [1, 2, 4], merge: true },
        TC: { labels: [1, 4], merge: true },
        ET: { labels: [4], merge: true },
      },
    },
    misfits: [
      {
        unassigned: 3,
        emptyGroup: "ET",
        advice:
          "Label 3 without any 4 is the enhancing tumour of BraTS since 2023: if this is such data, choose the preset brats.",
      },
    ],
    byDimensions: { 2: MASKS, 3: MASKS },
  },
  ...FIELD_PRESETS,
};

export function presetOf(name: PresetName): Preset {
  return PRESETS[name];
}

/** Notes on labels that do not fit the preset. */
export function presetNotes(name: PresetName, { unassigned, emptyGroups }: LeftOver): readonly string[] {
  const { misfits = [] } = presetOf(name);
  return misfits
    .filter(({ unassigned: label, emptyGroup }) => {
      return unassigned.some((row) => row.label === label) && emptyGroups.includes(emptyGroup);
    })
    .map(({ advice }) => advice);
}

/** Labels of no group, and groups of no voxel. */
interface LeftOver {
  readonly unassigned: readonly { readonly label: number }[];
  readonly emptyGroups: readonly string[];
}

/** Options of one strategy only; a preset's choice of them goes when its strategy does. */
const OF_STRATEGY: readonly (keyof StrategyOptions)[] = ["objective", "allowManyToOne"];

/** The choices of a preset, given those of the user. */
export function presetDefaults(name: PresetName, given: EvaluateOptions): EvaluateOptions {
  const { options } = presetOf(name);
  if (given.strategy === undefined || given.strategy === options.strategy) return options;
  return Object.fromEntries(Object.entries(options).filter(([key]) => !OF_STRATEGY.some((own) => own === key)));
}
