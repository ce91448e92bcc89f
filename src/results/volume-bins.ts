import type { Matching } from "../matching/matching.js";
import { type GroupInstances, type OverlapTable, voxelVolume } from "../overlap/overlap-table.js";

/** Recall and precision among the instances of one range of volumes, `low ≤ volume < high`. */
export interface VolumeBinRow {
  /** mm³ (mm² in 2D). */
  readonly low: number;
  /** Infinity for the last bin. */
  readonly high: number;
  readonly n_ref_instances: number;
  readonly n_matched_ref_instances: number;
  /** The share of the bin's references that are matched; NaN of none. */
  readonly rec: number;
  readonly n_pred_instances: number;
  readonly n_matched_pred_instances: number;
  /** The share of the bin's predictions that are matched; NaN of none. */
  readonly prec: number;
}

/**
 * Recall by the volume of references, and precision by that of predictions. A reference and the prediction that it is
 * matched to may lie in different bins, so that a bin's precision counts its own predictions and never true positives.
 *
 * @param borders rising, in mm³; the first bin begins at 0, the last has no end
 */
export function volumeBins(table: OverlapTable, matching: Matching, borders: readonly number[]): VolumeBinRow[] {
  const unit = voxelVolume(table);
  const lows = borders[0] > 0 ? [0, ...borders] : borders;
  const references = countByBin(table.reference, new Set(matching.reference), unit, lows);
  const predictions = countByBin(table.prediction, new Set(matching.prediction), unit, lows);
  return lows.map((low, bin) => ({
    low,
    high: lows[bin + 1] ?? Number.POSITIVE_INFINITY,
    n_ref_instances: references.all[bin],
    n_matched_ref_instances: references.matched[bin],
    rec: references.matched[bin] / references.all[bin],
    n_pred_instances: predictions.all[bin],
    n_matched_pred_instances: predictions.matched[bin],
    prec: predictions.matched[bin] / predictions.all[bin],
  }));
}

function countByBin(instances: GroupInstances, isMatched: ReadonlySet<number>, unit: number, lows: readonly number[]) {
  const all = lows.map(() => 0);
  const matched = lows.map(() => 0);
  for (let i = 0; i < instances.count; i++) {
    // The same product as in the instance's row, so that what is printed decides.
    const volume = instances.voxels[i] * unit;
    const bin = lows.findLastIndex((low) => low <= volume);
    all[bin]++;
    if (isMatched.has(i)) matched[bin]++;
  }
  return { all, matched };
}
