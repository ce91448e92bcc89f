import type { Volume } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { withEngine } from "../../bindings/pool/engine-pool.js";
import { copyVoxelsOut } from "../../bindings/volumes/arena-volume.js";
import { ArraySource, type ArrayVolume } from "./array-source.js";
import { readVolumeInto } from "./read-volume-into.js";

/**
 * Makes a label volume of voxels in a typed array, which is only read.
 * @throws VoxmatchError `INVALID_VOLUME` if the parts do not fit each other or a voxel is no label
 */
export async function volumeFromArray(array: ArrayVolume, engine?: Engine): Promise<Volume> {
  const source = new ArraySource(array, "The array");
  return withEngine(engine, async (lent) => {
    const { header, loaded } = await readVolumeInto(lent, source);
    return { ...header, ...copyVoxelsOut(lent, loaded.voxels) };
  });
}
