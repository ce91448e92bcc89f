/** Means leave values out that are not defined, or are not defined themselves. */
export const UNDEFINED_IN_MEANS = ["omit", "propagate"] as const;
export type UndefinedInMeans = (typeof UNDEFINED_IN_MEANS)[number];

/** The mean of `count` values, `missing` of which are not defined and not in the sum. */
export function meanOfDefined(sum: number, count: number, missing: number, rule: UndefinedInMeans): number {
  return missing > 0 && rule === "propagate" ? Number.NaN : sum / (count - missing);
}
