import type { MapOptions, MapPresetName } from "./types.js";

/** A preset for maps: its choices hold where the user made none. */
interface MapPreset {
  readonly name: MapPresetName;
  /** Whose numbers it gives. */
  readonly summary: string;
  readonly options: MapOptions;
}

const PRESETS: readonly MapPreset[] = [
  { name: "framework", summary: "the definitions of this package", options: {} },
  {
    name: "clevr-xai",
    summary: "relevance mass and rank accuracy of CLEVR-XAI (10.1016/j.inffus.2021.11.008)",
    options: { sign: "positive", zeros: "tie" },
  },
  {
    name: "quantus",
    summary: "Quantus: signed values, and the bare ratio of sums next to the mass accuracy",
    options: { sign: "signed" },
  },
  {
    name: "xai-tris",
    summary: "XAI-TRIS (arXiv 2306.12816): magnitudes, zeros left out of the top",
    options: { sign: "absolute", zeros: "leave-out" },
  },
  {
    name: "picai",
    summary: "picai_eval: candidates of every positive value, hits by IoU 0.1, most pairs first",
    options: {
      ...{ detection: true, candidateThreshold: "positive", hit: "overlap", hitMetric: "iou", hitThreshold: 0.1 },
      ...{ assignment: "overlap", extraHits: "ignore", frocInterpolation: "step" },
    },
  },
  {
    name: "luna16",
    summary: "LUNA16: hits within the lesion's radius, seven rates, interpolated",
    options: {
      ...{ detection: true, hit: "distance", hitDistance: "radius", assignment: "any", frocInterpolation: "linear" },
      frocRates: [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8],
    },
  },
  {
    name: "camelyon16",
    summary: "CAMELYON16: the peak lies in the lesion, rates from ¼ to 8, interpolated",
    options: {
      ...{ detection: true, hit: "peak", assignment: "any", frocInterpolation: "linear" },
      frocRates: [1 / 4, 1 / 2, 1, 2, 4, 8],
    },
  },
];

export function mapPresetOf(name: MapPresetName): MapPreset {
  return PRESETS.find((preset) => preset.name === name) ?? PRESETS[0];
}
