import fc from "fast-check";
import type { PlainVolume } from "../oracle/label-volume.js";
import { splitmix64 } from "./random.js";
import { makeVolume } from "./volumes.js";

const SHAPE = [12, 10, 2] as const;

/** Two tilings of the same volume, some tiles left out: every instance overlaps several, and the graph hangs together. */
export function arbitraryTilings(): fc.Arbitrary<[PlainVolume, PlainVolume]> {
  return fc
    .record({
      seed: fc.integer({ min: 0, max: 2 ** 31 }),
      tiles: fc.tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 14 })),
      omitted: fc.constantFrom(0, 0.2),
    })
    .map(({ seed, tiles, omitted }): [PlainVolume, PlainVolume] => {
      const random = splitmix64(seed);
      return [tiling(tiles[0], omitted, random), tiling(tiles[1], omitted, random)];
    });
}

/** Every voxel has the label of the nearest of some random places. */
function tiling(tiles: number, omitted: number, random: () => number): PlainVolume {
  const places = Array.from({ length: tiles }, (_, i) => ({
    at: SHAPE.map((length) => random() * length),
    label: random() < omitted ? 0 : i + 1,
  }));
  return makeVolume([...SHAPE], (x, y, z) => {
    const distances = places.map(({ at }) => Math.hypot(at[0] - x, at[1] - y, at[2] - z));
    return places[distances.indexOf(Math.min(...distances))].label;
  });
}
