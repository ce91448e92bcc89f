import { describe, expect, it } from "vitest";
import { match } from "../../support/strategies.js";
import { type Pair, scoredGraph } from "../../support/tables.js";

describe("ties", () => {
  it("higher score, then smaller reference, then smaller prediction", () => {
    // 1-2, 2-1 and 2-2 tie at 0.4; 1-1 has 0.3.
    const graph = scoredGraph(2, 2, [
      [0, 0, 0.3],
      [0, 1, 0.4],
      [1, 0, 0.4],
      [1, 1, 0.4],
    ]);
    // 0.4 at 1-2 first (smaller reference), then 2-1.
    expect(match("greedy", graph)).toEqual(["1-2", "2-1"]);
    // Prediction 1: 0.4 at reference 2 beats 0.3. Prediction 2: 0.4 at both, so reference 1.
    expect(match("many-to-one", graph)).toEqual(["1-2", "2-1"]);
    // Reference 1: prediction 2. Reference 2: 0.4 at both, so prediction 1.
    expect(match("one-to-many", graph)).toEqual(["1-2", "2-1"]);
    // 0.4 + 0.4 against 0.3 + 0.4.
    expect(match("one-to-one", graph)).toEqual(["1-2", "2-1"]);
  });

  it("all four equal: each its own number", () => {
    const all = [0, 1].flatMap((g) => [0, 1].map((p): Pair => [g, p, 0.4]));
    expect(match("one-to-one", scoredGraph(2, 2, all))).toEqual(["1-1", "2-2"]);
    expect(match("greedy", scoredGraph(2, 2, all))).toEqual(["1-1", "2-2"]);
    expect(match("many-to-one", scoredGraph(2, 2, all))).toEqual(["1-1", "1-2"]);
    expect(match("one-to-many", scoredGraph(2, 2, all))).toEqual(["1-1", "2-1"]);
  });

  it("one pair of 2/4 and two of 1/4: reference 1 takes its smallest prediction", () => {
    // {1-2} and {1-1, 2-2} both total 0.5.
    const graph = scoredGraph(2, 2, [
      [0, 0, 0.25],
      [0, 1, 0.5],
      [1, 1, 0.25],
    ]);
    expect(match("one-to-one", graph)).toEqual(["1-1", "2-2"]);
  });
});
