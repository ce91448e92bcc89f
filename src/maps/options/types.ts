import type { Sign } from "../../../bindings/maps/map-volume.js";
import type { ResolvedGroups } from "../../instances/groups.js";
import type { ConnectivityOption, TouchingLabels } from "../../instances/instance-options.js";
import type { GeometryPart } from "../../io/geometry.js";
import type { GroupsOption } from "../../options/groups.js";

export const MAP_PRESET_NAMES = [
  "framework",
  "clevr-xai",
  "quantus",
  "xai-tris",
  "picai",
  "luna16",
  "camelyon16",
] as const;
/** Whose numbers a map is scored by. */
export type MapPresetName = (typeof MAP_PRESET_NAMES)[number];

export const MAP_KINDS = ["relevance", "probability"] as const;
/** The meaning of a map's numbers. */
export type MapKind = (typeof MAP_KINDS)[number];

export const SIGNS = ["positive", "negative", "absolute", "signed"] as const satisfies readonly Sign[];

export const MISSING_RULES = ["exclude", "zero", "refuse"] as const;
/** Handling of NaN: not in the domain, the value 0, or an error. */
export type MissingRule = (typeof MISSING_RULES)[number];

export const ZERO_RULES = ["tie", "leave-out"] as const;

export const MAP_INPUTS = ["semantic", "unmatched"] as const;

export const CANDIDATE_RULES = ["components", "peaks"] as const;
export const HIT_RULES = ["overlap", "peak", "distance"] as const;
export const HIT_METRICS = ["iou", "dice", "ior", "iop"] as const;
export const ASSIGNMENTS = ["confidence", "overlap", "any"] as const;
export const EXTRA_HITS = ["ignore", "false-positive"] as const;
export const FROC_INTERPOLATIONS = ["step", "linear"] as const;
export const FP_DENOMINATORS = ["cases", "negative"] as const;
export const CASE_SCORES = ["max", "noisy-or"] as const;

/** Detection of lesions in a map. */
export interface DetectionOptions {
  readonly candidates: (typeof CANDIDATE_RULES)[number];
  readonly peakRatio: number;
  readonly candidateThreshold: number | "positive" | null;
  readonly candidateMinVoxels: number;
  /** mm³ (mm² in 2D) */
  readonly candidateMinVolume: number;
  readonly maxCandidates: number | null;
  readonly hit: (typeof HIT_RULES)[number];
  readonly hitMetric: (typeof HIT_METRICS)[number];
  readonly hitThreshold: number;
  /** mm */
  readonly hitDistance: number | "radius";
  readonly assignment: (typeof ASSIGNMENTS)[number];
  readonly extraHits: (typeof EXTRA_HITS)[number];
  readonly frocRates: readonly number[];
  readonly frocInterpolation: (typeof FROC_INTERPOLATIONS)[number];
  readonly fpPer: (typeof FP_DENOMINATORS)[number];
  readonly caseScore: (typeof CASE_SCORES)[number];
  readonly operatingThreshold: number | null;
}

/** The choices of the evaluation of a map. All are optional; `MAP_OPTIONS` says what they mean. */
export interface MapOptions {
  readonly preset?: MapPresetName;
  readonly kind?: MapKind;
  readonly sign?: Sign;
  readonly nan?: MissingRule;
  readonly scale?: number;
  readonly input?: (typeof MAP_INPUTS)[number];
  readonly referenceThreshold?: number;
  readonly groups?: GroupsOption;
  readonly ignoreLabel?: number;
  readonly connectivity?: ConnectivityOption;
  readonly touchingLabels?: TouchingLabels;
  readonly minVolume?: number;
  readonly minVoxels?: number;
  readonly ignoreGeometry?: readonly GeometryPart[];
  readonly geometryTolerance?: number;
  readonly zeros?: (typeof ZERO_RULES)[number];
  readonly topPercent?: readonly number[];
  readonly topVoxels?: readonly number[];
  readonly pointingTolerance?: number;
  readonly specificity?: number;
  readonly thresholds?: readonly number[];
  readonly curvePoints?: number;
  readonly calibrationBins?: number;
  readonly instances?: boolean;
  readonly threshold?: number;
  readonly detection?: boolean;
  readonly candidates?: DetectionOptions["candidates"];
  readonly peakRatio?: number;
  readonly candidateThreshold?: number | "positive";
  readonly candidateMinVoxels?: number;
  readonly candidateMinVolume?: number;
  readonly maxCandidates?: number;
  readonly hit?: DetectionOptions["hit"];
  readonly hitMetric?: DetectionOptions["hitMetric"];
  readonly hitThreshold?: number;
  readonly hitDistance?: number | "radius";
  readonly assignment?: DetectionOptions["assignment"];
  readonly extraHits?: DetectionOptions["extraHits"];
  readonly frocRates?: readonly number[];
  readonly frocInterpolation?: DetectionOptions["frocInterpolation"];
  readonly fpPer?: DetectionOptions["fpPer"];
  readonly caseScore?: DetectionOptions["caseScore"];
  readonly operatingThreshold?: number;
  readonly notes?: readonly string[];
}

/** The choices of the evaluation of a map, all made. */
export interface ResolvedMapOptions extends DetectionOptions {
  readonly preset: MapPresetName;
  readonly kind: MapKind;
  readonly sign: Sign;
  readonly nan: MissingRule;
  /** Values are divided by this first. */
  readonly scale: number;
  readonly input: (typeof MAP_INPUTS)[number];
  /** The reference is a map too, and its foreground what is at least this; null: it is a label volume. */
  readonly referenceThreshold: number | null;
  readonly groups: ResolvedGroups;
  readonly ignoreLabel: number | null;
  readonly connectivity: ConnectivityOption | null;
  readonly touchingLabels: TouchingLabels | null;
  readonly minVolume: number;
  readonly minVoxels: number;
  readonly ignoreGeometry: readonly GeometryPart[];
  readonly geometryTolerance: number;
  readonly zeros: (typeof ZERO_RULES)[number];
  readonly topPercent: readonly number[];
  readonly topVoxels: readonly number[];
  /** mm */
  readonly pointingTolerance: number;
  readonly specificity: number;
  readonly thresholds: readonly number[];
  readonly curvePoints: number;
  readonly calibrationBins: number;
  readonly instances: boolean;
  /** The IoU that a component must exceed to match an instance. */
  readonly threshold: number;
  readonly detection: boolean;
  readonly notes: readonly string[];
}
