import { splitmix64 } from "./random.js";

/** The shape of a dense mask, x fastest; two numbers for a flat slice, which has no neighbours in z. */
export type MaskShape = readonly [nx: number, ny: number] | readonly [nx: number, ny: number, nz: number];

export type VolumeShape = readonly [nx: number, ny: number, nz: number];

/** Independent voxels, each foreground with the given probability. */
export function randomMask(shape: MaskShape, density: number, seed: number): Uint8Array {
  const next = splitmix64(seed);
  return Uint8Array.from({ length: shape[0] * shape[1] * (shape[2] ?? 1) }, () => (next() < density ? 1 : 0));
}

/** The union of a few balls, which may touch, overlap and lie across the border. */
export function randomBlobs(shape: MaskShape, balls: number, radius: number, seed: number): Uint8Array {
  const [nx, ny, nz = 1] = shape;
  const next = splitmix64(seed);
  const mask = new Uint8Array(nx * ny * nz);
  for (let ball = 0; ball < balls; ball++) {
    const [cx, cy, cz, r] = [next() * nx, next() * ny, next() * nz, radius * (0.4 + 0.6 * next())];
    for (let z = 0; z < nz; z++)
      for (let y = 0; y < ny; y++)
        for (let x = 0; x < nx; x++)
          if ((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2 <= r * r) mask[x + nx * (y + ny * z)] = 1;
  }
  return mask;
}
