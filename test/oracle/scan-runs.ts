import { at, type PlainVolume } from "./label-volume.js";

export interface PlainRun {
  readonly row: number;
  readonly start: number;
  readonly end: number;
  readonly label: number;
}

/** Stretches of equal labels other than 0 along x, one voxel after the other. */
export function scanRuns(volume: PlainVolume): PlainRun[] {
  const [nx, ny, nz] = volume.shape;
  const found: PlainRun[] = [];
  for (let row = 0; row < ny * nz; row++) {
    for (let x = 0; x < nx; ) {
      const label = volume.labels[at(volume, x, row, 0)];
      let end = x + 1;
      while (end < nx && volume.labels[at(volume, end, row, 0)] === label) end++;
      if (label !== 0) found.push({ row, start: x, end, label });
      x = end;
    }
  }
  return found;
}
