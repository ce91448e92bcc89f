import { INSTANCE_SCORES } from "./instance-scores.js";
import { PARTITION_SCORES } from "./partition-scores.js";
import type { ScoreInputs, ScoreRow } from "./score-row.js";
import { VOXEL_SCORES } from "./voxel-scores.js";

/** All scores, in the order in which documentation lists them. */
export const SCORES: readonly ScoreRow[] = [...VOXEL_SCORES, ...INSTANCE_SCORES, ...PARTITION_SCORES];

export const SCORE_KEYS: readonly string[] = SCORES.map(({ key }) => key);

/** The scores asked for, by key. */
export function tableScores(keys: readonly string[], inputs: ScoreInputs): Readonly<Record<string, number>> {
  const rows = SCORES.filter(({ key }) => keys.includes(key));
  return Object.fromEntries(rows.map(({ key, value }) => [key, value(inputs)]));
}
