import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkGeometry, GEOMETRY_TOLERANCE } from "../../../src/io/geometry.js";
import { SEEDED } from "../../support/volumes.js";

/** A rotation by the angles about x, y, z, one after the other. */
function rotation([a, b, c]: readonly number[]): readonly (readonly number[])[] {
  const [ca, sa, cb, sb, cc, sc] = [a, b, c].flatMap((angle) => [Math.cos(angle), Math.sin(angle)]);
  return [
    [cb * cc, sa * sb * cc - ca * sc, ca * sb * cc + sa * sc],
    [cb * sc, sa * sb * sc + ca * cc, ca * sb * sc - sa * cc],
    [-sb, sa * cb, ca * cb],
  ];
}

const angle = fc.double({ min: -3, max: 3, noNaN: true });

const arbitraryGrid = fc.record({
  // From 4 nm to 10 mm.
  scale: fc.constantFrom(4e-6, 4e-4, 0.05, 0.8, 10),
  ratios: fc.constantFrom([1, 1, 1], [1, 1, 6], [1, 3, 0.5]),
  flip: fc.constantFrom(1, -1),
  angles: fc.tuple(angle, angle, angle),
  origin: fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -300, max: 300 }))),
  shape: fc.constantFrom([40, 32, 20], [512, 512, 300], [3, 2, 2], [64, 48, 1], [9, 1, 7]),
});

describe("the tolerance of geometry", () => {
  it("accepts displacements below it and refuses those above, at every scale, rotation and handedness", () => {
    fc.assert(
      fc.property(
        arbitraryGrid,
        fc.integer({ min: 0, max: 2 }),
        fc.constantFrom(0.001, GEOMETRY_TOLERANCE, 0.3),
        fc.constantFrom("shift", "stretch"),
        ({ scale, ratios, flip, angles, origin, shape }, axis, tolerance, kind) => {
          const spacing = ratios.map((ratio) => ratio * scale);
          const turn = rotation(angles);
          const columns = [0, 1, 2].map((j) => turn.map((row) => row[j] * spacing[j] * (j === 2 ? flip : 1)));
          const affine = (offset: readonly number[], of = columns) => [
            ...[0, 1, 2].flatMap((row) => [of[0][row], of[1][row], of[2][row], offset[row]]),
            ...[0, 0, 0, 1],
          ];
          // An origin in voxels: millimetres would say nothing at 4 nm.
          const place = origin.map((voxels) => voxels * scale);
          const reference = { shape, spacing, affine: affine(place) };
          const check = (voxels: number) => {
            const moved =
              kind === "shift"
                ? affine(place.map((at, row) => at + voxels * columns[axis][row]))
                : affine(
                    place,
                    columns.map((column, j) =>
                      column.map((step) => (j === axis ? step * (1 + voxels / (shape[axis] - 1)) : step)),
                    ),
                  );
            return () => checkGeometry(reference, { shape, spacing, affine: moved }, { tolerance });
          };
          if (kind === "stretch" && shape[axis] === 1) return;
          for (const sign of [1, -1]) {
            expect(check(sign * 0.97 * tolerance)).not.toThrow();
            expect(check(sign * 1.03 * tolerance)).toThrow(/displaced|moves a corner/);
          }
        },
      ),
      { ...SEEDED, numRuns: 500 },
    );
  });

  it("refuses a flip and a swap of axes, however small the voxels are", () => {
    for (const scale of [4e-6, 1, 10]) {
      const spacing = [scale, scale, scale];
      const diagonal = (a: number, b: number, c: number) => [a, 0, 0, 0, 0, b, 0, 0, 0, 0, c, 0, 0, 0, 0, 1];
      const grid = (affine: readonly number[]) => ({ shape: [5, 5, 5], spacing, affine });
      const straight = grid(diagonal(scale, scale, scale));
      expect(() => checkGeometry(straight, grid(diagonal(-scale, scale, scale)))).toThrow(/affines differ/);
      const swapped = [0, scale, 0, 0, scale, 0, 0, 0, 0, 0, scale, 0, 0, 0, 0, 1];
      expect(() => checkGeometry(straight, grid(swapped))).toThrow(/affines differ/);
    }
  });

  it("notes what it allows, if that is more than rounding", () => {
    const grid = (x: number) => ({
      shape: [5, 5, 5],
      spacing: [1, 1, 1],
      affine: [1, 0, 0, x, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
    });
    expect(checkGeometry(grid(0), grid(1e-5))).toEqual([]);
    expect(checkGeometry(grid(0), grid(0.01))).toEqual([
      "The grids differ in affine by up to 0.01 voxels along x (0.01 mm) at the corner [0, 0, 0], which geometryTolerance 0.02 allows.",
    ]);
    expect(checkGeometry(grid(0), grid(3), { ignore: ["affine"] })[0]).toMatch(
      /3 voxels along x.*ignoreGeometry affine leaves out/,
    );
  });
});
