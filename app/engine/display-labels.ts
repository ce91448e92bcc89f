import type { DisplayGrid } from "./display-grid.js";
import type { InstanceCodes } from "./protocol.js";

export interface DisplayLabels {
  readonly data: InstanceCodes;
  /** True where there are more instances than colours. */
  readonly isFolded: boolean;
}

/**
 * The codes of instances on the grid that is shown. A coarser voxel takes the first instance that it covers, so that the
 * smallest is still seen.
 *
 * @param codes x fastest, 0 is background
 * @param count the largest code
 * @param maximumCode the largest code that has a colour of its own
 */
export function displayLabels(
  codes: ArrayLike<number>,
  shape: readonly number[],
  { shape: shown, factors }: DisplayGrid,
  { count, maximumCode }: { readonly count: number; readonly maximumCode: number },
): DisplayLabels {
  const isFolded = count > Math.min(maximumCode, 0xffff);
  const voxels = shown[0] * shown[1] * shown[2];
  const data: InstanceCodes = new (count <= 0xff ? Uint8Array : count <= 0xffff ? Uint16Array : Uint32Array)(voxels);
  const [nx, ny, nz] = [shape[0], shape[1], shape[2] ?? 1];
  // Shifts, as factors are powers of two: a third of the time of divisions.
  const [sx, sy, sz] = factors.map((factor) => Math.log2(factor));
  let at = 0;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const row = shown[0] * ((y >> sy) + shown[1] * (z >> sz));
      for (let x = 0; x < nx; x++, at++) {
        const code = codes[at];
        if (code === 0) continue;
        const to = row + (x >> sx);
        if (data[to] === 0) data[to] = code;
      }
    }
  }
  return { data, isFolded };
}
