import { describe, expect, it } from "vitest";
import { counted, match } from "../../../support/strategies.js";
import type { Pair } from "../../../support/tables.js";

describe("merge", () => {
  it("refuses a fragment that adds more outside than inside", () => {
    // Seed 60/100 = 0.6. With prediction 2: (60 + 5) / (100 + 60 + 50 − 65) = 65/145 < 0.6.
    const graph = counted(
      [100],
      [60, 50],
      [
        [0, 0, 60],
        [0, 1, 5],
      ],
      0.5,
    );
    expect(match("merge", graph)).toEqual(["1-1"]);
  });

  it("refuses a fragment that leaves the score as it is", () => {
    // Seed 50/100. With prediction 2: (50 + 10) / (100 + 50 + 20 − 60 + 10) = 60/120, the same.
    const graph = counted(
      [100],
      [50, 30],
      [
        [0, 0, 50],
        [0, 1, 10],
      ],
      0.4,
    );
    expect(graph.scoreUnion(0, [0, 1], 60, 80)).toBe(0.5);
    expect(match("merge", graph)).toEqual(["1-1"]);
  });

  it("goes on after a refusal, and counts what joined before", () => {
    // 40/100 seeds; 30 of 200: 70/270 refused; 20 of 20: 60/100 joins; 20 of 25: 80/105 joins.
    const graph = counted(
      [100],
      [40, 200, 20, 25],
      [
        [0, 0, 40],
        [0, 1, 30],
        [0, 2, 20],
        [0, 3, 20],
      ],
      0.3,
    );
    expect(match("merge", graph)).toEqual(["1-1", "1-3", "1-4"]);
  });

  it("a prediction taken by one reference is not taken by another", () => {
    // 2-1 has 50/100 and takes prediction 1; 1-1 with 40/110 comes too late.
    const graph = counted(
      [100, 50],
      [100],
      [
        [0, 0, 40],
        [1, 0, 50],
      ],
      0.3,
    );
    expect(match("merge", graph)).toEqual(["2-1"]);
  });

  it("judges each try by all that joined before", () => {
    // 50 of 60: 50/110. With 20 of 30: 70/120 joins. With 5 of 14 as well: 75/129 < 70/120, though more than 50/110,
    // and though 75/99 would be more if the 30 were forgotten.
    const overlaps: Pair[] = [
      [0, 0, 50],
      [0, 1, 20],
      [0, 2, 5],
    ];
    expect(match("merge", counted([100], [60, 30, 14], overlaps, 0.4))).toEqual(["1-1", "1-2"]);
  });

  it("asks for the score of those that joined and the one that is tried, no others", () => {
    // As above with 200 voxels for prediction 2, which is refused: 70/290.
    const overlaps: Pair[] = [
      [0, 0, 50],
      [0, 1, 20],
      [0, 2, 5],
    ];
    const graph = counted([100], [60, 200, 14], overlaps, 0.4);
    const asked: number[][] = [];
    const scoreUnion: typeof graph.scoreUnion = (g, predictions, intersection, voxels) => {
      asked.push([...predictions]);
      return graph.scoreUnion(g, predictions, intersection, voxels);
    };
    match("merge", { ...graph, scoreUnion });
    expect(asked).toEqual([
      [0, 1],
      [0, 2],
    ]);
  });
});
