import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pairTests } from "../../../../src/cohort/statistics/pair-tests.js";
import { pairedPermutation } from "../../../../src/cohort/statistics/permutation.js";
import { Random } from "../../../../src/cohort/statistics/random.js";

interface Golden {
  readonly values: readonly (readonly number[])[];
  readonly margin: number;
  readonly pairs: readonly {
    readonly pair: readonly [number, number];
    readonly p: number;
    readonly p_above: number;
    readonly p_below: number;
    readonly p_step_down: number;
  }[];
}

const GOLDEN: readonly Golden[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../fixtures/golden/pair-tests/pairs.json"), "utf8"),
);

describe("paired tests of many models", () => {
  it.each(GOLDEN.map((one, i) => [i, one] as const))("agree with SciPy where all signs are tried: %i", (_, golden) => {
    const columns = golden.values.map((own) => Float64Array.from(own));
    const pairs = golden.pairs.map(({ pair }) => pair);
    const found = pairTests(columns, pairs, { draws: 999, seed: 0, margin: golden.margin, stepDown: true });
    expect(found).toMatchObject({ method: "exact", draws: 2 ** columns[0].length });
    for (const [i, { pair, ...wanted }] of golden.pairs.entries()) {
      for (const key of ["p", "p_above", "p_below", "p_step_down"] as const) {
        expect(found.pairs[i][key], `${key} of ${pair}`).toBeCloseTo(wanted[key], 12);
      }
    }
  });

  it("come close to the test of one pair where signs are drawn", () => {
    const random = new Random(4);
    const columns = [0, 1, 2].map((m) => Float64Array.from({ length: 40 }, () => random.next() / 2 ** 32 + 0.08 * m));
    const pairs = [
      [0, 1],
      [0, 2],
    ] as const;
    const found = pairTests(columns, pairs, { draws: 20_000, seed: 1, margin: null, stepDown: false });
    for (const [i, [a, b]] of pairs.entries()) {
      const differences = Array.from(columns[a], (value, c) => value - columns[b][c]);
      const { p } = pairedPermutation(differences, { resamples: 20_000, seed: 9 });
      // Four standard errors of the difference of two shares.
      expect(Math.abs(found.pairs[i].p - p)).toBeLessThan(4 * Math.sqrt((2 * p * (1 - p)) / 20_000) + 1e-4);
    }
    expect(found.pairs[0].p_step_down).toBeNaN();
    expect(found.smallestP).toBe(1 / 20_001);
  });
});
