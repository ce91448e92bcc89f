import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isVoxmatchError } from "../../../base/errors.js";
import { skeletonize } from "../../../bindings/skeletons/skeletonize.js";
import { skeletonizeLeeSlowly, skeletonizeZhangSuenSlowly } from "../../oracle/skeletonize.js";
import { componentsOf, eulerCharacteristic } from "../../oracle/topology.js";
import { packBits, unpackBits } from "../../support/bits.js";
import { describeBuilds } from "../../support/builds.js";
import { readGoldenSkeletons } from "../../support/golden-skeletons.js";
import { type MaskShape, randomBlobs, randomMask, type VolumeShape } from "../../support/masks.js";
import { skeletonizeMask } from "../../support/skeletonize-mask.js";

const goldens = readGoldenSkeletons();
const seed = 1994;
const side = (max: number) => fc.integer({ min: 1, max });
const density = fc.constantFrom(0.05, 0.3, 0.5, 0.7, 0.9, 1);

describe("the oracle of thinning", () => {
  it.each(goldens)("equals scikit-image on $name", ({ mask, shape, results }) => {
    for (const { method, skeleton } of results) {
      const slow = method === "lee" ? skeletonizeLeeSlowly : skeletonizeZhangSuenSlowly;
      expect(differences(slow(mask, shape), skeleton)).toEqual([]);
    }
  });
});

describeBuilds("skeletonize", (engine) => {
  it("finds the golden cases", () => expect(goldens.length).toBe(29));

  it.each(goldens)("equals scikit-image on $name", ({ mask, shape, results }) => {
    for (const { method, skeleton } of results) {
      expect(differences(skeletonizeMask(engine(), mask, shape, method), skeleton)).toEqual([]);
    }
  });

  it("equals the oracle on random volumes, which touch the border", () => {
    const volume = fc.record({ shape: fc.tuple(side(9), side(9), side(9)), density, seed: fc.nat() });
    fc.assert(
      fc.property(volume, ({ shape, density, seed }) => {
        const mask = randomMask(shape, density, seed);
        expect(differences(skeletonizeMask(engine(), mask, shape), skeletonizeLeeSlowly(mask, shape))).toEqual([]);
      }),
      { seed, numRuns: 60 },
    );
  });

  it("equals the oracle on blobs", () => {
    const blobs = fc.record({ shape: fc.tuple(side(16), side(16), side(16)), balls: side(4), seed: fc.nat() });
    fc.assert(
      fc.property(blobs, ({ shape, balls, seed }) => {
        const mask = randomBlobs(shape, balls, 6, seed);
        expect(differences(skeletonizeMask(engine(), mask, shape), skeletonizeLeeSlowly(mask, shape))).toEqual([]);
      }),
      { seed, numRuns: 12 },
    );
  });

  it("equals the oracle where parts far from each other are done at different times", () => {
    // A ball, which takes many rounds, between rods and specks, which take few; 600 blocks of 128 voxels.
    const shape = [34, 44, 41] as const;
    const ball = randomBlobs(shape, 1, 13, 4);
    const specks = randomMask(shape, 0.02, 8);
    const mask = ball.map((value, i) => {
      const [x, y, z] = [i % 34, Math.floor(i / 34) % 44, Math.floor(i / (34 * 44))];
      return value | (specks[i] & Number(z > 30)) | Number(x < 3 && y % 9 < 2) | Number(y > 40 && z % 7 < 3);
    });
    expect(differences(skeletonizeMask(engine(), mask, shape), skeletonizeLeeSlowly(mask, shape))).toEqual([]);
  });

  it("equals the oracles on random slices", () => {
    const slice = fc.record({ shape: fc.tuple(side(40), side(40)), density, seed: fc.nat() });
    fc.assert(
      fc.property(slice, ({ shape, density, seed }) => {
        const mask = randomMask(shape, density, seed);
        const zhangSuen = skeletonizeZhangSuenSlowly(mask, shape);
        expect(differences(skeletonizeMask(engine(), mask, shape), zhangSuen)).toEqual([]);
        const lee = skeletonizeLeeSlowly(mask, shape);
        expect(differences(skeletonizeMask(engine(), mask, shape, "lee"), lee)).toEqual([]);
      }),
      { seed, numRuns: 25 },
    );
  });

  it("equals the oracle where words and blocks end, along each axis", () => {
    for (const long of [15, 16, 17, 23, 24, 25, 31, 32, 33, 39, 40, 63, 64, 65, 127, 128, 129]) {
      for (const shape of [
        [long, 3, 2],
        [2, long, 3],
        [3, 2, long],
      ] as const) {
        const mask = randomMask(shape, 0.75, long);
        expect(differences(skeletonizeMask(engine(), mask, shape), skeletonizeLeeSlowly(mask, shape))).toEqual([]);
      }
    }
    for (const long of [14, 15, 16, 17, 31, 32, 33]) {
      for (const shape of [
        [long, 5],
        [5, long],
      ] as const) {
        const mask = randomMask(shape, 0.7, long);
        const expected = skeletonizeZhangSuenSlowly(mask, shape);
        expect(differences(skeletonizeMask(engine(), mask, shape), expected)).toEqual([]);
      }
    }
  });

  it.each<{ shape: MaskShape }>(
    [
      [1, 7, 9],
      [7, 1, 9],
      [7, 9, 1],
      [1, 1, 40],
      [1, 40, 1],
      [40, 1, 1],
      [1, 1, 1],
      [20, 1],
      [1, 20],
      [1, 1],
    ].map((shape) => ({ shape: shape as unknown as MaskShape })),
  )("equals the oracle on the degenerate shape $shape", ({ shape }) => {
    for (const density of [0, 0.6, 1]) {
      const mask = randomMask(shape, density, 7);
      expect(differences(skeletonizeMask(engine(), mask, shape, "lee"), skeletonizeLeeSlowly(mask, shape))).toEqual([]);
      if (shape.length === 3) continue;
      const expected = skeletonizeZhangSuenSlowly(mask, shape);
      expect(differences(skeletonizeMask(engine(), mask, shape), expected)).toEqual([]);
    }
  });

  it("leaves a mask of no voxels as it is", () => {
    expect(skeletonizeMask(engine(), new Uint8Array(0), [0, 4, 4])).toEqual(new Uint8Array(0));
    expect(skeletonizeMask(engine(), new Uint8Array(0), [4, 0])).toEqual(new Uint8Array(0));
  });

  it("never splits a component, and keeps the topology of those that it does not delete whole", () => {
    const shape: VolumeShape = [14, 13, 12];
    for (let seed = 0; seed < 12; seed++) {
      const mask = seed % 3 === 0 ? randomMask(shape, 0.2, seed) : randomBlobs(shape, 4, 4, seed);
      const skeleton = skeletonizeMask(engine(), mask, shape);
      expect(skeleton.every((value, i) => value <= mask[i])).toBe(true);
      const before = topologyOf(mask, shape);
      const after = topologyOf(skeleton, shape);
      const survivors = new Set(after.components.map((members) => before.componentAt.get(members[0])));
      expect(survivors.size).toBe(after.components.length);
      // Components that vanish here have no tunnels and no cavities: Euler characteristic 1.
      const gone = before.components.length - after.components.length;
      expect(after.eulerCharacteristic).toBe(before.eulerCharacteristic - gone);
    }
  });

  it("deletes a cube of even sides whole, as scikit-image does", () => {
    // The first border takes four voxels; the four left are candidates of the next, and the last one has no neighbour.
    expect(skeletonizeMask(engine(), new Uint8Array(8).fill(1), [2, 2, 2])).toEqual(new Uint8Array(8));
  });

  it("leaves the mask as it is, counts, and holds nothing but the skeleton", () => {
    const { arena } = engine();
    for (const shape of [
      [9, 7, 5],
      [9, 35, 1],
    ] as const) {
      const mask = randomMask(shape, 0.7, 5);
      const start = arena.mark();
      // The arena is dirty, so that a box that is not zeroed shows.
      arena.u8(arena.allocate(1 << 16), 1 << 16).fill(255);
      arena.release(start);
      const bits = packBits(engine(), { shape, labels: [...mask] });
      const part = { origin: [0, 0, 0], shape } as const;
      const flat = shape[2] === 1;
      const before = arena.mark();
      const skeleton = skeletonize(engine(), { bits, shape, part }, { flat });
      expect(arena.mark() - before).toBeLessThan(64 * shape[1] * shape[2] + 128);
      expect(unpackBits(engine(), bits, shape)).toEqual([...mask]);
      const found = unpackBits(engine(), skeleton.bits, shape);
      expect(found).toEqual([...skeletonizeMask(engine(), mask, flat ? [shape[0], shape[1]] : shape)]);
      arena.release(start);
    }
  });

  it("refuses what memory cannot hold", () => {
    const shape = [60_000, 60_000, 1] as const;
    const mask = { bits: 64, shape: [1, 1, 1], part: { origin: [0, 0, 0], shape } } as const;
    expect(codeOf(() => skeletonize(engine(), mask, { flat: false }))).toBe("OUT_OF_MEMORY");
  });

  it("peels a part of one voxel in x as the volume's thickness says", () => {
    const shape = [1, 7, 8] as const;
    const mask = randomMask(shape, 0.9, 3);
    const wide = Uint8Array.from({ length: 2 * mask.length }, (_, i) => (i % 2 === 1 ? mask[i >> 1] : 0));
    const thick = skeletonizeLeeSlowly(wide, [2, 7, 8]).filter((_, i) => i % 2 === 1);
    const { arena } = engine();
    const mark = arena.mark();
    const bits = packBits(engine(), { shape, labels: [...mask] });
    const thin = (sheet: boolean | undefined) =>
      unpackBits(
        engine(),
        skeletonize(engine(), { bits, shape, part: { origin: [0, 0, 0], shape } }, { flat: false, sheet }).bits,
        shape,
      );
    expect(thin(false)).toEqual([...thick]);
    expect(thin(undefined)).toEqual([...skeletonizeLeeSlowly(mask, shape)]);
    expect(thin(true)).not.toEqual(thin(false));
    arena.release(mark);
  });
});

/** Linear indices of voxels that differ, 20 at most. */
function differences(actual: Uint8Array, expected: Uint8Array): number[] {
  expect(actual.length).toBe(expected.length);
  const found: number[] = [];
  for (let i = 0; i < actual.length && found.length < 20; i++) if (actual[i] !== expected[i]) found.push(i);
  return found;
}

/** Components as lists of linear indices, which one each voxel belongs to, and the Euler characteristic. */
function topologyOf(mask: Uint8Array, shape: VolumeShape) {
  const [nx, ny, nz] = shape;
  const indices = [...mask.keys()].filter((i) => mask[i] !== 0);
  const voxels = indices.map((i) => [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))] as const);
  const components = componentsOf(voxels).map((members) => members.map((member) => indices[member]));
  const componentAt = new Map(components.flatMap((members, number) => members.map((i) => [i, number] as const)));
  const isForeground = (x: number, y: number, z: number): boolean =>
    x >= 0 && x < nx && y >= 0 && y < ny && z >= 0 && z < nz && mask[x + nx * (y + ny * z)] !== 0;
  return { components, componentAt, eulerCharacteristic: eulerCharacteristic(isForeground, shape) };
}

function codeOf(action: () => void): string | undefined {
  try {
    action();
  } catch (error) {
    return isVoxmatchError(error) ? error.code : String(error);
  }
  return undefined;
}
