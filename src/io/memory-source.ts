import type { Volume, VolumeHeader } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { copyVoxelsIn } from "../../bindings/volumes/arena-volume.js";
import type { LoadedVoxels } from "./volume-notes.js";
import type { VoxelSource } from "./voxel-source.js";

/** A volume that was read before. */
export class MemorySource implements VoxelSource {
  readonly kind = "volume";
  readonly parallel = null;
  readonly stored = null;
  readonly #volume: Volume;

  constructor(volume: Volume) {
    this.#volume = volume;
  }

  get identity(): unknown {
    return this.#volume;
  }

  get header(): VolumeHeader {
    return this.#volume;
  }

  async load(engine: Engine): Promise<LoadedVoxels> {
    return { voxels: copyVoxelsIn(engine, this.#volume), united: null, rounding: null, trailingBytes: 0 };
  }

  async describe(): Promise<VolumeHeader> {
    return this.#volume;
  }

  async close(): Promise<void> {}
}
