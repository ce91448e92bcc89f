/** A label volume as a plain array of numbers, x fastest: what every oracle works on. */
export interface PlainVolume {
  readonly shape: readonly [number, number, number];
  readonly labels: readonly number[];
}

/** The linear index of a voxel. */
export function at({ shape: [nx, ny] }: PlainVolume, x: number, y: number, z: number): number {
  return x + nx * (y + ny * z);
}

/** Calls `visit` for every voxel in scan order. */
export function eachVoxel(volume: PlainVolume, visit: (x: number, y: number, z: number, label: number) => void): void {
  const [nx, ny, nz] = volume.shape;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++) visit(x, y, z, volume.labels[at(volume, x, y, z)]);
    }
  }
}
