/** The presets by name; the first holds where none is chosen. */
export const PRESET_NAMES = [
  "framework",
  "panoptica",
  "cc-metrics",
  "stardist",
  "brats",
  "brats-pre-2023",
  "autopet",
  "isles",
  "cremi",
  "cell-tracking",
  "cellpose",
] as const;
export type PresetName = (typeof PRESET_NAMES)[number];
