import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalCdf, normalQuantile } from "../../../../src/cohort/statistics/normal.js";

/** Φ to twenty digits (arbitrary-precision erfc). */
const KNOWN: readonly (readonly [number, number])[] = [
  [0, 0.5],
  [1, 0.8413447460685429],
  [-1, 0.15865525393145705],
  [-1.959963984540054, 0.025000000000000015],
  [2, 0.9772498680518208],
  [-3, 0.0013498980316300946],
  [-4, 3.1671241833119924e-5],
  [-5, 2.866515718791939e-7],
  [-6, 9.86587645037698e-10],
  [-8, 6.220960574271784e-16],
  [-10, 7.619853024160525e-24],
];

describe("the normal distribution", () => {
  it.each(KNOWN)("Φ(%d)", (x, share) => {
    expect(Math.abs(normalCdf(x) - share)).toBeLessThanOrEqual(1e-14 * share + 2 ** -52);
  });

  it("the two expansions meet, and the halves mirror each other", () => {
    for (const x of [2.9999999, 3, 3.0000001]) {
      expect(normalCdf(-x) + normalCdf(x)).toBeCloseTo(1, 15);
    }
    expect(Math.abs(normalCdf(-3.0000000001) / normalCdf(-2.9999999999) - 1)).toBeLessThan(1e-8);
    expect([normalCdf(-Infinity), normalCdf(Infinity)]).toEqual([0, 1]);
  });

  it("quantiles are its inverse, from the far tail to the middle", () => {
    fc.assert(
      fc.property(fc.double({ min: -300, max: Math.log10(0.5), noNaN: true }), (exponent) => {
        const share = 10 ** exponent;
        const found = normalCdf(normalQuantile(share));
        // One bit of x moves Φ by about x² bits.
        expect(Math.abs(found / share - 1)).toBeLessThan(1e-12);
        expect(normalQuantile(1 - share)).toBeCloseTo(-normalQuantile(1 - (1 - share)), 12);
      }),
      { seed: 7, numRuns: 500 },
    );
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity]);
    for (const share of [-0.1, 1.1, Number.NaN]) expect(normalQuantile(share)).toBeNaN();
  });
});
