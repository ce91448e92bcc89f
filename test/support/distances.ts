import fc from "fast-check";

/** Lists of distances: any, and, as surfaces have them, few different ones many times each; with one that is far off. */
export const arbitraryDistances = fc
  .record({
    near: fc.oneof(
      fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 200 }),
      fc.array(
        fc.integer({ min: 0, max: 9 }).map((n) => Math.sqrt(n * 0.64)),
        { minLength: 1, maxLength: 200 },
      ),
    ),
    far: fc.constantFrom([], [1e5], [1e-310], [1e5, 1e5]),
  })
  .map(({ near, far }) => [...far, ...near].map((value) => value + 0));
