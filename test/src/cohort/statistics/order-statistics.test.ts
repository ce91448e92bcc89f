import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantile } from "../../../../src/cohort/statistics/describe.js";
import { OrderStatistics } from "../../../../src/cohort/statistics/order-statistics.js";

const numbers = fc.oneof(
  fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 300 }),
  // Few values, many ties.
  fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 300 }),
);

describe("order statistics", () => {
  it("are the values of the sorted list, asked for in any order", () => {
    fc.assert(
      fc.property(numbers, fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), (values, asked) => {
        const sorted = Float64Array.from(values).sort();
        const ordered = new OrderStatistics(Float64Array.from(values));
        for (const place of asked.map((any) => any % values.length)) {
          expect(Object.is(ordered.at(place) + 0, sorted[place] + 0)).toBe(true);
        }
      }),
    );
  });

  it("have the quantiles of the sorted list", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
        (values, shares) => {
          const sorted = Float64Array.from(values).sort();
          const ordered = new OrderStatistics(Float64Array.from(values));
          for (const share of shares) expect(ordered.quantile(share)).toBeCloseTo(quantile(sorted, share), 12);
        },
      ),
    );
  });

  it("of rising, falling, equal and organ-pipe lists are right, too", () => {
    const count = 5000;
    const lists = [
      (i: number) => i,
      (i: number) => count - i,
      () => 7,
      (i: number) => Math.min(i, count - i),
      (i: number) => (i * 7919) % count,
    ];
    for (const list of lists) {
      const values = Float64Array.from({ length: count }, (_, i) => list(i));
      const sorted = values.slice().sort();
      const ordered = new OrderStatistics(values.slice());
      for (const place of [0, 1, 124, 125, 2499, 2500, 4874, count - 1]) expect(ordered.at(place)).toBe(sorted[place]);
    }
  });

  it("of no values is NaN, and so is a share that is none", () => {
    expect(new OrderStatistics(new Float64Array(0)).quantile(0.5)).toBeNaN();
    expect(new OrderStatistics(new Float64Array([1, 2])).quantile(Number.NaN)).toBeNaN();
  });
});
