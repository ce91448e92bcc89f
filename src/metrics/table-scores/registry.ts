import { AGGREGATED_SCORES } from "./aggregated-scores.js";
import { INSTANCE_SCORES } from "./instance-scores.js";
import { PARTITION_SCORES } from "./partition-scores.js";
import { PRECISION_SCORES } from "./precision-scores.js";
import type { ScoreInputs, ScoreRow } from "./score-row.js";
import { VOXEL_SCORES } from "./voxel-scores.js";

/** All scores, in the order in which documentation lists them. */
export const SCORES: readonly ScoreRow[] = [
  ...VOXEL_SCORES,
  ...INSTANCE_SCORES,
  ...AGGREGATED_SCORES,
  ...PRECISION_SCORES,
  ...PARTITION_SCORES,
];

/** The scores of a group, and the sums that they are functions of. */
export interface TableScores {
  readonly scores: Readonly<Record<string, number>>;
  readonly score_sums: Readonly<Record<string, readonly number[]>>;
}

/** The scores asked for, by key. */
export function tableScores(keys: readonly string[], inputs: ScoreInputs): TableScores {
  const scores: Record<string, number> = {};
  const sums: Record<string, readonly number[]> = {};
  for (const { key, from } of SCORES) {
    if (!keys.includes(key)) continue;
    if (typeof from === "function") {
      scores[key] = from(inputs);
    } else {
      sums[key] = from.sums(inputs);
      scores[key] = from.combine(sums[key]);
    }
  }
  return { scores, score_sums: sums };
}
