import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstWithout, indexAmong } from "../../base/search.js";

describe("searches among rising numbers", () => {
  const rising = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 40 }).map((all) => {
    return Uint32Array.from(all).sort();
  });

  it("find a number where it is, and nothing else", () => {
    fc.assert(
      fc.property(rising, fc.integer({ min: 0, max: 61 }), (numbers, wanted) => {
        expect(indexAmong(numbers, wanted)).toBe(numbers.indexOf(wanted));
      }),
      { seed: 3 },
    );
  });

  it("find where a condition ends, within a part", () => {
    fc.assert(
      fc.property(rising, fc.nat(61), fc.nat(40), (numbers, limit, start) => {
        const from = Math.min(start, numbers.length);
        const plain = numbers.findIndex((number, i) => i >= from && number >= limit);
        const place = firstWithout(from, numbers.length, (i) => numbers[i] < limit);
        expect(place).toBe(plain < 0 ? numbers.length : plain);
      }),
      { seed: 4 },
    );
  });
});
