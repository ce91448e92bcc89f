/** A few numbers of each group of each case, so that a summary can read a hundred thousand records. */

import { undefinedReason } from "../../reports/case/undefined-reason.js";
import type { GroupResult } from "../../results/result-types.js";
import type { VolumeBinRow } from "../../results/volume-bins.js";
import { compareKeys, type DoneCase } from "../case-record.js";
import type { ExactSum } from "./exact-total.js";
import { poolingOf } from "./pooling.js";
import type { SummaryMetric } from "./summary-metrics.js";

export interface CaseValues {
  readonly case: string;
  readonly model: string | null;
  readonly columns: Readonly<Record<string, string>>;
  /** Whether the model has a prediction; else why not: there is none, or it is of no use. */
  readonly origin: "predicted" | "missing" | "failed";
  /** Of the case's grid, in mm; NaN where it is not known. */
  readonly diagonal: number;
  readonly groups: ReadonlyMap<string, GroupValues>;
}

export interface GroupValues {
  /** By metric; null where the result has no such number. Keys that the result does not mention are not there. */
  readonly values: ReadonlyMap<string, number | null>;
  /** Why a value is null or not finite. */
  readonly reasons: ReadonlyMap<string, string>;
  /** The terms that the case adds to each sum, of metrics that can be pooled. */
  readonly terms: ReadonlyMap<string, readonly ExactSum[]>;
  readonly counts: InstanceCounts;
  /** Foregrounds in voxels; NaN where they were not measured. */
  readonly voxels: { readonly reference: number; readonly prediction: number };
  /** Of a voxel, in mm³. */
  readonly voxelVolume: number;
  readonly bins: readonly BinCounts[];
  /** False where counts, voxels and terms lack a reference that could not be measured. */
  readonly isReferenceKnown: boolean;
}

export interface InstanceCounts {
  readonly n_ref_instances: number;
  readonly n_pred_instances: number;
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
}

/** Of {@link VolumeBinRow} what can be added. */
export type BinCounts = Omit<VolumeBinRow, "rec" | "prec">;

export function caseValues(record: DoneCase, metrics: readonly SummaryMetric[]): CaseValues {
  const { case: id, model, columns, inputs } = record;
  const voxelVolume = volumeOf(inputs?.reference);
  const groups = Object.entries(record.groups).map(
    ([name, result]) => [name, groupValues(result, metrics, voxelVolume)] as const,
  );
  const diagonal = diagonalOf(inputs?.reference);
  return { case: id, model, columns, origin: "predicted", diagonal, groups: new Map(groups) };
}

/** The diagonal of a whole grid in mm: no distance within it is longer. NaN where the grid is not known. */
export function diagonalOf(grid?: { readonly shape: readonly number[]; readonly spacing: readonly number[] }): number {
  if (grid?.shape === undefined || grid.spacing === undefined) return Number.NaN;
  return Math.hypot(...grid.shape.map((size, axis) => size * (grid.spacing[axis] ?? 1)));
}

/** The volume of a voxel in mm³. */
function volumeOf(grid?: { readonly spacing: readonly number[] }): number {
  return grid?.spacing === undefined ? Number.NaN : grid.spacing.reduce((volume, size) => volume * size, 1);
}

function groupValues(result: GroupResult, metrics: readonly SummaryMetric[], voxelVolume: number): GroupValues {
  const values = new Map<string, number | null>();
  const reasons = new Map<string, string>();
  const terms = new Map<string, readonly ExactSum[]>();
  for (const { key, read } of metrics) {
    const found = read(result);
    if (typeof found !== "number" && found !== null) continue;
    const value = isAreaOfNothing(key, result) ? Number.NaN : found;
    values.set(key, value);
    if (!Number.isFinite(value)) reasons.set(key, undefinedReason(result, key));
    // A number that has no meaning for a case has none for many: nothing is pooled then.
    const pooling = value === null ? null : poolingOf(key);
    if (pooling !== null) terms.set(key, pooling.terms(result));
  }
  const { n_ref_instances, n_pred_instances, tp, fp, fn } = result;
  const bins = (result.by_volume ?? []).map(({ rec, prec, ...counts }) => counts);
  const voxels = {
    reference: result.global_bin_volume_ref ?? Number.NaN,
    prediction: result.global_bin_volume_pred ?? Number.NaN,
  };
  const counts = { n_ref_instances, n_pred_instances, tp, fp, fn };
  return { values, reasons, terms, counts, voxels, voxelVolume, bins, isReferenceKnown: true };
}

/**
 * In an area over thresholds an undefined quality counts 0, so that of a case without any instance is 0: nothing that was
 * measured, and no worse than the quality itself.
 */
function isAreaOfNothing(key: string, result: GroupResult): boolean {
  return key.startsWith("autc_") && result.n_ref_instances + result.n_pred_instances === 0;
}

export function sortCases(cases: readonly CaseValues[]): CaseValues[] {
  return [...cases].sort(compareKeys);
}
