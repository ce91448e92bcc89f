import type { DataType, LabelRuns } from "../src/types.js";
import type { Engine } from "./engine.js";

/** What a {@link RunScanner} must know of the voxels that it is given. */
export interface VoxelEncoding {
  readonly dataType: DataType;
  readonly littleEndian: boolean;
  /** label = slope · stored + intercept */
  readonly slope: number;
  readonly intercept: number;
}

/** Turns the bytes of a volume, in pieces of any length, into runs. */
export declare class RunScanner {
  constructor(engine: Engine, shape: readonly number[], encoding: VoxelEncoding);
  /** Takes the next bytes of the volume (x fastest). @throws VoxmatchError `INVALID_VOLUME` at a voxel that is no label */
  push(bytes: Uint8Array): void;
  /** The runs of the whole volume, copied out of linear memory, which is released. */
  finish(): LabelRuns;
  /** Releases the memory of an unfinished scan. */
  abandon(): void;
}
