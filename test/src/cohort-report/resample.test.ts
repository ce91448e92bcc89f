import { expect, it } from "vitest";
import { compareModels } from "../../../src/cohort-report/resample.js";

it("takes the mean of the paired differences, the same each time", () => {
  const values = [
    [0.9, 0.7, 0.8, 0.6],
    [0.5, 0.6, 0.4, 0.5],
  ];
  const { differences, ranks } = compareModels(values);
  // (0.4 + 0.1 + 0.4 + 0.1) / 4 = 0.25; every resampled mean lies between the least and the largest difference.
  expect(differences).toHaveLength(1);
  expect(differences[0].mean).toBeCloseTo(0.25, 12);
  expect(differences[0].low).toBeGreaterThanOrEqual(0.1 - 1e-12);
  expect(differences[0].low).toBeLessThan(0.25);
  expect(differences[0].high).toBeLessThanOrEqual(0.4 + 1e-12);
  expect(differences[0].high).toBeGreaterThan(0.25);
  expect(ranks[0][0]).toBeCloseTo(1, 9);
  expect(compareModels(values)).toEqual({ differences, ranks });
});

it("finds intervals of about the normal's width for many cases", () => {
  // Differences of 0 and 1 in turn: mean ½, sd ½, so the 95 % interval is ½ ± 1.96 · ½ / √400 = ½ ± 0.049.
  const values = [Array.from({ length: 400 }, (_, i) => i % 2), new Array<number>(400).fill(0)];
  const [{ low, high }] = compareModels(values).differences;
  expect(low).toBeGreaterThan(0.44);
  expect(low).toBeLessThan(0.46);
  expect(high).toBeGreaterThan(0.54);
  expect(high).toBeLessThan(0.56);
});
