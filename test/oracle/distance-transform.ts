import { eachVoxel, type PlainVolume } from "./label-volume.js";

/** The least Σ weight·difference² over all foreground voxels, times `unit`; Infinity without any. */
export function squaredDistances(
  mask: PlainVolume,
  weights: readonly [number, number, number],
  unit: number,
): number[] {
  const [wx, wy, wz] = weights;
  const sites: [x: number, y: number, z: number][] = [];
  eachVoxel(mask, (x, y, z, label) => {
    if (label !== 0) sites.push([x, y, z]);
  });
  const out: number[] = [];
  eachVoxel(mask, (x, y, z) => {
    let least = Number.POSITIVE_INFINITY;
    for (const [sx, sy, sz] of sites) {
      least = Math.min(least, wx * (x - sx) ** 2 + wy * (y - sy) ** 2 + wz * (z - sz) ** 2);
    }
    out.push(least * unit);
  });
  return out;
}
