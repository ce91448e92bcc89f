import fc from "fast-check";
import type { Engine } from "../../bindings/engine/engine.js";
import { VolumeEncoder } from "../../bindings/read/volume-encoder.js";
import { asRunVolume } from "../../bindings/volumes/arena-volume.js";
import { type RunVolume, rowCount } from "../../bindings/volumes/run-volume.js";
import type { PlainVolume } from "../oracle/label-volume.js";
import type { PlainRun } from "../oracle/scan-runs.js";
import { splitmix64 } from "./random.js";

type Shape = PlainVolume["shape"];

const ARRAYS = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
} as const;

/** The types of voxels that kernels read as they are. */
export type IntegerType = keyof typeof ARRAYS;
export const INTEGER_TYPES = Object.keys(ARRAYS) as IntegerType[];

/** The largest label of each. */
export const LARGEST: Readonly<Record<IntegerType, number>> = {
  uint8: 0xff,
  int8: 0x7f,
  uint16: 0xffff,
  int16: 0x7fff,
  uint32: 0xffff_ffff,
  int32: 0x7fff_ffff,
};

/** A volume whose voxels a function gives. */
export function makeVolume(shape: Shape, labelOf: (x: number, y: number, z: number) => number): PlainVolume {
  const [nx, ny, nz] = shape;
  const labels = [];
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) for (let x = 0; x < nx; x++) labels.push(labelOf(x, y, z));
  }
  return { shape, labels };
}

/** Volumes that strain run-based kernels most. */
export function worstVolumes(): Record<string, PlainVolume> {
  const spiral = [
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1,
  ];
  spiral.push(
    0,
    0,
    1,
    0,
    1,
    0,
    1,
    0,
    1,
    0,
    0,
    1,
    0,
    0,
    0,
    1,
    0,
    1,
    0,
    0,
    1,
    1,
    1,
    1,
    1,
    0,
    1,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    1,
    0,
  );
  return {
    empty: makeVolume([5, 4, 3], () => 0),
    "one voxel, background": makeVolume([1, 1, 1], () => 0),
    "one voxel, label": makeVolume([1, 1, 1], () => 7),
    "all foreground": makeVolume([70, 5, 4], () => 3),
    checkerboard: makeVolume([9, 8, 7], (x, y, z) => (x + y + z) % 2),
    "checkerboard of two labels": makeVolume([9, 8, 7], (x, y, z) => 1 + ((x + y + z) % 2)),
    "stripes along x": makeVolume([130, 3, 3], (x) => x % 2),
    "stripes along z": makeVolume([4, 4, 9], (_x, _y, z) => z % 2),
    "every voxel another label": makeVolume([6, 5, 4], (x, y, z) => 1 + x + 6 * (y + 5 * z)),
    "one-voxel lines": makeVolume(
      [8, 8, 8],
      (x, y, z) => Number(x === y && y === z) + 2 * Number(x + y === 7 && z === 3),
    ),
    spiral: { shape: [9, 8, 1], labels: spiral },
    "1×N×M": makeVolume([1, 9, 8], (_x, y, z) => Number((y * z) % 3 !== 0)),
    "N×1×1": makeVolume([200, 1, 1], (x) => (x >> 3) % 3),
    "comb whose teeth join at the end": makeVolume([33, 6, 2], (x, y) => Number(x % 2 === 0 || y === 5)),
  };
}

/** Random volumes of up to 70 voxels a row (every tail length of a 64-byte block), some sparse, some dense. */
export function arbitraryVolume(maximumLabel: number): fc.Arbitrary<PlainVolume> {
  return fc
    .record({
      shape: fc.tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 })),
      seed: fc.integer({ min: 0, max: 2 ** 31 }),
      foreground: fc.constantFrom(0.05, 0.3, 0.6, 0.95),
      persistence: fc.constantFrom(0, 0.5, 0.9),
      labels: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ shape, seed, foreground, persistence, labels }) => {
      const random = splitmix64(seed);
      const palette = Array.from({ length: labels }, () => 1 + Math.floor(random() * maximumLabel));
      let label = 0;
      return makeVolume(shape, () => {
        if (random() >= persistence) {
          label = random() < foreground ? palette[Math.floor(random() * labels)] : 0;
        }
        return label;
      });
    });
}

/** A pair of random volumes of one shape. */
export function arbitraryPair(maximumLabel: number): fc.Arbitrary<[PlainVolume, PlainVolume]> {
  return arbitraryVolume(maximumLabel).chain((reference) =>
    fc
      .record({ seed: fc.integer({ min: 0, max: 2 ** 31 }), noise: fc.constantFrom(0, 0.1, 0.9) })
      .map(({ seed, noise }): [PlainVolume, PlainVolume] => {
        const random = splitmix64(seed);
        const labels = reference.labels.map((label) =>
          random() < noise ? Math.floor(random() * Math.min(6, maximumLabel + 1)) : label,
        );
        return [reference, { shape: reference.shape, labels }];
      }),
  );
}

/** The voxels as bytes of a data type. */
export function bytesOf(volume: PlainVolume, dataType: IntegerType): Uint8Array {
  return new Uint8Array(ARRAYS[dataType].from(volume.labels).buffer);
}

/** The volume's runs, in the engine's arena. */
export function scanInto(engine: Engine, volume: PlainVolume, dataType: IntegerType = "uint32"): RunVolume {
  const scanner = new VolumeEncoder(engine, volume.shape, { dataType, littleEndian: true, slope: 1, intercept: 0 });
  scanner.push(bytesOf(volume, dataType));
  return asRunVolume(engine, scanner.finish().voxels);
}

/** Runs in the arena as plain objects. */
export function listedRuns({ arena }: Engine, list: RunVolume): PlainRun[] {
  const runs = arena.u32(list.runs, 2 * list.runCount);
  const rowOffsets = arena.u32(list.rowOffsets, rowCount(list.shape) + 1);
  const found: PlainRun[] = [];
  for (let row = 0; row + 1 < rowOffsets.length; row++) {
    for (let i = rowOffsets[row]; i < rowOffsets[row + 1]; i++) {
      found.push({ row, start: runs[2 * i] & 0xffff, end: runs[2 * i] >>> 16, label: runs[2 * i + 1] });
    }
  }
  return found;
}

/** Settings of every property test: seeded, so that a failure can be made again. */
export const SEEDED = { seed: 20_261_123, numRuns: 150 } as const;
