/** Why a score has no value. */
export const REASONS = {
  empty_reference: "the reference has no voxel in the domain",
  full_reference: "the reference fills the domain",
  no_mass: "the map has no value above 0",
  constant_map: "all values are equal",
  both_signs: "signed values have no share: some are below 0",
  empty_domain: "no voxel is left to score",
} as const;

export type MapReason = keyof typeof REASONS;

export function isReason(value: number | MapReason): value is MapReason {
  return typeof value === "string";
}
