import { at, type PlainVolume } from "./label-volume.js";

/** The voxels of a box, one by one. */
export function paintLabels(volume: PlainVolume, origin: readonly number[], shape: readonly number[]): number[] {
  const painted = [];
  for (let z = 0; z < shape[2]; z++) {
    for (let y = 0; y < shape[1]; y++) {
      for (let x = 0; x < shape[0]; x++) {
        painted.push(volume.labels[at(volume, origin[0] + x, origin[1] + y, origin[2] + z)]);
      }
    }
  }
  return painted;
}
