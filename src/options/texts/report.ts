import type { OptionTexts } from "../option-row.js";

/** Texts for documentation, help and types, for the options of `../rows/report.ts`. */
export const REPORT_TEXTS = {
  preset: {
    description: "whose choices hold where no option says otherwise",
    type: "PresetName",
  },
  autc: {
    description: "area under the threshold curve: exact, or by the trapezoid rule with this step",
    type: '"exact" | number',
  },
  autcDecision: {
    description: "whether the decision threshold stays, or moves along with the threshold of the curve",
    type: "AutcDecision",
  },
  taxonomy: {
    description: "name the kinds of error (split, merged, absent, …) and the PQ that each costs",
  },
  explain: {
    description: "say of every candidate pair and every unmatched instance why it was matched or not",
  },
  volumeBins: {
    description: "borders in mm³ (mm² in 2D) of the bins in which recall and precision are also given",
    unit: "mm³ (mm² in 2D)",
  },
  lesionDilation: {
    description:
      "also give BraTS's lesion-wise scores: references that touch once they are dilated by this many voxels are one lesion",
    unit: "voxels",
    source: "BraTS 2023",
  },
  lesionVolume: {
    description: "lesion-wise scores leave out lesions of at most this volume, in mm³ (mm² in 2D)",
    unit: "mm³ (mm² in 2D)",
    source: "BraTS 2023",
  },
  notes: {
    description: "remarks that the result repeats, such as whose protocol this is",
    type: "readonly string[]",
  },
} as const satisfies OptionTexts;
