import type { VolumePair } from "../data.js";
import type { Shape } from "../support/paint-shapes.js";

/** Number of differing voxels that are looked at, spread over all of them. */
const LOOKED_AT = 200;

/**
 * Refuses two answers that differ elsewhere than where two labels are equally near. The distances of those voxels are found
 * by looking at every labelled voxel.
 */
export function checkNearest(
  ours: Uint32Array,
  theirs: Uint32Array,
  { reference, shape: [nx, ny] }: VolumePair,
  spacing: Shape,
  peer: string,
): void {
  if (ours.length !== theirs.length) throw new Error(`${peer} says ${theirs.length} labels of ${ours.length} voxels.`);
  const differing: number[] = [];
  for (let i = 0; i < ours.length; i++) if (ours[i] !== theirs[i]) differing.push(i);
  const sites: number[] = [];
  for (let i = 0; i < reference.length; i++) if (reference[i] !== 0) sites.push(i);
  const squaredMm = (a: number, b: number) => {
    const x = (a % nx) - (b % nx);
    const y = (Math.floor(a / nx) % ny) - (Math.floor(b / nx) % ny);
    const z = Math.floor(a / (nx * ny)) - Math.floor(b / (nx * ny));
    return (x * spacing[0]) ** 2 + (y * spacing[1]) ** 2 + (z * spacing[2]) ** 2;
  };
  const step = Math.max(1, Math.floor(differing.length / LOOKED_AT));
  for (let at = 0; at < differing.length; at += step) {
    const voxel = differing[at];
    let [own, other] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (const site of sites) {
      if (reference[site] === ours[voxel]) own = Math.min(own, squaredMm(voxel, site));
      else if (reference[site] === theirs[voxel]) other = Math.min(other, squaredMm(voxel, site));
    }
    if (!(Math.abs(own - other) <= 1e-9 * own)) {
      throw new Error(
        `Voxel ${voxel}: label ${ours[voxel]} is ${Math.sqrt(own)} mm away, ${peer}'s ${theirs[voxel]} ${Math.sqrt(other)}.`,
      );
    }
  }
}
