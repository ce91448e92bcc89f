/** What a mean does with values that are not defined: leaves them out, or is not defined itself. */
export const UNDEFINED_IN_MEANS = ["omit", "propagate"] as const;
export type UndefinedInMeans = (typeof UNDEFINED_IN_MEANS)[number];

/** The mean of `count` values, `missing` of which are not defined and not in the sum. */
export function meanOfDefined(sum: number, count: number, missing: number, rule: UndefinedInMeans): number {
  return missing > 0 && rule === "propagate" ? Number.NaN : sum / (count - missing);
}
