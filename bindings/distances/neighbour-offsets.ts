import type { Triple } from "../volumes/run-volume.js";

/** More offsets than this cost a word of surface voxels more than to search for those that are left one by one. */
const MAXIMUM_OFFSETS = 64;

/** Offsets are looked for so far along each axis; none that is longer than some outside is kept. */
const REACH = 4;

/** Offsets to the nearest voxels as `assembly/distances/nearest-surface/near.ts` takes them. */
export interface NearOffsets {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly count: number;
}

let latest: { readonly grid: readonly number[]; readonly offsets: NearOffsets } | null = null;

/** The shortest offsets (±dx, dy, dz) of a grid, rising by distance; those of the latest grid are kept. */
export function nearOffsets(weights: Triple, unit: number): NearOffsets {
  const grid = [...weights, unit];
  if (latest === null || grid.some((value, i) => value !== latest?.grid[i])) {
    latest = { grid, offsets: makeOffsets(weights, unit) };
  }
  return latest.offsets;
}

function makeOffsets([wx, wy, wz]: Triple, unit: number): NearOffsets {
  const limit = Math.min(wx, wy, wz) * (REACH + 1) ** 2;
  const found = [];
  for (let dz = -REACH; dz <= REACH; dz++) {
    for (let dy = -REACH; dy <= REACH; dy++) {
      for (let dx = 0; dx <= REACH; dx++) {
        const squared = wx * dx * dx + wy * dy * dy + wz * dz * dz;
        if (squared < limit) found.push({ dx, dy, dz, squared });
      }
    }
  }
  found.sort((a, b) => a.squared - b.squared);
  const kept = found.slice(0, MAXIMUM_OFFSETS);
  const bytes = new Uint8Array(24 * kept.length);
  const view = new DataView(bytes.buffer);
  kept.forEach(({ dx, dy, dz, squared }, i) => {
    view.setInt32(24 * i, dx, true);
    view.setInt32(24 * i + 4, dy, true);
    view.setInt32(24 * i + 8, dz, true);
    view.setInt32(24 * i + 12, Number(kept[i + 1]?.squared !== squared), true);
    // The same operations as in the kernels, so that the same bits result.
    view.setFloat64(24 * i + 16, Math.sqrt(squared * unit), true);
  });
  return { bytes, count: kept.length };
}
