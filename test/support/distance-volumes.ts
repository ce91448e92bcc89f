import fc from "fast-check";
import type { PlainVolume } from "../oracle/label-volume.js";
import { goldenArrays, goldenCases } from "./golden.js";
import { splitmix64 } from "./random.js";
import { makeVolume, worstVolumes } from "./volumes.js";

/** Spacings whose squares stand in small whole ratios, and such that do not, also after rounding to f32. */
export const SPACINGS: readonly (readonly [number, number, number])[] = [
  [1, 1, 1],
  [0.8, 0.8, 1.5],
  [1, 1, 2],
  [0.7, 0.9, 3.3],
  [0.5859400033950806, 0.5859400033950806, 3.299999952316284],
  [0.800000011920929, 0.800000011920929, 1.5],
  [0.9765625, 1.100000023841858, 4.5],
  [3, 2, 0.1],
  [2 ** -0.5, 3 ** 0.5, Math.PI],
];

/** Volumes with long rows, columns or stacks in turn, of a few sites (many ties), lattices, or noise. */
export const arbitrarySites: fc.Arbitrary<PlainVolume> = fc
  .record({
    shape: fc.constantFrom<[number, number, number][]>(
      [9, 9, 9],
      [13, 8, 7],
      [16, 11, 3],
      [67, 5, 4],
      [150, 3, 2],
      [5, 70, 3],
      [2, 130, 2],
      [5, 3, 71],
      [1, 12, 20],
      [30, 25, 1],
      [1, 1, 90],
    ),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
    kind: fc.constantFrom("few", "lattice", "noise", "blocks"),
    step: fc.integer({ min: 2, max: 5 }),
    labels: fc.constantFrom(2, 9, 2 ** 32 - 1),
  })
  .map(({ shape, seed, kind, step, labels }) => {
    const random = splitmix64(seed);
    const label = () => 1 + Math.floor(random() * labels);
    const density = kind === "few" ? 4 / (shape[0] * shape[1] * shape[2]) : 0.3;
    const values = makeVolume(shape, () => label());
    return makeVolume(shape, (x, y, z) => {
      if (kind === "lattice") return x % step === 0 && y % step === 1 && z % step === 0 ? label() : 0;
      if (kind !== "blocks") return random() < density ? label() : 0;
      const corner = [x, y, z].map((at) => at - (at % step));
      const value = values.labels[corner[0] + shape[0] * (corner[1] + shape[1] * corner[2])];
      return value % 3 === 0 ? value : 0;
    });
  });

/** Worst cases for the envelope, in addition to those for runs. */
export function worstSites(): Record<string, PlainVolume> {
  const corner = (n: number) => (x: number, y: number, z: number) =>
    [x, y, z].every((at) => at === 0 || at === n - 1) ? 9 - Number(x > 0) - 2 * Number(y > 0) - 4 * Number(z > 0) : 0;
  return {
    ...worstVolumes(),
    "eight corners, odd": makeVolume([9, 9, 9], corner(9)),
    "eight corners, even": makeVolume([8, 8, 8], corner(8)),
    // Whole points of a circle of radius 5 and 25: all equally near to the centre, where parabolas meet in one point.
    "circle, falling labels": makeVolume([11, 11, 1], (x, y) =>
      (x - 5) ** 2 + (y - 5) ** 2 === 25 ? 99 - x - 11 * y + 100 : 0,
    ),
    "circle, mixed labels": makeVolume([51, 51, 1], (x, y) =>
      (x - 25) ** 2 + (y - 25) ** 2 === 625 ? 1 + ((x * 7 + y * 13) % 19) : 0,
    ),
    "sphere, mixed labels": makeVolume([15, 15, 15], (x, y, z) =>
      (x - 7) ** 2 + (y - 7) ** 2 + (z - 7) ** 2 === 49 ? 1 + ((x * 7 + y * 13 + z * 5) % 19) : 0,
    ),
    "one voxel in a corner": makeVolume([20, 18, 16], (x, y, z) => Number(x + y + z === 0)),
    "last slice only": makeVolume([7, 6, 40], (x, _y, z) => Number(z === 39 && x === 3)),
    "labels of both ends of 32 bits": makeVolume([9, 9, 3], (x, y, z) =>
      z === 1 && y === 4 ? (x === 0 ? 2 ** 32 - 1 : x === 8 ? 1 : 0) : 0,
    ),
  };
}

/** A golden volume with SciPy's distances and the brute force's nearest labels. */
export interface GoldenDistance {
  readonly name: string;
  readonly volume: PlainVolume;
  readonly spacing: readonly number[];
  readonly distance: Float64Array;
  readonly nearest: Uint16Array;
}

export function goldenDistances(): GoldenDistance[] {
  const arrayAt = goldenArrays("distance");
  type Case = Record<"labels" | "distance" | "nearest", number> & Pick<GoldenDistance, "spacing"> & { shape: number[] };
  return goldenCases<Case>("distance").map(([name, { shape, spacing, ...at }]) => {
    const [nx, ny, nz = 1] = shape;
    const voxels = nx * ny * nz;
    return {
      name,
      spacing,
      volume: { shape: [nx, ny, nz], labels: [...new Uint16Array(arrayAt(at.labels, 2 * voxels))] },
      distance: new Float64Array(arrayAt(at.distance, 8 * voxels)),
      nearest: new Uint16Array(arrayAt(at.nearest, 2 * voxels)),
    };
  });
}
