import type { Side } from "../../src/index.js";
import type { DisplayGrid } from "./display-grid.js";

/**
 * Which instances the voxels belong to, x fastest: of each voxel the code of the reference's instance, then of the prediction's;
 * 0: none.
 */
export type PairedCodes = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** Room for both sides on a grid, without instances. */
export function noLabels({ shape: [nx, ny, nz] }: DisplayGrid): PairedCodes {
  return new Uint16Array(2 * nx * ny * nz);
}

/**
 * Paints the instances of a side. A coarser voxel takes the first instance that it covers, so that the smallest is still seen.
 *
 * @param codes x fastest, 0 is background
 * @param count the largest code
 * @returns what was painted into, in wider numbers where codes ask for them
 */
export function paintLabels(
  before: PairedCodes,
  side: Side,
  {
    codes,
    count,
    shape,
  }: { readonly codes: ArrayLike<number>; readonly count: number; readonly shape: readonly number[] },
  { shape: shown, factors }: DisplayGrid,
): PairedCodes {
  const into = count > 0xffff ? Uint32Array.from(before) : before;
  const [nx, ny, nz] = [shape[0], shape[1], shape[2] ?? 1];
  // Shifts, as factors are powers of two: a third of the time of divisions.
  const [sx, sy, sz] = factors.map((factor) => Math.log2(factor));
  const place = side === "reference" ? 0 : 1;
  let at = 0;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const row = shown[0] * ((y >> sy) + shown[1] * (z >> sz));
      for (let x = 0; x < nx; x++, at++) {
        const code = codes[at];
        if (code === 0) continue;
        const to = 2 * (row + (x >> sx)) + place;
        if (into[to] === 0) into[to] = code;
      }
    }
  }
  return into;
}
