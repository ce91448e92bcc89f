import type { GroupResult } from "./result-types.js";

/**
 * All numbers of a group that a table has columns for: its own, the scores of neighbouring fields and BraTS's lesion-wise
 * scores, by their keys. Null: a number that has no meaning for the group.
 */
export function flatNumbers({ scores, brats, ...group }: GroupResult): [key: string, value: number | null][] {
  const lesionWise = brats && {
    lesion_wise_dice: brats.lesion_wise_dice,
    lesion_wise_hd95: brats.lesion_wise_hd95,
  };
  return Object.entries({ ...group, ...scores, ...lesionWise }).flatMap(([key, value]): [string, number | null][] =>
    typeof value === "number" || value === null ? [[key, value]] : [],
  );
}
