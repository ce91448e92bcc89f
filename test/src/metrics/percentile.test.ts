import fc from "fast-check";
import { expect, it } from "vitest";
import { percentile, percentileInPlace } from "../../../src/metrics/percentile.js";
import { interpolated } from "../../oracle/pair-metrics.js";
import { SEEDED } from "../../support/volumes.js";

const arbitraryValues = fc.oneof(
  fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 200 }),
  // Surfaces have few different distances, many times each.
  fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 200 }),
);

it("is what sorting gives, to the bit, and leaves the numbers alone", () => {
  fc.assert(
    fc.property(arbitraryValues, fc.constantFrom(0, 0.05, 0.5, 0.95, 1), (values, share) => {
      const numbers = Float64Array.from(values);
      expect(percentile(numbers, share)).toBe(interpolated(values, share));
      expect([...numbers]).toEqual(values);
      expect(percentileInPlace(numbers, share)).toBe(interpolated(values, share));
      expect([...numbers].sort()).toEqual([...Float64Array.from(values)].sort());
    }),
    { ...SEEDED, numRuns: 500 },
  );
});

it("is quick on what is sorted, reversed or all equal", () => {
  const n = 200_000;
  for (const numberAt of [(i: number) => i, (i: number) => n - i, () => 3, (i: number) => i % 2]) {
    const values = Float64Array.from({ length: n }, (_, i) => numberAt(i));
    expect(percentile(values, 0.95)).toBe(interpolated([...values], 0.95));
  }
});
