import type { PlainVolume } from "./label-volume.js";

/** Voxels of each pair "reference prediction" with both labels other than 0. */
export function countOverlap(reference: PlainVolume, prediction: PlainVolume): Map<string, number> {
  const table = new Map<string, number>();
  reference.labels.forEach((g, i) => {
    const p = prediction.labels[i];
    if (g !== 0 && p !== 0) table.set(`${g} ${p}`, (table.get(`${g} ${p}`) ?? 0) + 1);
  });
  return table;
}
