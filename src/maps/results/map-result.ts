import type { BuildName } from "../../../bindings/engine/engine.js";
import type { InputDescription } from "../../results/evaluation-result.js";
import type { RegionRow } from "../atlas/region-rows.js";
import type { DetectionResult } from "../detection/detect-lesions.js";
import type { ResolvedMapOptions } from "../options/types.js";
import type { InstanceQuality } from "../scores/instances.js";
import type { MapReason } from "../scores/reasons.js";
import type { BaselineResult } from "./baseline-result.js";

/** A point of a curve over the threshold: the set {m ≥ threshold}. */
export interface CurvePoint {
  readonly threshold: number;
  readonly voxels: number;
  /** Of these, in the reference. */
  readonly inside: number;
  readonly dice: number;
  readonly precision: number;
  readonly recall: number;
  /** The share of the voxels outside the reference that are in the set. */
  readonly fpr: number;
}

/** A point of a curve over the threshold: the components of {m ≥ threshold} against the instances of the reference. */
export interface InstancePoint extends InstanceQuality {
  readonly threshold: number;
  readonly voxels: number;
  readonly n_components: number;
}

/** A bin of probabilities: `[voxels, mean m, share of the reference]`; the latter two are NaN in an empty bin. */
export type ReliabilityBin = readonly [voxels: number, mean: number, share: number];

/** A map against one group of the reference: its scores by key (`MAP_SCORES`), with each NaN its `<key>_reason`, and: */
export interface MapGroupResult extends Partial<DetectionResult> {
  readonly [score: string]: MapGroupField;
  /** Chance levels: the scores of a map that is independent of the reference, by key. */
  readonly chance: Readonly<Record<string, number>>;
  readonly curve: readonly CurvePoint[];
  /** With the option `instances`. */
  readonly instance_curve?: readonly InstancePoint[];
  /** Of probabilities only. */
  readonly reliability?: readonly ReliabilityBin[];
}

export type MapGroupField =
  | DetectionResult[keyof DetectionResult]
  | number
  | MapReason
  | Readonly<Record<string, number>>
  | readonly CurvePoint[]
  | readonly InstancePoint[]
  | readonly ReliabilityBin[]
  | undefined;

/** Voxels that count. */
export interface DomainResult {
  readonly n_voxels: number;
  /** Voxels within the mask that are NaN, and how many of them lie in the reference. */
  readonly n_nan: number;
  readonly n_nan_reference: number;
  /** Of all groups together; NaN without a reference. */
  readonly prevalence: number;
}

/** The scores of one map. */
export interface MapResult {
  readonly kind: "map";
  readonly engine: { readonly name: string; readonly version: string; readonly build: BuildName };
  readonly inputs: Readonly<Record<string, InputDescription>>;
  readonly options: ResolvedMapOptions;
  readonly notes: readonly string[];
  readonly domain: DomainResult;
  /** Empty without a reference. */
  readonly groups: Readonly<Record<string, MapGroupResult>>;
  /** Of an atlas: every label, 0 first. */
  readonly regions?: readonly RegionRow[];
  /** Labels that have a name and that the atlas does not hold. */
  readonly absent?: readonly { readonly label: number; readonly name: string }[];
  /** Other maps scored alike, and by how much the map is above them. */
  readonly baselines?: readonly BaselineResult[];
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<string, number>>;
}
