import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holm } from "../../../../src/cohort/statistics/holm.js";
import { pairedPermutation } from "../../../../src/cohort/statistics/permutation.js";
import { type Alternative, wilcoxonSignedRank, type ZeroMethod } from "../../../../src/cohort/statistics/wilcoxon.js";
import { goldenStatistics } from "./golden.js";

interface Answer {
  readonly zero_method: ZeroMethod;
  readonly alternative: Alternative;
  readonly method: "exact" | "approx";
  readonly continuity_correction: boolean;
  readonly statistic?: number;
  readonly p?: number | "NaN";
  readonly error?: string;
}
interface Tails {
  readonly p_greater: number;
  readonly p_less: number;
  readonly p_two_sided: number;
}
interface Paired {
  readonly differences_x_minus_y: readonly number[];
  readonly wilcoxon: { readonly scipy: readonly Answer[]; readonly enumerated?: Tails & { readonly r_plus: number } };
  readonly permutation?: Tails & { readonly observed: number };
}

const paired = goldenStatistics<Paired>("paired_");
const TAILS = { greater: "p_greater", less: "p_less", "two-sided": "p_two_sided" } as const;

describe("wilcoxonSignedRank", () => {
  const answers = paired.flatMap(([name, { differences_x_minus_y: differences, wilcoxon }]) =>
    wilcoxon.scipy.map((answer) => {
      const { zero_method, alternative, method, continuity_correction } = answer;
      const title = [name, zero_method, alternative, method, ...(continuity_correction ? ["corrected"] : [])].join(
        ", ",
      );
      return [title, differences, answer] as const;
    }),
  );

  it.each(answers)("agrees with SciPy: %s", (_title, differences, answer) => {
    const found = wilcoxonSignedRank(differences, {
      alternative: answer.alternative,
      zeroMethod: answer.zero_method,
      method: answer.method === "exact" ? "exact" : "normal",
      continuity: answer.continuity_correction,
    });
    if (answer.error !== undefined || answer.p === "NaN") {
      expect(found.p).toBeNaN();
      return;
    }
    expect(found.statistic).toBe(answer.statistic);
    expect(Math.abs(found.p - Number(answer.p))).toBeLessThanOrEqual(1e-12);
  });

  const enumerated = paired.flatMap(([name, { differences_x_minus_y: differences, wilcoxon }]) =>
    wilcoxon.enumerated === undefined ? [] : [[name, differences, wilcoxon.enumerated] as const],
  );
  it.each(enumerated)("agrees with the enumeration of all signs, ties included: %s", (_name, differences, answer) => {
    for (const alternative of ["greater", "less", "two-sided"] as const) {
      const found = wilcoxonSignedRank(differences, { alternative });
      expect(found.method).toBe("exact");
      if (differences.every((difference) => difference === 0)) expect(found.p).toBeNaN();
      else expect(found.p).toBeCloseTo(answer[TAILS[alternative]], 12);
    }
  });

  it("by hand: 1, 2, −3", () => {
    // Ranks 1, 2, 3: r+ = 3, r− = 3. Of eight signs, sums are 0, 1, 2, 3, 3, 4, 5, 6: five are at most 3, five at least 3.
    const found = wilcoxonSignedRank([1, 2, -3], { alternative: "less" });
    expect(found).toEqual({ n: 3, r_plus: 3, r_minus: 3, statistic: 3, p: 5 / 8, method: "exact" });
    expect(wilcoxonSignedRank([1, 2, -3]).p).toBe(1);
  });
});

describe("wilcoxonSignedRank by the number of differences", () => {
  /** 1, 2, …, n, of which each third is negative. */
  const differencesOf = (n: number) => Array.from({ length: n }, (_, i) => (i % 3 === 0 ? -1 : 1) * (i + 1));

  it.each([
    [49, "exact"],
    [50, "exact"],
    [51, "normal"],
  ] as const)("takes %d: %s", (n, method) => {
    const differences = differencesOf(n);
    const found = wilcoxonSignedRank(differences);
    expect(found).toMatchObject({ n, method });
    expect(found.p).toBe(wilcoxonSignedRank(differences, { method }).p);
    const other = method === "exact" ? "normal" : "exact";
    expect(found.p).not.toBe(wilcoxonSignedRank(differences, { method: other }).p);
  });

  it("counts those that are not zero", () => {
    expect(wilcoxonSignedRank([...differencesOf(50), 0, 0])).toMatchObject({ n: 50, method: "exact" });
    expect(wilcoxonSignedRank([...differencesOf(51), 0])).toMatchObject({ n: 51, method: "normal" });
    // Ranked zeros have no exact distribution here, however few there are.
    expect(wilcoxonSignedRank([1, 0], { zeroMethod: "pratt" }).method).toBe("normal");
  });

  it("counts the signs of 50 exactly", () => {
    // Ranks 1 … 50, of which 1 and 2 are negative: r− = 3. Sets of ranks with a sum of at most 3: {}, {1}, {2}, {3}, {1, 2}.
    const differences = Array.from({ length: 50 }, (_, i) => (i < 2 ? -(i + 1) : i + 1));
    expect(wilcoxonSignedRank(differences, { alternative: "greater" }).p).toBeCloseTo(5 / 2 ** 50, 25);
    expect(wilcoxonSignedRank(differences).p / (10 / 2 ** 50)).toBeCloseTo(1, 12);
  });
});

describe("pairedPermutation", () => {
  const answers = paired.flatMap(([name, { differences_x_minus_y: differences, permutation }]) =>
    permutation == null ? [] : [[name, differences, permutation] as const],
  );
  it.each(answers)("agrees with the enumeration of all signs: %s", (_name, differences, answer) => {
    for (const alternative of ["greater", "less", "two-sided"] as const) {
      const found = pairedPermutation(differences, { alternative });
      expect(found.method).toBe("exact");
      expect(found.statistic).toBeCloseTo(answer.observed, 12);
      expect(found.p).toBeCloseTo(answer[TAILS[alternative]], 12);
    }
  });

  it("counts sums that are equal but for rounding as equal, by hand", () => {
    // ±3 ±1 ±2: 6, 4, 2, 0, 0, −2, −4, −6, of which 3 − 1 − 2 = 0 was observed: five are at least that, five at most, and all are
    // as far from zero. In tenths neither sum of zero is 0.
    for (const differences of [
      [0.3, -0.1, -0.2],
      [-0.3, 0.1, 0.2],
      [3, -1, -2],
    ]) {
      expect(pairedPermutation(differences, { alternative: "greater" }).p).toBe(5 / 8);
      expect(pairedPermutation(differences, { alternative: "less" }).p).toBe(5 / 8);
      expect(pairedPermutation(differences).p).toBe(1);
    }
    // A billionth is no rounding: 3 − 1 − 2 + 1e-9 is met by three sums and itself.
    expect(pairedPermutation([0.3 + 1e-9, -0.1, -0.2], { alternative: "greater" }).p).toBe(4 / 8);
  });

  it.each(["greater", "less", "two-sided"] as const)("gives tenths the p of whole numbers: %s", (alternative) => {
    const exact = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 9 });
    const random = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 17, maxLength: 25 });
    fc.assert(
      fc.property(fc.oneof(exact, random), fc.nat(1000), (whole, seed) => {
        const options = { alternative, seed, resamples: 199 };
        const tenths = whole.map((difference) => difference / 10);
        expect(pairedPermutation(tenths, options).p).toBe(pairedPermutation(whole, options).p);
      }),
      { seed: 9, numRuns: 100 },
    );
  });

  it("draws signs where there are too many, and comes close to the exact p", () => {
    const differences = Array.from({ length: 17 }, (_, i) => Math.sin(3 * i) + 0.3);
    const { p, method } = pairedPermutation(differences, { resamples: 20_000, seed: 5 });
    expect(method).toBe("random");
    // All 2¹⁷ signs, one after the other.
    const sum = differences.reduce((a, b) => a + b, 0);
    let extreme = 0;
    for (let signs = 0; signs < 2 ** 17; signs++) {
      let other = 0;
      for (let i = 0; i < 17; i++) other += (signs >> i) & 1 ? differences[i] : -differences[i];
      if (Math.abs(other) >= Math.abs(sum) - 1e-12) extreme++;
    }
    const exact = extreme / 2 ** 17;
    // Four standard deviations of a share of 20,000.
    expect(Math.abs(p - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 20_000) + 1e-4);
    expect(pairedPermutation(differences, { resamples: 20_000, seed: 5 }).p).toBe(p);
  });

  it("never says that nothing could happen by chance", () => {
    const found = pairedPermutation(new Array(40).fill(1), { resamples: 999 });
    expect(found.p).toBe(1 / 1000);
    expect(pairedPermutation([]).p).toBeNaN();
  });
});

describe("holm", () => {
  interface Holm {
    readonly cases: readonly { readonly p: readonly number[]; readonly adjusted: readonly number[] }[];
  }
  it.each(goldenStatistics<Holm>("holm")[0][1].cases)("adjusts $p", ({ p, adjusted }) => {
    holm(p).forEach((value, i) => {
      expect(value).toBeCloseTo(adjusted[i], 12);
    });
  });

  it("leaves out what is NaN", () => {
    // Two of three: 0.01 · 2, 0.03 · 1.
    expect(holm([0.03, Number.NaN, 0.01])).toEqual([0.03, Number.NaN, 0.02]);
  });

  it("never lowers a p and keeps their order", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (p) => {
        const adjusted = holm(p);
        p.forEach((value, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(value);
          p.forEach((other, j) => {
            if (other <= value) expect(adjusted[j]).toBeLessThanOrEqual(adjusted[i]);
          });
        });
      }),
      { seed: 3 },
    );
  });
});
