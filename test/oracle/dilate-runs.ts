import { at, eachVoxel, type PlainVolume } from "./label-volume.js";

/** 1 wherever a foreground voxel is at most one step away along each axis, and along at most two axes at once. */
export function dilate(volume: PlainVolume): PlainVolume {
  const [nx, ny, nz] = volume.shape;
  const labels = volume.labels.map(() => 0);
  eachVoxel(volume, (x, y, z, label) => {
    if (label === 0) return;
    for (const dx of [-1, 0, 1]) {
      for (const dy of [-1, 0, 1]) {
        for (const dz of [-1, 0, 1]) {
          const [u, v, w] = [x + dx, y + dy, z + dz];
          const inside = u >= 0 && v >= 0 && w >= 0 && u < nx && v < ny && w < nz;
          if (inside && dx * dy * dz === 0) labels[at(volume, u, v, w)] = 1;
        }
      }
    }
  });
  return { shape: volume.shape, labels };
}
