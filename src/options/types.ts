import type { Connectivity } from "../../bindings/components/label-components.js";
import type { ThresholdRule } from "../matching/candidate-graph.js";
import { MATCHING_SCORE_NAMES, type MatchingScoreName } from "../matching/matching-score.js";
import type { StrategyName } from "../matching/registry.js";
import type { MatchingObjective } from "../matching/strategies/one-to-one.js";
import type { Pooling } from "../metrics/formulas.js";
import { MATCHABLE_METRICS, type MetricKey } from "../metrics/registry.js";
import type { PartScore } from "../overlap/parts/part-score.js";
import type { EdgeCasesOption, ResolvedEdgeCases } from "./edge-cases.js";
import type { GroupsOption, ResolvedGroups } from "./groups.js";
import type { PresetName } from "./presets.js";

export const INPUT_KINDS = ["semantic", "unmatched", "matched"] as const;
/** What labels mean: classes, instances numbered independently, or instances whose equal labels already match. */
export type InputKind = (typeof INPUT_KINDS)[number];

export const GEOMETRY_PARTS = ["shape", "spacing", "affine"] as const;
export type GeometryPart = (typeof GEOMETRY_PARTS)[number];

/** A score of counts, or the key of a metric, by which pairs are compared. */
export type MatchingMetric = MatchingScoreName | MetricKey;
export const MATCHING_METRICS: readonly MatchingMetric[] = [...MATCHING_SCORE_NAMES, ...MATCHABLE_METRICS];

export const SPACES = ["mm", "voxel"] as const;

/** Neighbours by number, or by what they share, which holds for 2D and 3D alike. */
export type ConnectivityOption = Connectivity | "faces" | "corners";

export const TOUCHING_LABELS = ["separate", "merge"] as const;
/** Whether components of different labels of a group stay apart where they touch. */
export type TouchingLabels = (typeof TOUCHING_LABELS)[number];

export const AUTC_DECISIONS = ["fixed", "moving"] as const;

/** The choices of an evaluation. All are optional; see `OPTIONS` in `registry.ts` for meanings and defaults. */
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
  readonly taxonomy?: boolean;
  readonly explain?: boolean;
  readonly connectivity?: ConnectivityOption;
  readonly touchingLabels?: TouchingLabels;
  readonly ignoreLabel?: number;
  readonly minVolume?: number;
  readonly minVoxels?: number;
  readonly volumeBins?: readonly number[];
  readonly lesionDilation?: number;
  readonly lesionVolume?: number;
  readonly partScore?: PartScore;
  readonly matchWithoutOverlap?: boolean;
  readonly groups?: GroupsOption;
  readonly metrics?: readonly MetricKey[];
  readonly globalMetrics?: readonly MetricKey[];
  readonly hd95?: Pooling;
  readonly nsd?: Pooling;
  readonly nsdTolerance?: number;
  readonly globalSpace?: (typeof SPACES)[number];
  readonly regions?: boolean;
  readonly regionSpace?: (typeof SPACES)[number];
  readonly edgeCases?: EdgeCasesOption;
  readonly ignoreGeometry?: readonly GeometryPart[];
  readonly geometryTolerance?: number;
  readonly roundLabels?: boolean;
  readonly maximumVoxels?: number;
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
  readonly taxonomy: boolean;
  readonly explain: boolean;
  /** Null, as is touchingLabels, until the volumes' dimensions are known: then what the preset chooses for them. */
  readonly connectivity: ConnectivityOption | null;
  readonly touchingLabels: TouchingLabels | null;
  readonly ignoreLabel: number | null;
  /** mm³ (mm² in 2D). */
  readonly minVolume: number;
  readonly minVoxels: number;
  /** Rising borders in mm³ (mm² in 2D); null: no bins. */
  readonly volumeBins: readonly number[] | null;
  /** Voxels by which references grow to find out which are one lesion; null: no lesion-wise scores. */
  readonly lesionDilation: number | null;
  /** mm³ (mm² in 2D). */
  readonly lesionVolume: number;
  readonly partScore: PartScore;
  readonly matchWithoutOverlap: boolean;
  readonly groups: ResolvedGroups;
  readonly metrics: readonly MetricKey[];
  readonly globalMetrics: readonly MetricKey[];
  readonly hd95: Pooling;
  readonly nsd: Pooling;
  /** mm; null: the smallest spacing. */
  readonly nsdTolerance: number | null;
  readonly globalSpace: (typeof SPACES)[number];
  readonly regions: boolean;
  readonly regionSpace: (typeof SPACES)[number];
  readonly edgeCases: ResolvedEdgeCases;
  readonly ignoreGeometry: readonly GeometryPart[];
  /** Voxels by which a corner of the grid may be displaced. */
  readonly geometryTolerance: number;
  /** Round every number to the nearest label, however far off it is. */
  readonly roundLabels: boolean;
  /** Files whose headers claim more are refused. */
  readonly maximumVoxels: number;
  /** Remarks that the result repeats. */
  readonly notes: readonly string[];
}
