import { AUTC_DECISIONS } from "../choices.js";
import type { OptionRow, OptionTexts } from "../option-row.js";
import { PRESET_NAMES } from "../preset-names.js";

/** Comes before all others: it decides their defaults. */
export const PRESET_ROW: OptionRow = {
  key: "preset",
  kind: { type: "choice", choices: PRESET_NAMES },
  default: "framework",
  affects: "report",
};

/** What else a result says. */
export const REPORT_ROWS: readonly OptionRow[] = [
  {
    key: "autc",
    kind: { type: "word-or-number", word: "exact", minimum: 0, maximum: 1 },
    default: undefined,
    affects: "report",
  },
  {
    key: "autcDecision",
    kind: { type: "choice", choices: AUTC_DECISIONS },
    default: "fixed",
    affects: "report",
  },
  {
    key: "taxonomy",
    kind: { type: "flag" },
    default: true,
    affects: "report",
  },
  {
    key: "explain",
    kind: { type: "flag" },
    default: false,
    affects: "report",
  },
  {
    key: "volumeBins",
    kind: { type: "numbers", minimum: 0 },
    default: undefined,
    affects: "report",
  },
  {
    key: "lesionDilation",
    kind: { type: "number", minimum: 0, maximum: 100, integer: true },
    default: undefined,
    affects: "report",
  },
  {
    key: "lesionVolume",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY },
    default: 0,
    affects: "report",
  },
  {
    key: "notes",
    kind: { type: "structure" },
    default: [],
    affects: "report",
  },
];

/** What documentation, help and types say of these options. */
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
      "also give BraTS's lesion-wise scores: references that touch once they are dilated by so many voxels are one lesion",
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
