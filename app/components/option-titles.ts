import type { EvaluateOptions } from "../../src/index.js";

/** Titles that a key does not give by itself. */
const TITLES: Readonly<Partial<Record<keyof EvaluateOptions, string>>> = {
  input: "Input kind",
  allowManyToOne: "Allow many to one",
  matchingMetric: "Matching score",
  thresholdRule: "Rule",
  minVolume: "Minimum volume (mm³)",
  minVoxels: "Minimum voxels",
  metrics: "Of each match",
  globalMetrics: "Of the whole foreground",
  regions: "Voronoi regions",
  assd: "ASSD",
  hd95: "HD95",
  nsd: "NSD",
  nsdTolerance: "NSD tolerance (mm)",
};

/** The title of a control: `touchingLabels` is "Touching labels". */
export function titleOf(key: keyof EvaluateOptions): string {
  const words = key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return TITLES[key] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
