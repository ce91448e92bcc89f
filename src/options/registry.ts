import { GEOMETRY_TOLERANCE } from "../io/geometry.js";
import { DEFAULT_MAXIMUM_VOXELS } from "../io/nifti/header.js";
import { THRESHOLD_RULES } from "../matching/candidate-graph.js";
import { STRATEGY_NAMES } from "../matching/registry.js";
import { MATCHING_OBJECTIVES } from "../matching/strategies/one-to-one.js";
import { POOLINGS } from "../metrics/formulas.js";
import { DEFAULT_METRICS, METRIC_KEYS } from "../metrics/registry.js";
import { PART_SCORES } from "../overlap/parts/part-score.js";
import { PRESET_NAMES } from "./presets.js";
import {
  AUTC_DECISIONS,
  type EvaluateOptions,
  GEOMETRY_PARTS,
  INPUT_KINDS,
  MATCHING_METRICS,
  SPACES,
  TOUCHING_LABELS,
} from "./types.js";

export type { EvaluateOptions, GeometryPart, InputKind, MatchingMetric, ResolvedOptions } from "./types.js";

/** How an option's value is checked, and how the command line reads it. */
export type OptionKind =
  | { readonly type: "choice"; readonly choices: readonly (string | number)[] }
  | { readonly type: "number"; readonly minimum: number; readonly maximum: number; readonly integer?: boolean }
  /** A word, or a number above `minimum` up to `maximum`. */
  | { readonly type: "word-or-number"; readonly word: string; readonly minimum: number; readonly maximum: number }
  /** Rising numbers. */
  | { readonly type: "numbers"; readonly minimum: number }
  | { readonly type: "flag" }
  | { readonly type: "list"; readonly choices: readonly string[] }
  /** Checked by a function of its own; on the command line the name of a YAML or JSON file, or one of `words`. */
  | { readonly type: "structure"; readonly words?: readonly string[] };

/** One option: the API, the command line's flags and help, and the documentation all derive from these rows. */
export interface OptionRow {
  readonly key: keyof EvaluateOptions;
  readonly kind: OptionKind;
  /** Undefined where the default depends on the input, or is "none". */
  readonly default: unknown;
  readonly description: string;
}

export const OPTIONS: readonly OptionRow[] = [
  {
    key: "preset",
    kind: { type: "choice", choices: PRESET_NAMES },
    default: "framework",
    description: "whose choices hold where no option says otherwise",
  },
  {
    key: "input",
    kind: { type: "choice", choices: INPUT_KINDS },
    default: "semantic",
    description:
      "what labels mean: classes whose connected components are the instances (semantic), instances numbered " +
      "independently in both volumes (unmatched), or instances whose equal labels already match (matched)",
  },
  {
    key: "strategy",
    kind: { type: "choice", choices: STRATEGY_NAMES },
    default: "one-to-one",
    description: "how references and predictions are matched",
  },
  {
    key: "allowManyToOne",
    kind: { type: "flag" },
    default: false,
    description: "let the strategy greedy give a reference several predictions",
  },
  {
    key: "objective",
    kind: { type: "choice", choices: MATCHING_OBJECTIVES },
    default: "score",
    description: "what one-to-one maximises: the total score, or first the number of pairs (count)",
  },
  {
    key: "matchingMetric",
    kind: { type: "choice", choices: MATCHING_METRICS },
    default: "iou",
    description: "the score by which pairs are compared with the threshold and with each other",
  },
  {
    key: "threshold",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY },
    default: 0.5,
    description: "the score that a pair must pass to be a candidate: 0 to 1, or mm if it is a distance",
  },
  {
    key: "thresholdRule",
    kind: { type: "choice", choices: THRESHOLD_RULES },
    default: "strict",
    description: "strict: better than the threshold; inclusive: at least as good",
  },
  {
    key: "decisionMetric",
    kind: { type: "choice", choices: METRIC_KEYS },
    default: undefined,
    description: "after measuring, a matched reference counts as missed unless this metric passes decisionThreshold",
  },
  {
    key: "decisionThreshold",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY },
    default: undefined,
    description: "the threshold of decisionMetric, by the same rule as threshold",
  },
  {
    key: "autc",
    kind: { type: "word-or-number", word: "exact", minimum: 0, maximum: 1 },
    default: undefined,
    description: "area under the threshold curve: exact, or by the trapezoid rule with this step",
  },
  {
    key: "autcDecision",
    kind: { type: "choice", choices: AUTC_DECISIONS },
    default: "fixed",
    description: "whether the decision threshold stays, or moves along with the threshold of the curve",
  },
  {
    key: "taxonomy",
    kind: { type: "flag" },
    default: true,
    description: "name the kinds of error (split, merged, missed, spurious, …) and what each costs",
  },
  {
    key: "explain",
    kind: { type: "flag" },
    default: false,
    description: "say of every candidate pair and every unmatched instance why it was matched or not",
  },
  {
    key: "connectivity",
    kind: { type: "choice", choices: [4, 6, 8, 18, 26, "faces", "corners"] },
    default: undefined,
    description:
      "which neighbours belong together: 6, 18 or 26 in 3D, 4 or 8 in 2D; faces: 6 or 4; corners (default): 26 or 8",
  },
  {
    key: "touchingLabels",
    kind: { type: "choice", choices: TOUCHING_LABELS },
    default: undefined,
    description:
      "whether components of different labels of a group stay apart where they touch (separate, the default), or join",
  },
  {
    key: "groups",
    kind: { type: "structure", words: ["each"] },
    default: undefined,
    description: 'labels that are evaluated together, by name; "each": every label on its own; default: all as one',
  },
  {
    key: "ignoreLabel",
    kind: { type: "number", minimum: -0x8000_0000, maximum: 0xffff_ffff, integer: true },
    default: undefined,
    description:
      "a label of the reference, negative in signed files if need be, whose voxels are removed from both volumes before anything is counted",
  },
  {
    key: "minVolume",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY },
    default: 0,
    description: "drop instances of either side that are smaller than this, in mm³ (mm² in 2D)",
  },
  {
    key: "minVoxels",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY, integer: true },
    default: 0,
    description: "drop instances of either side that have fewer voxels than this",
  },
  {
    key: "volumeBins",
    kind: { type: "numbers", minimum: 0 },
    default: undefined,
    description: "borders in mm³ (mm² in 2D) of the bins in which recall and precision are also given",
  },
  {
    key: "lesionDilation",
    kind: { type: "number", minimum: 0, maximum: 100, integer: true },
    default: undefined,
    description:
      "also give BraTS's lesion-wise scores: references that touch once they are dilated by so many voxels are one lesion",
  },
  {
    key: "lesionVolume",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY },
    default: 0,
    description: "lesion-wise scores leave out lesions of at most this volume, in mm³ (mm² in 2D)",
  },
  {
    key: "partScore",
    kind: { type: "choice", choices: PART_SCORES },
    default: "partpq",
    description: "how parts count: the mean over the part classes present (partpq), or panoptica's rule",
  },
  {
    key: "matchWithoutOverlap",
    kind: { type: "flag" },
    default: false,
    description: "with matched input, let equal labels match even if they share no voxel",
  },
  {
    key: "metrics",
    kind: { type: "list", choices: METRIC_KEYS },
    default: DEFAULT_METRICS,
    description: "metrics of each matched reference; the default ones need no distances",
  },
  {
    key: "globalMetrics",
    kind: { type: "list", choices: METRIC_KEYS },
    default: DEFAULT_METRICS,
    description: "metrics of the whole foreground",
  },
  {
    key: "hd95",
    kind: { type: "choice", choices: POOLINGS },
    default: "pooled",
    description: "95th percentile of both directed distances together (pooled), or the larger of the two (directed)",
  },
  {
    key: "nsd",
    kind: { type: "choice", choices: POOLINGS },
    default: "pooled",
    description: "share of all surface voxels that agree (pooled), or the mean of both sides' shares (directed)",
  },
  {
    key: "nsdTolerance",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY },
    default: undefined,
    description:
      "surfaces this far apart still agree, in mm; default: the smallest spacing (half a voxel where lengths are in voxels)",
  },
  {
    key: "globalSpace",
    kind: { type: "choice", choices: SPACES },
    default: "mm",
    description: "whether distances between whole foregrounds are in mm or, as panoptica has them, in voxels",
  },
  {
    key: "regions",
    kind: { type: "flag" },
    default: false,
    description: "also evaluate each reference in its own Voronoi region",
  },
  {
    key: "regionSpace",
    kind: { type: "choice", choices: SPACES },
    default: "mm",
    description: "whether a region's voxels are nearest in mm or, as panoptica has them, in voxels",
  },
  {
    key: "edgeCases",
    kind: { type: "structure" },
    default: undefined,
    description: "values of metrics where there is nothing to measure, by metric and case",
  },
  {
    key: "ignoreGeometry",
    kind: { type: "list", choices: GEOMETRY_PARTS },
    default: [],
    description: "differences between the two volumes' grids that are not refused",
  },
  {
    key: "geometryTolerance",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY },
    default: GEOMETRY_TOLERANCE,
    description: "voxels by which a corner of the prediction's grid may be displaced from the reference's",
  },
  {
    key: "roundLabels",
    kind: { type: "flag" },
    default: false,
    description: "round every voxel to the nearest label, however far off it is, instead of refusing fractions",
  },
  {
    key: "maximumVoxels",
    kind: { type: "number", minimum: 1, maximum: Number.MAX_SAFE_INTEGER, integer: true },
    default: DEFAULT_MAXIMUM_VOXELS,
    description: "refuse files whose headers claim more voxels than this",
  },
  {
    key: "notes",
    kind: { type: "structure" },
    default: [],
    description: "remarks that the result repeats, such as whose protocol this is",
  },
];
