import { DESCRIBED_OPTIONS } from "../../options/described-options.js";
import type { OptionKind } from "../../options/registry.js";
import {
  ASSIGNMENTS,
  CANDIDATE_RULES,
  CASE_SCORES,
  EXTRA_HITS,
  FP_DENOMINATORS,
  FROC_INTERPOLATIONS,
  HIT_METRICS,
  HIT_RULES,
  MAP_INPUTS,
  MAP_KINDS,
  MAP_PRESET_NAMES,
  type MapOptions,
  MISSING_RULES,
  SIGNS,
  ZERO_RULES,
} from "./types.js";

/** One option of maps: the API, the command line's flags and help, and the documentation derive from these rows. */
export interface MapOptionRow {
  readonly key: keyof MapOptions;
  readonly kind: OptionKind;
  /** Undefined where the default depends on the kind of map, or is "none". */
  readonly default: unknown;
  readonly description: string;
}

/** A row that means the same as for label volumes. */
function shared(key: keyof MapOptions & (typeof DESCRIBED_OPTIONS)[number]["key"]): MapOptionRow {
  const row = DESCRIBED_OPTIONS.find((each) => each.key === key);
  if (row === undefined) throw new Error(`No option ${key}.`);
  return { ...row, key };
}

const ABOVE_ZERO = { type: "number", minimum: Number.MIN_VALUE, maximum: Number.POSITIVE_INFINITY } as const;

const MANY = Number.POSITIVE_INFINITY;

/** Detection of single lesions. */
const DETECTION_ROWS: readonly MapOptionRow[] = [
  {
    key: "detection",
    kind: { type: "flag" },
    default: false,
    description:
      "look for lesions: components above candidateThreshold are candidates, the reference's instances lesions",
  },
  {
    key: "candidates",
    kind: { type: "choice", choices: CANDIDATE_RULES },
    default: "components",
    description: "what a candidate is: a component of all above the threshold, or what rises around a peak (peaks)",
  },
  {
    key: "peakRatio",
    kind: { type: "number", minimum: 1, maximum: MANY },
    default: 2.5,
    description: "a peak of p takes what hangs together with it above p / peakRatio, if it is the highest there",
  },
  {
    key: "candidateThreshold",
    kind: { type: "word-or-number", word: "positive", minimum: Number.NEGATIVE_INFINITY, maximum: MANY },
    default: undefined,
    description:
      "candidates are the components of at least this; positive: of all above 0 (default 0.5 for probabilities)",
  },
  {
    key: "candidateMinVoxels",
    kind: { type: "number", minimum: 1, maximum: MANY, integer: true },
    default: 1,
    description: "drop candidates that have fewer voxels",
  },
  {
    key: "candidateMinVolume",
    kind: { type: "number", minimum: 0, maximum: MANY },
    default: 0,
    description: "drop candidates that are smaller, in mm³ (mm² in 2D)",
  },
  {
    key: "maxCandidates",
    kind: { type: "number", minimum: 1, maximum: MANY, integer: true },
    default: undefined,
    description: "keep at most this many candidates of a case, those of the largest values",
  },
  {
    key: "hit",
    kind: { type: "choice", choices: HIT_RULES },
    default: "overlap",
    description: "when a candidate hits a lesion: by overlap, if its largest value lies in it (peak), or by distance",
  },
  {
    key: "hitMetric",
    kind: { type: "choice", choices: HIT_METRICS },
    default: "iou",
    description: "what overlap is measured by: IoU, Dice, the share of the lesion (ior) or of the candidate (iop)",
  },
  {
    key: "hitThreshold",
    kind: { type: "number", minimum: 0, maximum: 1 },
    default: 0.1,
    description: "the overlap that hits, inclusive; at least one voxel must be shared",
  },
  {
    key: "hitDistance",
    kind: { type: "word-or-number", word: "radius", minimum: 0, maximum: MANY },
    default: "radius",
    description: "how far apart the centres of mass may be, in mm; radius: that of a sphere of the lesion's volume",
  },
  {
    key: "assignment",
    kind: { type: "choice", choices: ASSIGNMENTS },
    default: "confidence",
    description:
      "credit for hits: candidates in falling confidence take their best free lesion, most pairs first (overlap), or all (any)",
  },
  {
    key: "extraHits",
    kind: { type: "choice", choices: EXTRA_HITS },
    default: "ignore",
    description: "what becomes of a candidate that hits but has no lesion by itself",
  },
  {
    key: "frocRates",
    kind: { type: "numbers", minimum: 0 },
    default: [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8],
    description: "false positives per case at which the sensitivity is given",
  },
  {
    key: "frocInterpolation",
    kind: { type: "choice", choices: FROC_INTERPOLATIONS },
    default: "step",
    description: "the highest sensitivity at a rate up to the one asked for (step), or linear between rates",
  },
  {
    key: "fpPer",
    kind: { type: "choice", choices: FP_DENOMINATORS },
    default: "cases",
    description: "whether false positives are counted per case, or per case without a lesion (negative)",
  },
  {
    key: "caseScore",
    kind: { type: "choice", choices: CASE_SCORES },
    default: "max",
    description:
      "what a case as a whole scores: its largest value, or 1 − Π(1 − confidence) of its candidates (noisy-or)",
  },
  {
    key: "operatingThreshold",
    kind: { type: "number", minimum: Number.NEGATIVE_INFINITY, maximum: MANY },
    default: undefined,
    description:
      "the confidence at which lesions found, missed and false positives are counted (default: all candidates)",
  },
];

export const MAP_OPTIONS: readonly MapOptionRow[] = [
  {
    key: "preset",
    kind: { type: "choice", choices: MAP_PRESET_NAMES },
    default: "framework",
    description: "whose choices hold where no option says otherwise",
  },
  {
    key: "kind",
    kind: { type: "choice", choices: MAP_KINDS },
    default: "relevance",
    description: "what the numbers are: relevance of any size, or probabilities from 0 to 1",
  },
  {
    key: "sign",
    kind: { type: "choice", choices: SIGNS },
    default: undefined,
    description:
      "which part of a value is scored: above 0 (positive, the default for relevance), below (negative), its size " +
      "(absolute), or the value itself (signed, the default for probabilities)",
  },
  {
    key: "nan",
    kind: { type: "choice", choices: MISSING_RULES },
    default: "exclude",
    description: "voxels that are NaN: not counted at all (exclude), taken for 0 (zero), or an error (refuse)",
  },
  { key: "scale", kind: ABOVE_ZERO, default: 1, description: "divide all values by this first, as by 255" },
  {
    key: "input",
    kind: { type: "choice", choices: MAP_INPUTS },
    default: "semantic",
    description:
      "what labels of the reference mean: classes whose connected components are the instances (semantic), or instances",
  },
  {
    key: "referenceThreshold",
    kind: { type: "number", minimum: Number.NEGATIVE_INFINITY, maximum: Number.POSITIVE_INFINITY },
    default: undefined,
    description: "the reference is itself a map; its foreground is what is at least this",
  },
  shared("groups"),
  {
    key: "ignoreLabel",
    kind: { type: "number", minimum: 1, maximum: 0xffff_ffff, integer: true },
    default: undefined,
    description: "a label of the reference whose voxels do not count at all",
  },
  shared("connectivity"),
  shared("touchingLabels"),
  { ...shared("minVolume"), description: "drop instances of the reference that are smaller, in mm³ (mm² in 2D)" },
  { ...shared("minVoxels"), description: "drop instances of the reference that have fewer voxels" },
  { ...shared("ignoreGeometry"), description: "differences between the grids of the files that are not refused" },
  shared("geometryTolerance"),
  {
    key: "zeros",
    kind: { type: "choice", choices: ZERO_RULES },
    default: "tie",
    description:
      "whether voxels of value 0 tie for places in the rank accuracy, or are never among the top (leave-out)",
  },
  {
    key: "topPercent",
    kind: { type: "numbers", minimum: Number.MIN_VALUE },
    default: [1, 5, 10],
    description: "percentages of the domain whose highest voxels are compared with the reference",
  },
  {
    key: "topVoxels",
    kind: { type: "numbers", minimum: 1 },
    default: undefined,
    description:
      "numbers of highest voxels (none by default) that are compared with the reference, the same for every case",
  },
  {
    key: "pointingTolerance",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY },
    default: 0,
    description: "how far from the reference the largest value may lie and still hit, in mm",
  },
  {
    key: "specificity",
    kind: { type: "number", minimum: 0, maximum: 1 },
    default: 0.9,
    description: "the specificity above which the precision is given",
  },
  {
    key: "thresholds",
    kind: { type: "numbers", minimum: Number.NEGATIVE_INFINITY },
    default: undefined,
    description: "thresholds at which the Dice is given (default 0.5 for probabilities, none for relevance)",
  },
  {
    key: "curvePoints",
    kind: { type: "number", minimum: 2, maximum: 1_000_000, integer: true },
    default: 256,
    description: "points of the curves at most",
  },
  {
    key: "calibrationBins",
    kind: { type: "number", minimum: 1, maximum: 1000, integer: true },
    default: 15,
    description: "bins of equal width of the calibration of probabilities",
  },
  {
    key: "instances",
    kind: { type: "flag" },
    default: false,
    description: "match the components of {m ≥ t} with the reference's instances, at every value t of the map",
  },
  {
    key: "threshold",
    kind: { type: "number", minimum: 0.5, maximum: 1 },
    default: 0.5,
    description: "the IoU that a component must exceed to match an instance; from ½ on matches are unique",
  },
  ...DETECTION_ROWS,
  shared("notes"),
];
