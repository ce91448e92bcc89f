import type { Connectivity } from "../../bindings/label-components.js";
import { METRIC_KEYS, type MetricKey } from "../metrics/registry.js";
import { THRESHOLD_RULES, type ThresholdRule } from "../strategies/candidate-graph.js";
import { MATCHING_SCORE_NAMES, type MatchingScoreName } from "../strategies/matching-score.js";
import { STRATEGY_NAMES, type StrategyName } from "../strategies/registry.js";
import type { EdgeCasesOption, ResolvedEdgeCases } from "./edge-cases.js";
import type { GroupsOption, ResolvedGroups } from "./groups.js";

export const INPUT_KINDS = ["semantic", "unmatched", "matched"] as const;
/** What labels mean: classes, instances numbered independently, or instances whose equal labels already match. */
export type InputKind = (typeof INPUT_KINDS)[number];

export const GEOMETRY_PARTS = ["shape", "spacing", "affine"] as const;
export type GeometryPart = (typeof GEOMETRY_PARTS)[number];

/** The choices of an evaluation. All are optional; see {@link OPTIONS} for meanings and defaults. */
export interface EvaluateOptions {
  readonly input?: InputKind;
  readonly strategy?: StrategyName;
  readonly allowManyToOne?: boolean;
  readonly matchingMetric?: MatchingScoreName;
  readonly threshold?: number;
  readonly thresholdRule?: ThresholdRule;
  readonly connectivity?: Connectivity;
  readonly groups?: GroupsOption;
  readonly metrics?: readonly MetricKey[];
  readonly globalMetrics?: readonly MetricKey[];
  readonly edgeCases?: EdgeCasesOption;
  readonly ignoreGeometry?: readonly GeometryPart[];
}

/** The choices of an evaluation, all made. */
export interface ResolvedOptions {
  readonly input: InputKind;
  readonly strategy: StrategyName;
  readonly allowManyToOne: boolean;
  readonly matchingMetric: MatchingScoreName;
  readonly threshold: number;
  readonly thresholdRule: ThresholdRule;
  /** Null until the volumes' dimensions are known: then 26 in 3D, 8 in 2D. */
  readonly connectivity: Connectivity | null;
  readonly groups: ResolvedGroups;
  readonly metrics: readonly MetricKey[];
  readonly globalMetrics: readonly MetricKey[];
  readonly edgeCases: ResolvedEdgeCases;
  readonly ignoreGeometry: readonly GeometryPart[];
}

/** How an option's value is checked, and how the command line reads it. */
export type OptionKind =
  | { readonly type: "choice"; readonly choices: readonly (string | number)[] }
  | { readonly type: "number"; readonly minimum: number; readonly maximum: number }
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
    key: "matchingMetric",
    kind: { type: "choice", choices: MATCHING_SCORE_NAMES },
    default: "iou",
    description: "the score by which pairs are compared with the threshold and with each other",
  },
  {
    key: "threshold",
    kind: { type: "number", minimum: 0, maximum: 1 },
    default: 0.5,
    description: "the score that a pair must pass to be a candidate",
  },
  {
    key: "thresholdRule",
    kind: { type: "choice", choices: THRESHOLD_RULES },
    default: "strict",
    description: "strict: better than the threshold; inclusive: at least as good",
  },
  {
    key: "connectivity",
    kind: { type: "choice", choices: [4, 6, 8, 18, 26] },
    default: undefined,
    description: "which neighbours belong together: 6, 18 or 26 in 3D (default 26), 4 or 8 in 2D (default 8)",
  },
  {
    key: "groups",
    kind: { type: "structure", words: ["each"] },
    default: undefined,
    description: 'labels that are evaluated together, by name; "each": every label on its own; default: all as one',
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
];
