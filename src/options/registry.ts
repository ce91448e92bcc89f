import type { Connectivity } from "../../bindings/label-components.js";
import { MATCHABLE_METRICS, METRIC_KEYS, type MetricKey } from "../metrics/registry.js";
import { PART_SCORES, type PartScore } from "../parts/part-score.js";
import { THRESHOLD_RULES, type ThresholdRule } from "../strategies/candidate-graph.js";
import { MATCHING_SCORE_NAMES, type MatchingScoreName } from "../strategies/matching-score.js";
import { MATCHING_OBJECTIVES, type MatchingObjective } from "../strategies/one-to-one.js";
import { STRATEGY_NAMES, type StrategyName } from "../strategies/registry.js";
import type { EdgeCasesOption, ResolvedEdgeCases } from "./edge-cases.js";
import type { GroupsOption, ResolvedGroups } from "./groups.js";
import { PRESET_NAMES, type PresetName } from "./presets.js";

export const INPUT_KINDS = ["semantic", "unmatched", "matched"] as const;
/** What labels mean: classes, instances numbered independently, or instances whose equal labels already match. */
export type InputKind = (typeof INPUT_KINDS)[number];

export const GEOMETRY_PARTS = ["shape", "spacing", "affine"] as const;
export type GeometryPart = (typeof GEOMETRY_PARTS)[number];

/** A score of counts, or the key of a metric, by which pairs are compared. */
export type MatchingMetric = MatchingScoreName | MetricKey;
export const MATCHING_METRICS: readonly MatchingMetric[] = [...MATCHING_SCORE_NAMES, ...MATCHABLE_METRICS];

/** Neighbours by number, or by what they share, which holds for 2D and 3D alike. */
export type ConnectivityOption = Connectivity | "faces" | "corners";

export const TOUCHING_LABELS = ["separate", "merge"] as const;
/** Whether components of different labels of a group stay apart where they touch. */
export type TouchingLabels = (typeof TOUCHING_LABELS)[number];

export const AUTC_DECISIONS = ["fixed", "moving"] as const;

/** The choices of an evaluation. All are optional; see {@link OPTIONS} for meanings and defaults. */
export interface EvaluateOptions {
  readonly preset?: PresetName;
  readonly input?: InputKind;
  readonly strategy?: StrategyName;
  readonly allowManyToOne?: boolean;
  readonly objective?: MatchingObjective;
  readonly matchingMetric?: MatchingMetric;
  readonly threshold?: number;
  readonly thresholdRule?: ThresholdRule;
  readonly decisionMetric?: MetricKey;
  readonly decisionThreshold?: number;
  readonly autc?: "exact" | number;
  readonly autcDecision?: (typeof AUTC_DECISIONS)[number];
  readonly explain?: boolean;
  readonly connectivity?: ConnectivityOption;
  readonly touchingLabels?: TouchingLabels;
  readonly ignoreLabel?: number;
  readonly minVolume?: number;
  readonly minVoxels?: number;
  readonly volumeBins?: readonly number[];
  readonly partScore?: PartScore;
  readonly matchWithoutOverlap?: boolean;
  readonly groups?: GroupsOption;
  readonly metrics?: readonly MetricKey[];
  readonly globalMetrics?: readonly MetricKey[];
  readonly edgeCases?: EdgeCasesOption;
  readonly ignoreGeometry?: readonly GeometryPart[];
  readonly notes?: readonly string[];
}

/** The choices of an evaluation, all made. */
export interface ResolvedOptions {
  readonly preset: PresetName;
  readonly input: InputKind;
  readonly strategy: StrategyName;
  readonly allowManyToOne: boolean;
  readonly objective: MatchingObjective;
  readonly matchingMetric: MatchingMetric;
  readonly threshold: number;
  readonly thresholdRule: ThresholdRule;
  /** A matched reference whose decision metric does not pass the decision threshold counts as missed. */
  readonly decisionMetric: MetricKey | null;
  readonly decisionThreshold: number | null;
  /** How the area under the threshold curve is taken; null: not at all. */
  readonly autc: "exact" | number | null;
  readonly autcDecision: (typeof AUTC_DECISIONS)[number];
  readonly explain: boolean;
  /** Null, as are touchingLabels, until the volumes' dimensions are known: then what the preset chooses for them. */
  readonly connectivity: ConnectivityOption | null;
  readonly touchingLabels: TouchingLabels | null;
  readonly ignoreLabel: number | null;
  /** mm³ (mm² in 2D). */
  readonly minVolume: number;
  readonly minVoxels: number;
  /** Rising borders in mm³ (mm² in 2D); null: no bins. */
  readonly volumeBins: readonly number[] | null;
  readonly partScore: PartScore;
  readonly matchWithoutOverlap: boolean;
  readonly groups: ResolvedGroups;
  readonly metrics: readonly MetricKey[];
  readonly globalMetrics: readonly MetricKey[];
  readonly edgeCases: ResolvedEdgeCases;
  readonly ignoreGeometry: readonly GeometryPart[];
  readonly notes: readonly string[];
}

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
  /** Checked by a function of its own; on the command line the name of a YAML or JSON file. */
  | { readonly type: "structure" };

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
    kind: { type: "structure" },
    default: undefined,
    description: 'labels that are evaluated together, by name; "each": every label on its own; default: all as one',
  },
  {
    key: "ignoreLabel",
    kind: { type: "number", minimum: 1, maximum: 0xffff_ffff, integer: true },
    default: undefined,
    description: "a label of the reference whose voxels are removed from both volumes before anything is counted",
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
    default: METRIC_KEYS,
    description: "metrics of each matched reference",
  },
  {
    key: "globalMetrics",
    kind: { type: "list", choices: METRIC_KEYS },
    default: METRIC_KEYS,
    description: "metrics of the whole foreground",
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
    key: "notes",
    kind: { type: "structure" },
    default: [],
    description: "remarks that the result repeats, such as whose protocol this is",
  },
];
