import { VoxmatchError } from "../../base/errors.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { type ScannedVoxels, VolumeEncoder } from "../../bindings/read/volume-encoder.js";
import type { Box } from "../../bindings/volumes/paint-labels.js";
import type { VoxelSource } from "../io/voxel-source.js";

/** Reads a box of a volume into the arena, whose top it is. */
export async function loadBox(engine: Engine, { stored }: VoxelSource, box: Box): Promise<ScannedVoxels> {
  if (stored?.boxes === undefined) {
    throw new VoxmatchError("INTERNAL", "Voxels that come in order alone were to be read as boxes.");
  }
  const bytes = await stored.boxes.read(box);
  const encoder = new VolumeEncoder(engine, box.shape, stored.encoding);
  try {
    encoder.push(bytes);
    return encoder.finish();
  } catch (error) {
    encoder.abandon();
    throw error;
  }
}
