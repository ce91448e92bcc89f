import type { AgreementResult } from "../../maps/agreement/agreement-of-maps.js";
import type { PairScores } from "../../maps/agreement/pair-scores.js";
import type { RegionAgreement } from "../../maps/agreement/region-agreement.js";

/** How far a case's repeated maps agree. */
export interface RepeatRecord {
  /** As the manifest names them; scores of the case are of the first. */
  readonly repeats: readonly string[];
  readonly n_voxels: number;
  /** Every two maps, by their places from 0. */
  readonly pairs: AgreementResult["pairs"];
  readonly mean: PairScores;
  readonly regions?: readonly RegionAgreement[];
  readonly kendall_w?: number;
}

export function repeatRecordOf(
  { domain, pairs, mean, regions, kendall_w }: AgreementResult,
  repeats: readonly string[],
): RepeatRecord {
  return {
    repeats,
    n_voxels: domain.n_voxels,
    pairs,
    mean,
    ...(regions && { regions }),
    ...(kendall_w !== undefined && { kendall_w }),
  };
}
