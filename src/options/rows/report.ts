import { AUTC_DECISIONS } from "../choices.js";
import type { OptionRow } from "../option-row.js";
import { PRESET_NAMES } from "../preset-names.js";

/** Comes before all others: it decides their defaults. */
export const PRESET_ROW: OptionRow = {
  key: "preset",
  kind: { type: "choice", choices: PRESET_NAMES },
  default: "framework",
  affects: "report",
};

/** Further blocks of a result. */
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
