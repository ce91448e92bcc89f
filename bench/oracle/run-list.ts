/** Runs in plain typed arrays; what `bindings/volumes/run-volume.ts` is to the kernels. */
export interface TwinRuns {
  readonly count: number;
  /** First voxel of each run along x, and the first after it. */
  readonly starts: Uint16Array;
  readonly ends: Uint16Array;
  readonly labels: Uint32Array;
  /** The runs of row `y + ny·z` are `offsets[row]` up to `offsets[row + 1]`. */
  readonly offsets: Uint32Array;
}
