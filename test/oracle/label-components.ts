import { at, eachVoxel, type PlainVolume } from "./label-volume.js";

/** Component numbers by flood fill from each voxel in scan order; equal labels join if they touch. */
export function labelComponents(volume: PlainVolume, connectivity: number): number[] {
  const [nx, ny, nz] = volume.shape;
  const steps = neighbourSteps(connectivity);
  const component = volume.labels.map(() => 0);
  let count = 0;
  eachVoxel(volume, (x, y, z, label) => {
    if (label === 0 || component[at(volume, x, y, z)] !== 0) return;
    count++;
    component[at(volume, x, y, z)] = count;
    const waiting = [[x, y, z]];
    for (let voxel = waiting.pop(); voxel !== undefined; voxel = waiting.pop()) {
      for (const [dx, dy, dz] of steps) {
        const [u, v, w] = [voxel[0] + dx, voxel[1] + dy, voxel[2] + dz];
        if (u < 0 || v < 0 || w < 0 || u >= nx || v >= ny || w >= nz) continue;
        const i = at(volume, u, v, w);
        if (component[i] !== 0 || volume.labels[i] !== label) continue;
        component[i] = count;
        waiting.push([u, v, w]);
      }
    }
  });
  return component;
}

/** The neighbours at most one step away along each axis, along at most 1 (6, 4), 2 (18, 8) or 3 (26) axes at once. */
function neighbourSteps(connectivity: number): number[][] {
  const axes = connectivity === 26 ? 3 : connectivity === 18 || connectivity === 8 ? 2 : 1;
  const depth = connectivity === 4 || connectivity === 8 ? [0] : [-1, 0, 1];
  const steps = [];
  for (const dz of depth) {
    for (const dy of [-1, 0, 1]) {
      for (const dx of [-1, 0, 1]) {
        const moved = Math.abs(dx) + Math.abs(dy) + Math.abs(dz);
        if (moved >= 1 && moved <= axes) steps.push([dx, dy, dz]);
      }
    }
  }
  return steps;
}
