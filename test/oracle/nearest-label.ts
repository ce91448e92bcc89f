import { eachVoxel, type PlainVolume } from "./label-volume.js";

/** Every labelled voxel is measured against every voxel, in whole numbers: Σ weight·difference². */
export function nearestLabels(volume: PlainVolume, weights: readonly [number, number, number]): number[] {
  const [wx, wy, wz] = weights;
  const sites: [x: number, y: number, z: number, label: number][] = [];
  eachVoxel(volume, (x, y, z, label) => {
    if (label !== 0) sites.push([x, y, z, label]);
  });
  const out: number[] = [];
  eachVoxel(volume, (x, y, z) => {
    let best = Number.POSITIVE_INFINITY;
    let nearest = 0;
    for (const [sx, sy, sz, label] of sites) {
      const distance = wx * (x - sx) ** 2 + wy * (y - sy) ** 2 + wz * (z - sz) ** 2;
      if (distance < best || (distance === best && label < nearest)) {
        best = distance;
        nearest = label;
      }
    }
    out.push(nearest);
  });
  return out;
}
