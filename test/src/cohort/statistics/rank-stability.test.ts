import { describe, expect, it } from "vitest";
import { rankStability } from "../../../../src/cohort/statistics/rank-stability.js";
import { averageRanks, kendallTau } from "../../../../src/cohort/statistics/ranks.js";
import { meanOf } from "../../../../src/cohort/statistics/statistic.js";

const modelOf = (values: readonly number[]) => meanOf(values.map((value) => [value]));

describe("ranks", () => {
  it("share the mean of the places that equal values take", () => {
    // 1, 1 take places 1 and 2; 3 takes 3; 4, 4, 4 take 4, 5, 6.
    expect([...averageRanks([4, 1, 3, 4, 1, 4])]).toEqual([5, 1.5, 3, 5, 1.5, 5]);
  });

  it("agree by Kendall's τ-b", () => {
    expect(kendallTau([1, 2, 3, 4], [10, 20, 30, 40])).toBe(1);
    expect(kendallTau([1, 2, 3, 4], [4, 3, 2, 1])).toBe(-1);
    // Pairs: 12 agree, 13 agree, 23 tied in y: 2 / √(3 · 2).
    expect(kendallTau([1, 2, 3], [1, 2, 2])).toBeCloseTo(2 / Math.sqrt(6), 15);
    expect(kendallTau([1, 1], [1, 2])).toBeNaN();
  });
});

describe("rankStability", () => {
  it("is certain of models that differ in every case", () => {
    const found = rankStability([modelOf([0.5, 0.6, 0.7]), modelOf([0.1, 0.2, 0.3]), modelOf([0.8, 0.9, 0.95])]);
    expect(found.ranks).toEqual([2, 3, 1]);
    expect(found.shares).toEqual([
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ]);
    expect(found.tau).toEqual({ mean: 1, q1: 1, median: 1, q3: 1 });
  });

  it("is uncertain of models that win half of the cases each", () => {
    const [a, b] = [
      [1, 0, 1, 0, 1, 0.1],
      [0, 1, 0, 1, 0, 1],
    ];
    const { shares } = rankStability([modelOf(a), modelOf(b)], { seed: 2 });
    expect(shares[0][0]).toBeGreaterThan(0.3);
    expect(shares[0][1]).toBeGreaterThan(0.3);
    expect(shares[0][0] + shares[0][1]).toBeCloseTo(1, 12);
  });

  it("ranks distances the other way round, and equal models alike", () => {
    const { ranks, shares } = rankStability([modelOf([2, 2]), modelOf([1, 1]), modelOf([1, 1])], {
      higherIsBetter: false,
    });
    expect(ranks).toEqual([3, 1, 1]);
    expect(shares[1]).toEqual([1, 0, 0]);
  });
});
