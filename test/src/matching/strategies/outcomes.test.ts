import { describe, expect, it } from "vitest";
import type { CandidateGraph } from "../../../../src/matching/candidate-graph.js";
import { chosenPairs } from "../../../../src/matching/explain/edge-outcome.js";
import { GREEDY } from "../../../../src/matching/strategies/greedy.js";
import { MERGE } from "../../../../src/matching/strategies/merge.js";
import { ONE_TO_ONE } from "../../../../src/matching/strategies/one-to-one.js";
import { fragmentUnions, UNION } from "../../../../src/matching/strategies/union.js";
import type { Strategy } from "../../../../src/matching/strategy.js";
import { counted, matchPairs } from "../../../support/strategies.js";

const OPTIONS = { allowManyToOne: false };
const MANY = { allowManyToOne: true };

function told(
  graph: CandidateGraph,
  chosen: readonly number[],
  outcomes: Strategy["outcomes"] = UNION.outcomes,
  options = OPTIONS,
) {
  return outcomes(graph, chosenPairs(graph, chosen), options).map(({ name, rule, winners }) => [
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
    const graph = counted([100], [10, 90], [[0, 1, 90]], 0.5);
    expect(UNION.match(graph)).toEqual([0]);
    expect(fragmentUnions(graph)).toEqual([{ reference: 0, pairs: [0], score: 0.9, refused: null }]);
  });

  it("is told reference by reference", () => {
    const crossed = counted(
      [10, 10],
      [10, 10],
      [
        [1, 0, 9],
        [0, 1, 8],
      ],
      0.5,
    );
    expect(fragmentUnions(crossed).map(({ reference }) => reference)).toEqual([0, 1]);
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

  it("is a tie at the prediction, though its reference was taken later", () => {
    // 10/30 twice, then 5/35.
    const graph = counted(
      [20, 20],
      [20, 20],
      [
        [0, 0, 10],
        [1, 0, 10],
        [1, 1, 5],
      ],
      0.1,
    );
    expect(GREEDY.match(graph, OPTIONS)).toEqual([0, 2]);
    expect(told(graph, [0, 2], GREEDY.outcomes)[1]).toEqual(["tie", "smaller-reference-label", 0]);
    expect(told(graph, [0, 2], GREEDY.outcomes, MANY)[1]).toEqual(["tie", "smaller-reference-label", 0]);
  });
});

describe("what became of each pair that merging left", () => {
  it("is that its prediction was taken, that its reference was never seeded, or that it would lower the union", () => {
    // 60/100 takes prediction 0; 20/120 comes for it later, 10/110 would give 70/170; reference 2 has 5/55 alone.
    const graph = counted(
      [100, 60, 50],
      [60, 80, 10],
      [
        [0, 0, 60],
        [0, 1, 10],
        [1, 0, 20],
        [2, 2, 5],
      ],
      0.5,
    );
    expect(MERGE.match(graph)).toEqual([0]);
    expect(told(graph, [0], MERGE.outcomes)).toEqual([
      ["chosen", "seeded"],
      ["union-not-better", null, 0],
      ["lost", "better-at-prediction", 0],
      ["below-threshold", "never-seeded"],
    ]);
  });
});

describe("what became of each pair that the best total left", () => {
  it("is that it adds nothing, if both of its instances are free", () => {
    expect(told(counted([10], [10], [[0, 0, 5]], 0.1), [], ONE_TO_ONE.outcomes)).toEqual([["lost", "adds-nothing"]]);
  });

  it("is the total, or the better holder of its prediction, where what is left joined its best reference", () => {
    // 40/100 and 20/85 give more than 45/120 alone; prediction 1 is left, and joins reference 0 (15/103), not 1 (3/55).
    const graph = counted(
      [100, 40],
      [40, 18, 65],
      [
        [0, 0, 40],
        [0, 1, 15],
        [0, 2, 45],
        [1, 1, 3],
        [1, 2, 20],
      ],
      0.01,
    );
    expect(matchPairs("one-to-one", graph, true)).toEqual([0, 1, 4]);
    // In whatever order they were chosen, the reference's best one is named.
    expect(told(graph, [1, 0, 4], ONE_TO_ONE.outcomes, MANY)).toEqual([
      ["chosen", null],
      ["chosen", null],
      ["lost", "optimal-total", 0, 4],
      ["lost", "better-at-prediction", 1],
      ["chosen", null],
    ]);
  });
});
