import fc from "fast-check";
import { expect, it } from "vitest";
import { integerSpacing } from "../../../bindings/distances/integer-spacing.js";
import { nearOffsets } from "../../../bindings/distances/neighbour-offsets.js";
import { writeDistances } from "../../../bindings/distances/search-surface.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { distancesBetweenSlowly } from "../../oracle/search-surface.js";
import { asSurface } from "../../support/bits.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitrarySites, SPACINGS, worstSites } from "../../support/distance-volumes.js";
import { splitmix64 } from "../../support/random.js";
import { makeVolume, SEEDED } from "../../support/volumes.js";

const SEARCH_ONLY = Number.POSITIVE_INFINITY;
const TRANSFORM_ONLY = -1;

describeBuilds("search-surface", (engine) => {
  const run = (from: PlainVolume, to: PlainVolume, spacing: readonly number[], stepsPerVoxel?: number) => {
    const { arena } = engine();
    const mark = arena.mark();
    const surfaces = [asSurface(engine(), from), asSurface(engine(), to)] as const;
    const grid = { shape: from.shape, spacing, ...integerSpacing(from.shape, spacing) };
    const out = arena.allocate(8 * surfaces[0].count);
    writeDistances(engine(), ...surfaces, grid, out, stepsPerVoxel);
    const distances = [...arena.f64(out, surfaces[0].count)];
    arena.release(mark);
    return distances;
  };
  const isEmpty = (volume: PlainVolume) => volume.labels.every((label) => label === 0);

  /** Search and transform give the same bits, and those are the oracle's. */
  const compare = (from: PlainVolume, to: PlainVolume, spacing: readonly number[]) => {
    if (isEmpty(to)) return;
    const { weights, unit } = integerSpacing(from.shape, spacing);
    const expected = distancesBetweenSlowly(from, to, weights, unit);
    expect(run(from, to, spacing, SEARCH_ONLY)).toEqual(expected);
    expect(run(from, to, spacing, TRANSFORM_ONLY)).toEqual(expected);
  };

  it.each(SPACINGS)("equals the oracle with spacing %d×%d×%d", (...spacing) => {
    const pair = arbitrarySites.chain((from) =>
      fc
        .record({ seed: fc.integer({ min: 0, max: 2 ** 31 }), density: fc.constantFrom(0, 0.02, 0.3) })
        .map(({ seed, density }): [PlainVolume, PlainVolume] => {
          const random = splitmix64(seed);
          const only = Math.floor(random() * from.labels.length);
          const labels = from.labels.map((_, i) => Number(i === only || random() < density));
          return [from, { shape: from.shape, labels }];
        }),
    );
    fc.assert(
      fc.property(pair, ([from, to]) => {
        compare(from, to, spacing);
        compare(to, from, spacing);
      }),
      { ...SEEDED, numRuns: 40 },
    );
  });

  it.each(Object.entries(worstSites()))("equals the oracle on: %s", (_name, volume) => {
    const others = [
      makeVolume(volume.shape, (x, y, z) => Number(x + y + z === 0)),
      makeVolume(volume.shape, (x, y, z) => Number((x + 2 * y + 3 * z) % 11 === 5)),
      makeVolume(volume.shape, () => 1),
    ];
    for (const spacing of SPACINGS) for (const other of others.slice(0, 2)) compare(volume, other, spacing);
    compare(volume, others[2], [1, 1, 1]);
    for (const other of others) compare(other, volume, [0.8, 0.8, 1.5]);
  });

  it("finds what is many blocks away, in every direction, and rows longer than 512 voxels", () => {
    const corners = [0, 1].flatMap((x) => [0, 1].flatMap((y) => [0, 1].map((z) => [x, y, z] as const)));
    for (const shape of [
      [90, 40, 33],
      [600, 3, 20],
      [3, 200, 17],
      [2, 9, 150],
    ] as const) {
      for (const corner of corners) {
        const [cx, cy, cz] = corner.map((side, axis) => side * (shape[axis] - 1));
        const dot = makeVolume(shape, (x, y, z) => Number(x === cx && y === cy && z === cz));
        const sparse = makeVolume(shape, (x, y, z) => Number((x * 7 + y * 13 + z * 29) % 97 === 0));
        compare(
          dot,
          makeVolume(shape, (x, y, z) =>
            Number(x === shape[0] - 1 - cx && y === shape[1] - 1 - cy && z === shape[2] - 1 - cz),
          ),
          [0.7, 0.9, 3.3],
        );
        expect(run(sparse, dot, [0.8, 0.8, 1.5], SEARCH_ONLY)).toEqual(
          run(sparse, dot, [0.8, 0.8, 1.5], TRANSFORM_ONLY),
        );
        expect(run(dot, sparse, [3, 2, 0.1], SEARCH_ONLY)).toEqual(run(dot, sparse, [3, 2, 0.1], TRANSFORM_ONLY));
      }
    }
  });

  it("compares a few voxels far away with few of a ball's, and in its centre with each on its own", () => {
    const shape = [100, 70, 80] as const;
    const from = (cx: number, cy: number, cz: number, radius: number) =>
      makeVolume(shape, (x, y, z) => Number(Math.abs(Math.hypot(x - cx, y - cy, 1.5 * (z - cz)) - radius) < 0.6));
    const pairs = [
      [from(50, 35, 40, 30), from(50, 35, 40, 5)],
      [from(30, 35, 40, 20), from(80, 20, 60, 6)],
      [from(30, 35, 40, 20), from(95, 35, 40, 1)],
    ];
    for (const [ball, other] of pairs) {
      for (const spacing of [
        [1, 1, 1],
        [0.8, 0.8, 1.5],
        [0.5859400033950806, 0.5859400033950806, 3.299999952316284],
      ]) {
        expect(run(other, ball, spacing, SEARCH_ONLY)).toEqual(run(other, ball, spacing, TRANSFORM_ONLY));
        expect(run(ball, other, spacing, SEARCH_ONLY)).toEqual(run(ball, other, spacing, TRANSFORM_ONLY));
      }
    }
  });

  it("changes over to the transform midway without a seam", () => {
    // A rod inside a tube: everything is about equally far, which is what searching is worst at.
    const shape = [110, 110, 90] as const;
    const radius = (x: number, y: number) => Math.hypot(x - 55, y - 55);
    const rod = makeVolume(shape, (x, y, z) => Number(radius(x, y) < 4 && radius(x, y) >= 3 && z % 2 === 0));
    const tube = makeVolume(shape, (x, y) => Number(radius(x, y) >= 50 && radius(x, y) < 51));
    const [searched, transformed] = [SEARCH_ONLY, TRANSFORM_ONLY].map((steps) => run(rod, tube, [1, 1, 1], steps));
    expect(searched).toEqual(transformed);
    for (const steps of [0, 0.001, 0.1]) expect(run(rod, tube, [1, 1, 1], steps)).toEqual(transformed);
  });

  it("leaves the arena as it was", () => {
    const { arena } = engine();
    const volume = makeVolume([70, 2, 2], (x) => Number(x % 3 === 0));
    const before = arena.mark();
    const surface = asSurface(engine(), volume);
    const grid = { shape: volume.shape, spacing: [1, 1, 1], ...integerSpacing(volume.shape, [1, 1, 1]) };
    const distances = arena.allocate(8 * surface.count);
    const mark = arena.mark();
    writeDistances(engine(), surface, surface, grid, distances);
    expect(arena.mark()).toBe(mark);
    arena.release(before);
  });

  it.each([
    ["near each other", 1, 70],
    ["far from each other", 61, 70],
    ["both", 25, 30],
  ])("writes no more than there is room for, where surfaces are %s", (_name, low, high) => {
    const { arena, kernels } = engine();
    const shape = [130, 3, 9] as const;
    const [nx, ny, nz] = shape;
    const from = makeVolume(shape, (x, y, z) => Number((x + y + 2 * z) % 5 < 2 && x < 70));
    const to = makeVolume(shape, (x, _y, z) => Number(x >= low && x <= high && z % 2 === 0));
    const { weights, unit } = integerSpacing(shape, [1, 1, 1]);
    const expected = distancesBetweenSlowly(from, to, weights, unit);
    const near = nearOffsets(weights, unit);
    for (let capacity = 0; capacity <= expected.length; capacity += capacity < 70 ? 1 : 17) {
      const mark = arena.mark();
      const [own, other] = [asSurface(engine(), from), asSurface(engine(), to)];
      const state = arena.allocateZeroed(kernels.searchStateBytes());
      const scratch = arena.allocate(kernels.searchScratchBytes(nx, ny) >>> 0);
      const offsets = [arena.copyIn(near.bytes), near.count] as const;
      const out = arena.allocate(8 * capacity);
      const boxes = [own.bits, other.bits, other.blocks, nx, ny, nz] as const;
      // The second call goes on behind what the first one left.
      const first = kernels.searchSurface(
        ...boxes,
        0,
        4,
        ...weights,
        unit,
        ...offsets,
        state,
        scratch,
        out,
        0,
        capacity,
      );
      const all = [...boxes, 4, nz, ...weights, unit, ...offsets, state, scratch, out, first, capacity] as const;
      expect(kernels.searchSurface(...all)).toBe(capacity);
      expect([...arena.f64(out, capacity)]).toEqual(expected.slice(0, capacity));
      arena.release(mark);
    }
  });
});
