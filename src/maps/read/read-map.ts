import type { DataType } from "../../../base/types.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { withMapKernels } from "../../../bindings/maps/map-engine.js";
import { voxelCount } from "../../../bindings/maps/map-volume.js";
import { withEngine } from "../../../bindings/pool/engine-pool.js";
import { VOXEL_ARRAYS, type VoxelArray } from "../../io/nifti/data-types.js";
import type { VolumeInput } from "../../io/source/byte-source.js";
import { bytesOfVoxel, type ContinuousMap, type MapFile, openMapInput } from "./open-map.js";

export interface ReadMapOptions extends Omit<MapFile, "file"> {
  /** Read with this engine, once its earlier work is done. */
  readonly engine?: Engine;
}

/** `readMap` of `api.ts`. */
export async function readMap(
  input: VolumeInput,
  { engine: own, ...options }: ReadMapOptions = {},
): Promise<ContinuousMap> {
  return withEngine(own, async (lent) => {
    const engine = await withMapKernels(lent);
    const opened = await openMapInput(engine, { file: input, ...options });
    try {
      const { loaded: volume, header } = await opened.load();
      const bytes = engine.arena.u8(volume.data, voxelCount(volume.shape) * bytesOfVoxel(volume)).slice();
      const data = arrayOf(volume.dataType, bytes.buffer);
      return { ...header, data, slope: volume.slope, intercept: volume.intercept };
    } finally {
      await opened.close();
    }
  });
}

function arrayOf(dataType: DataType, buffer: ArrayBuffer): VoxelArray {
  return new VOXEL_ARRAYS[dataType](buffer);
}
