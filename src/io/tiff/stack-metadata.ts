/** The order of pages, and the size of voxels, as a description says them. */
export interface StackMetadata {
  /** How many slices, channels and time points there are. */
  readonly sizes: { readonly z: number; readonly c: number; readonly t: number };
  /** The page of a slice, channel and time point. */
  pageOf(z: number, c: number, t: number): number;
  /** mm along x, y and z; null where nothing is said. */
  readonly spacing: readonly (number | null)[];
  readonly notes: readonly string[];
}
