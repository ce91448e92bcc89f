import { describe, expect, it } from "vitest";
import { describeValues, quantile } from "../../../../src/cohort/statistics/describe.js";
import { goldenStatistics } from "./golden.js";

interface Sample {
  readonly values: readonly number[];
  readonly expected: {
    readonly n: number;
    readonly mean: number;
    readonly sd_population: number;
    readonly sd_sample: number | null;
    readonly min: number;
    readonly max: number;
    readonly median: number;
    readonly quartiles_linear: readonly number[];
    readonly "percentiles_2.5_97.5_linear": readonly number[];
  };
}

describe("describeValues", () => {
  it.each(goldenStatistics<Sample>("sample_"))("agrees with NumPy: %s", (_name, { values, expected }) => {
    const found = describeValues(values);
    expect(found.n).toBe(expected.n);
    for (const [key, value] of Object.entries({
      mean: expected.mean,
      sd_population: expected.sd_population,
      sd: expected.sd_sample ?? Number.NaN,
      min: expected.min,
      max: expected.max,
      median: expected.median,
      q1: expected.quartiles_linear[0],
      q3: expected.quartiles_linear[2],
    })) {
      if (Number.isNaN(value)) expect(found[key as "mean"], key).toBeNaN();
      else expect(Math.abs(found[key as "mean"] - value), key).toBeLessThanOrEqual(1e-12 * Math.abs(value));
    }
    const sorted = Float64Array.from(values).sort();
    expect(quantile(sorted, 0.025)).toBeCloseTo(expected["percentiles_2.5_97.5_linear"][0], 12);
    expect(quantile(sorted, 0.975)).toBeCloseTo(expected["percentiles_2.5_97.5_linear"][1], 12);
  });

  it("by hand: 1, 2, 4, 9", () => {
    // mean 16/4 = 4; squares 9 + 4 + 0 + 25 = 38; quartiles at positions 0.75, 1.5, 2.25 of 0 … 3.
    expect(describeValues([9, 1, 4, 2])).toEqual({
      n: 4,
      mean: 4,
      sd: Math.sqrt(38 / 3),
      sd_population: Math.sqrt(38 / 4),
      min: 1,
      q1: 1.75,
      median: 3,
      q3: 5.25,
      max: 9,
    });
  });

  it("says NaN of nothing, and gives the same bits in any order", () => {
    const { n, ...rest } = describeValues([]);
    expect(n).toBe(0);
    for (const value of Object.values(rest)) expect(value).toBeNaN();
    const values = Array.from({ length: 100 }, (_, i) => Math.sin(i) * 10 ** (i % 7));
    expect(describeValues([...values].reverse())).toEqual(describeValues(values));
  });
});
