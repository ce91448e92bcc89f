import type { Params } from "./message.js";
import type { VoxelFiles } from "./voxel-files.js";

/** Services for a method, in addition to its parameters. */
export interface Context {
  readonly voxels: VoxelFiles;
  /** Aborted once the client cancels the request, or is gone. */
  readonly signal: AbortSignal;
  /** Tells the client how far the request is. */
  readonly tell: (progress: Params) => void;
  /** Folders that are removed once the client is gone. */
  readonly scratch: Set<string>;
}
