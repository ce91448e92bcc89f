import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isVoxmatchError } from "../../../base/errors.js";
import { integerSpacing, planarWeights } from "../../../bindings/distances/integer-spacing.js";
import { SEEDED } from "../../support/volumes.js";

describe("integer-weights", () => {
  it.each([
    // 0.8² : 1.5² = 0.64 : 2.25 = 64 : 225, though none of 0.8, 0.64 is a binary fraction.
    [[0.8, 0.8, 1.5], [64, 64, 225], 0.01],
    [[1, 1, 2], [1, 1, 4], 1],
    [[3, 3, 3], [1, 1, 1], 9],
    // 0.49 : 0.81 : 10.89
    [[0.7, 0.9, 3.3], [49, 81, 1089], 0.01],
    [[2, 3, 0.5], [16, 36, 1], 0.25],
  ])("finds the smallest whole ratio of %j", (spacing, weights, unit) => {
    const found = integerSpacing([512, 512, 300], spacing);
    expect(found.weights).toEqual(weights);
    expect(found.unit).toBeCloseTo(unit, 15);
    expect(found.relativeError).toBeLessThan(2 ** -49);
  });

  it("does not count an axis of one voxel", () => {
    expect(integerSpacing([300, 200, 1], [0.5, 1.5]).weights.slice(0, 2)).toEqual([1, 9]);
    expect(integerSpacing([1, 24, 30], [0.123, 2, 2]).weights.slice(1)).toEqual([1, 1]);
    expect(integerSpacing([1, 1, 1], [1, 2, 3])).toEqual({ weights: [1, 1, 1], unit: 1, relativeError: 0 });
  });

  it("bounds the error for spacings in no small ratio", () => {
    expect(
      integerSpacing([512, 512, 60], [0.5859400033950806, 0.5859400033950806, 3.299999952316284]).relativeError,
    ).toBeLessThan(2 ** -40);
    expect(integerSpacing([512, 512, 300], [0.9765625, 1.100000023841858, 4.5]).relativeError).toBeLessThan(1e-9);
    expect(integerSpacing([65_535, 65_535, 1], [0.3, 0.30000001192092896]).relativeError).toBeLessThan(1e-7);
  });

  it("keeps every squared distance of the grid exact, and right to within the error it states", () => {
    const size = fc.integer({ min: 1, max: 65_535 });
    const length = fc.double({ min: 0.1, max: 5, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(size, size, size), fc.tuple(length, length, length), (shape, spacing) => {
        const { weights, unit, relativeError } = integerSpacing(shape, spacing);
        const [wx, wy, wz] = weights.map(BigInt);
        const [dx, dy, dz] = shape.map((n) => BigInt(n - 1) ** 2n);
        const farthest = wx * dx + wy * dy + wz * dz;
        expect(farthest < 1n << 52n).toBe(true);
        const millimetres = shape.reduce((sum, n, axis) => sum + (spacing[axis] * (n - 1)) ** 2, 0);
        expect(Math.abs(Number(farthest) * unit - millimetres)).toBeLessThanOrEqual(
          millimetres * (2 * relativeError + 2 ** -48),
        );
      }),
      SEEDED,
    );
  });

  it("does not depend on the grids that were asked about before", () => {
    const size = fc.integer({ min: 1, max: 65_535 });
    const length = fc.constantFrom(0.5, 0.7, 0.8, 1, 1.5, 3.3, 0.800000011920929, 0.97);
    fc.assert(
      fc.property(fc.array(fc.tuple(size, size, size)), fc.tuple(length, length, length), (shapes, spacing) => {
        for (const shape of shapes) {
          const found = integerSpacing(shape, spacing);
          // Other ratios displace what is remembered.
          integerSpacing([9, 9, 9], [1, 1, 2.5]);
          expect(integerSpacing(shape, spacing)).toEqual(found);
          for (const other of shapes) integerSpacing(other, spacing);
        }
      }),
      SEEDED,
    );
  });

  it.each([[[0, 1, 1]], [[1, -1, 1]], [[1, Number.NaN, 1]], [[1e-9, 1, 1]]])("refuses the spacing %j", (spacing) => {
    const shape = [60_000, 60_000, 2] as const;
    expect(() => integerSpacing(shape, spacing)).toThrow(
      expect.toSatisfy((error: unknown) => isVoxmatchError(error, "INVALID_VOLUME")),
    );
  });

  it("divides the planar weights by their common divisor", () => {
    expect(planarWeights([64, 64, 225])).toEqual({ planar: [1, 1], scale: 64 });
    expect(planarWeights([49, 81, 1089])).toEqual({ planar: [49, 81], scale: 1 });
    expect(planarWeights([16, 36, 1])).toEqual({ planar: [4, 9], scale: 4 });
  });
});
