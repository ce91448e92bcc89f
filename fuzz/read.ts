import { isVoxmatchError } from "../base/errors.js";
import type { Volume } from "../base/types.js";
import { type ReadVolumeOptions, readVolume } from "../src/io/read-volume.js";
import { voxelsOf } from "../test/support/nifti.js";

/** Inputs may claim as many voxels; more must be refused before memory is reserved. */
const MAXIMUM_VOXELS = 2 ** 20;

/** What a reader makes of a file: an error of the package, or a volume that its own header fits. */
export async function read(
  input: Parameters<typeof readVolume>[0],
  options: ReadVolumeOptions,
): Promise<Volume | null> {
  let volume: Volume;
  try {
    volume = await readVolume(input, { hash: false, maximumVoxels: MAXIMUM_VOXELS, ...options });
  } catch (error) {
    if (!isVoxmatchError(error) || error.code === "INTERNAL" || error.code === "OUT_OF_MEMORY") throw error;
    return null;
  }
  const voxels = volume.shape.reduce((product, length) => product * length, 1);
  if (voxels > MAXIMUM_VOXELS) throw new Error(`${voxels} voxels were read, of at most ${MAXIMUM_VOXELS}.`);
  if (voxelsOf(volume).length !== voxels)
    throw new Error(`The volume does not hold the ${voxels} voxels of its shape.`);
  return volume;
}
