import type { Side } from "../../src/index.js";
import type { ShownLabels } from "../engine/protocol.js";

/** The codes of both sides at a place; 0 where there is no instance. */
export type CodesAt = Readonly<Record<Side, number>>;

/**
 * @param voxel of the case
 * @param reach of each side the nearest instance counts, up to so many shown voxels away
 */
export function codesAt(
  { codes, shape, factors }: Pick<ShownLabels, "codes" | "shape" | "factors">,
  voxel: readonly number[],
  reach = 0,
): CodesAt {
  const here = factors.map((factor, axis) => Math.floor((voxel[axis] ?? 0) / factor));
  const codeOf = (place: number) =>
    nearestValue(reach, (...step) => {
      const [x, y, z] = here.map((each, axis) => each + step[axis]);
      const isInside = [x, y, z].every((each, axis) => each >= 0 && each < shape[axis]);
      return isInside ? codes[2 * (x + shape[0] * (y + shape[1] * z)) + place] : 0;
    });
  return { reference: codeOf(0), prediction: codeOf(1) };
}

/** The first value other than 0, at ever larger distances. */
function nearestValue(reach: number, valueAt: (dx: number, dy: number, dz: number) => number): number {
  for (let r = 0; r <= reach; r++) {
    for (let dz = -r; dz <= r; dz++) {
      for (let dy = -r; dy <= r; dy++) {
        for (let dx = -r; dx <= r; dx++) {
          if (Math.max(Math.abs(dx), Math.abs(dy), Math.abs(dz)) !== r) continue;
          const value = valueAt(dx, dy, dz);
          if (value > 0) return value;
        }
      }
    }
  }
  return 0;
}
