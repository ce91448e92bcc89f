import type { DataType } from "../../base/types.js";
import type { UnassignedLabel } from "../instances/label-census.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import type { GroupResult } from "./result-types.js";

/** An input, as the result describes it. */
export interface InputDescription {
  readonly path: string | null;
  readonly shape: readonly number[];
  readonly spacing: readonly number[];
  readonly dataType: DataType;
  /** SHA-256 of the file as stored; null for arrays, or if hashing was switched off. */
  readonly sha256: string | null;
}

/** The result of evaluating one case; plain data. */
export interface EvaluationResult {
  readonly engine: { readonly name: "voxmatch"; readonly version: string; readonly build: string };
  readonly inputs: { readonly reference: InputDescription; readonly prediction: InputDescription };
  /** Every choice that was made, defaults included. */
  readonly options: VolumeOptions;
  /** Remarks for readers of the numbers on how they came about. */
  readonly notes: readonly string[];
  /** Labels that no group names, with their voxels on each side: they are not evaluated. */
  readonly unassigned: readonly UnassignedLabel[];
  /** Groups without a voxel in either volume. */
  readonly emptyGroups: readonly string[];
  /** How each metric and matching score in use is defined, by key, with the choices that were made filled in. */
  readonly definitions: Readonly<Record<string, string>>;
  /** By name; `ungrouped` if no groups were asked for. */
  readonly groups: Readonly<Record<string, GroupResult>>;
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<string, number>>;
}
