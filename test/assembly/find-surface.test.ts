import fc from "fast-check";
import { expect, it } from "vitest";
import { findSurface, findSurfaceAt } from "../../bindings/find-surface.js";
import type { MaskShape } from "../../bindings/mask-shape.js";
import { findSurfaceSlowly } from "../oracle/find-surface.js";
import { describeBuilds } from "../support/builds.js";
import { randomBlobs, randomMask } from "../support/masks.js";

const seed = 6;
const countOf = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + value, 0);

describeBuilds("findSurface", (engine) => {
  const expectOracle = (mask: Uint8Array, shape: MaskShape): void => {
    const expected = findSurfaceSlowly(mask, shape);
    const { mask: surface, count } = findSurface(engine(), mask, shape);
    expect(Buffer.compare(surface, expected)).toBe(0);
    expect(count).toBe(countOf(expected));
  };

  it("equals the oracle on random volumes and slices", () => {
    const side = fc.integer({ min: 1, max: 40 });
    const few = fc.integer({ min: 1, max: 5 });
    const shape = fc.oneof(fc.tuple(side, few, few), fc.tuple(side, few, fc.constant(1)), fc.tuple(side, few));
    const density = fc.constantFrom(0, 0.3, 0.9, 1);
    fc.assert(
      fc.property(shape, density, fc.nat(), (shape, density, seed) => {
        expectOracle(randomMask(shape, density, seed), shape);
      }),
      { seed, numRuns: 200 },
    );
  });

  it("equals the oracle on blobs that lie across the border", () => {
    for (let seed = 0; seed < 5; seed++) expectOracle(randomBlobs([35, 20, 18], 5, 9, seed), [35, 20, 18]);
  });

  it("equals the oracle for every length of a row", () => {
    for (let nx = 1; nx <= 50; nx++) expectOracle(randomMask([nx, 4, 3], 0.9, nx), [nx, 4, 3]);
  });

  it.each<[string, MaskShape, number]>([
    // n³ − (n−2)³ voxels of a full box are surface; of a full slice, the rim; of one slice as a volume, all.
    ["box", [5, 6, 7], 5 * 6 * 7 - 3 * 4 * 5],
    ["slice", [20, 9], 20 * 9 - 18 * 7],
    ["one slice as a volume", [20, 9, 1], 180],
    ["sheet", [1, 9, 8], 72],
    ["row", [40, 1, 1], 40],
    ["voxel", [1, 1, 1], 1],
    ["pixel", [1, 1], 1],
    ["nothing", [0, 3, 3], 0],
  ])("counts a full %s", (_, shape, expected) => {
    const mask = randomMask(shape, 1, 0);
    expect(findSurface(engine(), mask, shape).count).toBe(expected);
    expectOracle(mask, shape);
  });

  it("takes every value but 0 for foreground", () => {
    const shape = [33, 8, 7] as const;
    const mask = randomMask(shape, 0.9, 1);
    const marked = mask.map((value, i) => (value === 0 ? 0 : 1 + ((i * 37) % 255)));
    expect(findSurface(engine(), marked, shape)).toEqual(findSurface(engine(), mask, shape));
  });

  it("works in slabs and writes nothing beside the surface", () => {
    const { arena, kernels } = engine();
    const shape = [37, 6, 9] as const;
    const [nx, ny, nz] = shape;
    const mask = randomBlobs(shape, 4, 8, 2);
    const start = arena.mark();
    const source = arena.copyIn(mask);
    const target = arena.allocate(mask.length + 128) + 64;
    arena.u8(target - 64, mask.length + 128).fill(7);
    const whole = findSurfaceAt(engine(), source, shape, target);
    const expected = arena.u8(target, mask.length).slice();
    arena.u8(target, mask.length).fill(7);
    let count = 0;
    for (let z = 0; z < nz; z += 2) {
      count += kernels.findSurface(source, nx, ny, nz, false, target, z, Math.min(nz, z + 2));
    }
    expect(count).toBe(whole);
    expect(arena.u8(target, mask.length).slice()).toEqual(expected);
    expect(arena.u8(target - 64, 64).every((value) => value === 7)).toBe(true);
    expect(arena.u8(target + mask.length, 64).every((value) => value === 7)).toBe(true);
    arena.release(start);
  });
});
