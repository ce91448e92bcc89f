import { describe, expect, it } from "vitest";
import { drawRanks, rankSpread, tauSpread } from "../../../../src/cohort/ranking/rank-draws.js";
import { type Scheme, scoringOf } from "../../../../src/cohort/ranking/schemes.js";
import type { ScoreTable } from "../../../../src/cohort/ranking/score-table.js";
import { averageRanks, kendallTau } from "../../../../src/cohort/statistics/ranks.js";

/** Cases, each a cluster. */
function tableOf(models: readonly (readonly number[])[], sign: 1 | -1 = 1): ScoreTable {
  const cases = models[0].map((_, c) => String(c));
  return {
    models: models.map((_, m) => String(m)),
    cases,
    clusterOf: Int32Array.from(cases, (_, c) => c),
    clusters: cases.length,
    values: models.map((own) => Float64Array.from(own)),
    leftOut: 0,
    sign,
  };
}

function drawn(table: ScoreTable, scheme: Exclude<Scheme, "test"> = "mean", seed = 0) {
  const scoring = scoringOf(table, scheme, { estimand: "case", quantile: 0.25 });
  const found = drawRanks(scoring, table.clusters, { resamples: 999, seed });
  const spreads = found.drawn.map((own) => rankSpread(own, table.models.length, 0.95));
  return { ...found, spreads, tau: tauSpread(found.ranks, found.drawn) };
}

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

describe("schemes", () => {
  // Cases a, b, c, d: model 0 has one excellent case, model 1 is always a little better than model 2.
  const table = tableOf([
    [1, 0, 0, 0.1],
    [0.2, 0.2, 0.3, 0.3],
    [0.1, 0.1, 0.2, 0.2],
  ]);

  it("give what their names say", () => {
    // Means 1.1/4, 1/4, 0.6/4.
    expect(drawn(table).ranks).toEqual([1, 2, 3]);
    // Ranks by case: 1 3 3 3, 2 1 1 1, 3 2 2 2: means 2.5, 1.25, 2.25.
    const ranks = drawn(table, "ranks");
    expect(ranks.scores).toEqual([2.5, 1.25, 2.25]);
    expect(ranks.ranks).toEqual([3, 1, 2]);
    // Medians 0.05, 0.25, 0.15; lower quartiles of 0 0 0.1 1 and of 0.2 0.2 0.3 0.3: position ¾.
    expect(drawn(table, "median").scores.map((value) => Number(value.toFixed(12)))).toEqual([0.05, 0.25, 0.15]);
    expect(drawn(table, "quantile").scores.map((value) => Number(value.toFixed(12)))).toEqual([0, 0.2, 0.1]);
  });

  it("count a quantile from the worst end of distances, too", () => {
    const distances = tableOf([[1, 2, 3, 4, 5]], -1);
    expect(drawn(distances, "quantile").scores).toEqual([4]);
  });
});

describe("draws of ranks", () => {
  it("are certain of models that differ in every case", () => {
    const found = drawn(
      tableOf([
        [0.5, 0.6, 0.7],
        [0.1, 0.2, 0.3],
        [0.8, 0.9, 0.95],
      ]),
    );
    expect(found.ranks).toEqual([2, 3, 1]);
    expect(found.spreads.map(({ shares }) => shares)).toEqual([
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ]);
    expect(found.spreads.map(({ low, high }) => [low, high])).toEqual([
      [2, 2],
      [3, 3],
      [1, 1],
    ]);
    expect(found.tau).toEqual({ mean: 1, q1: 1, median: 1, q3: 1 });
  });

  it("are uncertain of models that win half of the cases each", () => {
    const half = [
      [1, 0, 1, 0, 1, 0.1],
      [0, 1, 0, 1, 0, 1],
    ];
    const { spreads } = drawn(tableOf(half), "mean", 2);
    const [{ shares, low, high }] = spreads;
    expect(shares[0]).toBeGreaterThan(0.3);
    expect(shares[1]).toBeGreaterThan(0.3);
    expect(shares[0] + shares[1]).toBeCloseTo(1, 12);
    expect([low, high]).toEqual([1, 2]);
  });

  it("rank distances the other way round, and equal models alike", () => {
    const found = drawn(
      tableOf(
        [
          [2, 2],
          [1, 1],
          [1, 1],
        ],
        -1,
      ),
    );
    expect(found.ranks).toEqual([3, 1, 1]);
    expect(found.spreads[1].shares).toEqual([1, 0, 0]);
  });
});
