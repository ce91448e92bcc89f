import type { Sign } from "../../../bindings/maps/map-volume.js";
import type { ResolvedGroups } from "../../instances/groups.js";
import type { ConnectivityOption, TouchingLabels } from "../../instances/instance-options.js";
import type { GeometryPart } from "../../io/geometry.js";
import type { GroupsOption } from "../../options/groups.js";

export const MAP_PRESET_NAMES = ["framework", "clevr-xai", "quantus", "xai-tris"] as const;
/** Whose numbers a map is scored by. */
export type MapPresetName = (typeof MAP_PRESET_NAMES)[number];

export const MAP_KINDS = ["relevance", "probability"] as const;
/** What a map's numbers are. */
export type MapKind = (typeof MAP_KINDS)[number];

export const SIGNS = ["positive", "negative", "absolute", "signed"] as const satisfies readonly Sign[];

export const MISSING_RULES = ["exclude", "zero", "refuse"] as const;
/** What becomes of NaN: not in the domain, the value 0, or an error. */
export type MissingRule = (typeof MISSING_RULES)[number];

export const ZERO_RULES = ["tie", "leave-out"] as const;

export const MAP_INPUTS = ["semantic", "unmatched"] as const;

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
  readonly pointingTolerance?: number;
  readonly specificity?: number;
  readonly thresholds?: readonly number[];
  readonly curvePoints?: number;
  readonly calibrationBins?: number;
  readonly notes?: readonly string[];
}

/** The choices of the evaluation of a map, all made. */
export interface ResolvedMapOptions {
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
  /** mm */
  readonly pointingTolerance: number;
  readonly specificity: number;
  readonly thresholds: readonly number[];
  readonly curvePoints: number;
  readonly calibrationBins: number;
  readonly notes: readonly string[];
}
