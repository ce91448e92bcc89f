import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExactTotal, roundedSum } from "../../../../src/cohort/summary/exact-total.js";

function totalOf(terms: readonly number[]): ExactTotal {
  const total = new ExactTotal();
  for (const term of terms) total.add(term);
  return total;
}

/** A double as a whole number of 2⁻¹⁰⁷⁴. */
function units(value: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0];
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0 ? fraction : (fraction | (1n << 52n)) << BigInt(exponent - 1);
  return value < 0 ? -size : size;
}

/** The double nearest to a whole number of 2⁻¹⁰⁷⁴, ties to the even one. */
function nearest(sum: bigint): number {
  const size = sum < 0n ? -sum : sum;
  const drop = BigInt(Math.max(0, size.toString(2).length - 53));
  const half = drop === 0n ? 0n : 1n << (drop - 1n);
  let kept = size >> drop;
  const rest = size - (kept << drop);
  if (drop > 0n && (rest > half || (rest === half && (kept & 1n) === 1n))) kept++;
  // The power alone may lie outside of what doubles hold, so it is split.
  const power = Number(drop) - 1074;
  const value = Number(kept) * 2 ** Math.floor(power / 2) * 2 ** (power - Math.floor(power / 2));
  return sum < 0n ? -value : value;
}

const doubles = fc.oneof(
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.double({ min: -1e200, max: 1e200, noNaN: true }),
  fc.constantFrom(1, -1, 2 ** 53, 2 ** -53, -(2 ** -53), 0.1, 1e16, -1e16, 5e-324),
);

describe("an exact total", () => {
  it("keeps what a plain sum loses", () => {
    // 10¹⁶ + 1 − 10¹⁶ = 1, where 10¹⁶ + 1 is rounded to 10¹⁶.
    expect(1e16 + 1 - 1e16).toBe(0);
    expect(totalOf([1e16, 1, -1e16]).value).toBe(1);
    // Ten tenths, each 0.1 + 5.55·10⁻¹⁸, are 1 + 5.55·10⁻¹⁷, which rounds to 1.
    expect(totalOf(new Array(10).fill(0.1)).value).toBe(1);
    expect(totalOf([]).value).toBe(0);
  });

  it("is the exact sum, rounded once", () => {
    fc.assert(
      fc.property(fc.array(doubles, { maxLength: 30 }), (terms) => {
        const sum = terms.reduce((total, term) => total + units(term), 0n);
        expect(totalOf(terms).value + 0).toBe(nearest(sum) + 0);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it("does not depend on order, or on how the terms were dealt into parts", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(doubles, fc.nat(3), fc.nat()), { maxLength: 40 }), (terms) => {
        const whole = totalOf(terms.map(([term]) => term)).value;
        const merged = new ExactTotal();
        for (const part of [2, 0, 3, 1]) {
          const own = terms.filter(([, place]) => place === part).sort((a, b) => a[2] - b[2]);
          merged.addSum(totalOf(own.map(([term]) => term)).sum);
        }
        expect(merged.value).toBe(whole);
        expect(roundedSum(merged.sum)).toBe(whole);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });
});
