import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrapIntervals, type IntervalMethod, resample } from "../../../../src/cohort/statistics/bootstrap.js";
import { quantile } from "../../../../src/cohort/statistics/describe.js";
import { meanOf, ofDrawn, ofSums, type Statistic } from "../../../../src/cohort/statistics/statistic.js";
import { goldenStatistics } from "./golden.js";

interface Bootstrapped {
  readonly statistic: "mean" | "median";
  readonly method: string;
  readonly confidence: number;
  readonly n_resamples: number;
  readonly low: number | "NaN";
  readonly over_other_seeds: Readonly<Record<"low_mean" | "low_sd" | "high_mean" | "high_sd", number | "NaN">>;
}
interface Sample {
  readonly values: readonly number[];
  readonly bootstrap: readonly Bootstrapped[];
}

function statisticOf(values: readonly number[], name: "mean" | "median"): Statistic {
  if (name === "mean") return meanOf(values.map((value) => [value]));
  return ofDrawn(values.length, (drawn) => quantile(Float64Array.from(drawn, (i) => values[i]).sort(), 0.5));
}

/** A statistic over as many clusters as it can leave out, whose resamples are given; its observed value comes last. */
function given(resampled: readonly number[], observed: number, without: readonly number[]): Statistic {
  let drawn = 0;
  return {
    clusters: without.length,
    over: () => resampled[drawn++] ?? observed,
    leavingOut: () => Float64Array.from(without),
  };
}

const answers = goldenStatistics<Sample>("sample_").flatMap(([name, { values, bootstrap }]) =>
  bootstrap.map((answer) => [`${name}, ${answer.statistic}, ${answer.method}`, values, answer] as const),
);

describe("bootstrapIntervals", () => {
  it.each(answers)("agrees with SciPy within what its own seeds vary: %s", (_name, values, answer) => {
    const [found] = bootstrapIntervals([statisticOf(values, answer.statistic)], {
      resamples: answer.n_resamples,
      confidence: answer.confidence,
      seed: 12,
      method: answer.method.toLowerCase() as IntervalMethod,
    });
    const { low_mean, low_sd, high_mean, high_sd } = answer.over_other_seeds;
    if (low_mean === "NaN" || high_mean === "NaN") {
      expect([found.low, found.high]).toEqual([Number.NaN, Number.NaN]);
      return;
    }
    expect(Math.abs(found.low - low_mean)).toBeLessThanOrEqual(4 * Number(low_sd) + 1e-9);
    expect(Math.abs(found.high - high_mean)).toBeLessThanOrEqual(4 * Number(high_sd) + 1e-9);
  });

  it.each([
    // Shares 0.05 and 0.95 of 0 … 100.
    ["percentile", 5, 95],
    // 2 · 60 − 95 and 2 · 60 − 5.
    ["basic", 25, 115],
    // Bias Φ⁻¹((60 + 61) / 202) = 0.2507851827482355. Acceleration: leaving one out gives 58, 61, 61, which are −2, 1, 1 off
    // their mean, so that Σ cubes / (6 · (Σ squares)^1.5) = 6 / (6 · 6^1.5). The ends by arbitrary-precision arithmetic.
    ["bca", 15.32707236361286, 99.2390672642605],
  ] as const)("gives the interval of resamples that are known: %s", (method, low, high) => {
    // 37 has no factor in common with 101, so these are 0 … 100 in another order.
    const resampled = Array.from({ length: 101 }, (_, i) => (37 * i) % 101);
    const statistic = given(resampled, 60, [58, 61, 61]);
    const [found] = bootstrapIntervals([statistic], { resamples: 101, confidence: 0.9, method });
    expect(found.low).toBeCloseTo(low, 9);
    expect(found.high).toBeCloseTo(high, 9);
  });

  it.each([
    [[0.1, 0.2, 0.3, 0.4, 0.5], 0.1 + 0.2],
    [[0.1, 0.2, 0.1 + 0.2, 0.4, 0.5], 0.3],
    [[-0.1, -0.2, -0.3, -0.4, -0.5], -0.1 - 0.2],
  ])("counts resamples half that equal the observed value but for rounding: %j, %d", (resampled, observed) => {
    // Two below, two above, one equal: (2 + 3) / 10 is one half, so there is no bias; leaving one out is symmetric, so there is
    // no acceleration either. The percentile interval remains.
    const intervalBy = (method: IntervalMethod, value: number) => {
      const statistic = given(resampled, value, [0.25, 0.5, 0.75]);
      return bootstrapIntervals([statistic], { resamples: 5, confidence: 0.8, method })[0];
    };
    const corrected = intervalBy("bca", observed);
    const plain = intervalBy("percentile", observed);
    expect(corrected.low).toBeCloseTo(plain.low, 12);
    expect(corrected.high).toBeCloseTo(plain.high, 12);
    // A billionth is no rounding: now three are below.
    expect(intervalBy("bca", observed + 1e-9).low).toBeGreaterThan(plain.low + 0.01);
    expect(intervalBy("bca", observed - 1e-9).low).toBeLessThan(plain.low - 0.01);
  });

  it("gives tenths a tenth of the interval of whole numbers, whose sums are exact", () => {
    const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(values, fc.nat(1000), (whole, seed) => {
        const options = { resamples: 199, seed } as const;
        const [exact] = bootstrapIntervals([meanOf(whole.map((value) => [value]))], options);
        const [tenths] = bootstrapIntervals([meanOf(whole.map((value) => [value / 10]))], options);
        if (Number.isNaN(exact.low)) expect(tenths.low).toBeNaN();
        else expect(tenths.low).toBeCloseTo(exact.low / 10, 10);
        if (Number.isNaN(exact.high)) expect(tenths.high).toBeNaN();
        else expect(tenths.high).toBeCloseTo(exact.high / 10, 10);
      }),
      { seed: 8, numRuns: 100 },
    );
  });

  it("gives the same numbers for the same seed, others for another, and every statistic the same resamples", () => {
    const values = [0.2, 0.5, 0.9, 0.4, 0.7];
    const mean = statisticOf(values, "mean");
    const once = bootstrapIntervals([mean], { seed: 3 });
    expect(bootstrapIntervals([mean, mean], { seed: 3 })).toEqual([...once, ...once]);
    expect(resample([mean], 99, 4)).not.toEqual(resample([mean], 99, 3));
  });

  it("draws clusters whole: copies of a case within its patient narrow nothing", () => {
    const patients = [[0.1], [0.4], [0.6], [0.9], [0.3], [0.8]];
    const copied = patients.map((own) => [...own, ...own, ...own]);
    const options = { seed: 1, resamples: 999 } as const;
    const [apart] = bootstrapIntervals([meanOf(patients)], options);
    const [together] = bootstrapIntervals([meanOf(copied)], options);
    const [unclustered] = bootstrapIntervals([meanOf(copied.flat().map((value) => [value]))], options);
    expect(together.low).toBeCloseTo(apart.low, 12);
    expect(together.high).toBeCloseTo(apart.high, 12);
    expect(unclustered.high - unclustered.low).toBeLessThan(0.7 * (together.high - together.low));
  });

  it("pools: a function of sums over the cases drawn", () => {
    // RQ of three cases: TP 3, 1, 0; FP + FN 0, 2, 4. All: 4 / (4 + 6/2) = 4/7; without the last: 4 / (4 + 2/2) = 4/5.
    const pooled = ofSums(
      [Float64Array.of(3, 1, 0), Float64Array.of(0, 2, 4)],
      ([tp, errors]) => tp / (tp + errors / 2),
    );
    expect(pooled.over([0, 1, 2])).toBe(4 / 7);
    expect(pooled.leavingOut()[2]).toBe(4 / 5);
    expect(pooled.over([2, 2, 2])).toBe(0);
  });

  it("leaves each one out in turn, by subtraction as by computing anew", () => {
    const values = [3, 1, 4, 1, 5, 9];
    const anew = ofDrawn(6, (drawn) => Array.from(drawn, (i) => values[i]).reduce((a, b) => a + b, 0) / drawn.length);
    // Without 3: 20/5; without 1: 22/5; …; without 9: 14/5.
    expect([...anew.leavingOut()]).toEqual([20 / 5, 22 / 5, 19 / 5, 22 / 5, 18 / 5, 14 / 5]);
    expect([...meanOf(values.map((value) => [value])).leavingOut()]).toEqual([...anew.leavingOut()]);
  });

  it("gives no interval where there is nothing to draw from", () => {
    for (const values of [[], [0.5]]) {
      const [found] = bootstrapIntervals([statisticOf(values, "mean")]);
      expect(found).toEqual({ low: Number.NaN, high: Number.NaN });
    }
  });
});
