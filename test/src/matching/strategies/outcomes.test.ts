import { describe, expect, it } from "vitest";
import type { CandidateGraph } from "../../../../src/matching/candidate-graph.js";
import { chosenPairs } from "../../../../src/matching/explain/edge-outcome.js";
import { GREEDY } from "../../../../src/matching/strategies/greedy.js";
import { UNION } from "../../../../src/matching/strategies/union.js";
import type { Strategy } from "../../../../src/matching/strategy.js";
import { counted } from "../../../support/strategies.js";

const OPTIONS = { allowManyToOne: false };

function told(graph: CandidateGraph, chosen: readonly number[], outcomes: Strategy["outcomes"] = UNION.outcomes) {
  return outcomes(graph, chosenPairs(graph, chosen), OPTIONS).map(({ name, rule, winners }) => [
    name,
    rule,
    ...winners,
  ]);
}

describe("what became of each pair of a union", () => {
  it("is that it began, that it joined, that it was refused, and that joining had ended", () => {
    // Of 100 voxels: 40 of 40 (40/100), 30 of 30 (70/100), then 10 of 90 would give 80/180, and 5 of 5 comes too late.
    const graph = counted(
      [100],
      [40, 30, 90, 5],
      [
        [0, 0, 40],
        [0, 1, 30],
        [0, 2, 10],
        [0, 3, 5],
      ],
      0.5,
    );
    expect(UNION.match(graph)).toEqual([0, 1]);
    expect(told(graph, [0, 1])).toEqual([
      ["chosen", "seeded"],
      ["chosen", "joined"],
      ["union-not-better", null, 0, 1],
      ["union-not-better", "joining-ended", 0, 1],
    ]);
    const [, , refused] = UNION.outcomes(graph, chosenPairs(graph, [0, 1]));
    expect(refused.union).toEqual({ before: 0.7, after: 80 / 180 });
  });

  it("is that its union does not reach the threshold", () => {
    expect(told(counted([100], [40], [[0, 0, 40]], 0.5), [])).toEqual([["union-below-threshold", null]]);
  });

  it("is that the prediction belongs to another reference, by its overlap or by its label", () => {
    // Prediction 1 has 30 of reference 1, and 20 of reference 2; prediction 2 has 10 of each of two alike.
    const graph = counted(
      [40, 40, 20, 20],
      [50, 20],
      [
        [0, 0, 30],
        [1, 0, 20],
        [2, 1, 10],
        [3, 1, 10],
      ],
      0.3,
    );
    expect(told(graph, [0, 2])).toEqual([
      ["chosen", "seeded"],
      ["other-reference", "larger-overlap", 0],
      ["chosen", "seeded"],
      ["other-reference", "smaller-reference-label", 2],
    ]);
  });

  it("is asked of predictions that touch no reference without any", () => {
    expect(UNION.match(counted([100], [10, 90], [[0, 1, 90]], 0.5))).toEqual([0]);
  });
});

describe("what became of each pair that greedy matching left", () => {
  it("names only the pair whose turn came earlier", () => {
    // 60/100, then 50/110 shares its reference with the first and its prediction with the third, 8/152.
    const graph = counted(
      [100, 100],
      [60, 60],
      [
        [0, 0, 60],
        [0, 1, 50],
        [1, 1, 8],
      ],
      0.01,
    );
    expect(GREEDY.match(graph, OPTIONS)).toEqual([0, 2]);
    const [, left] = told(graph, [0, 2], GREEDY.outcomes);
    expect(left.slice(2)).toEqual([0]);
  });
});
