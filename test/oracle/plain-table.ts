/** Sizes of the instances of both sides, and the voxels that pairs share. */
export interface PlainTable {
  readonly references: readonly number[];
  readonly predictions: readonly number[];
  readonly overlaps: readonly (readonly [reference: number, prediction: number, voxels: number])[];
}
