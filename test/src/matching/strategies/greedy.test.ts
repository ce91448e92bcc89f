import { describe, expect, it } from "vitest";
import { match } from "../../../support/strategies.js";
import { scoredGraph } from "../../../support/tables.js";

describe("greedy traps", () => {
  // Greedy takes 0.6 and is left with
  // nothing; the optimum takes 0.5 + 0.5 = 1.0.
  const trap = scoredGraph(2, 2, [
    [0, 0, 0.6],
    [0, 1, 0.5],
    [1, 0, 0.5],
  ]);

  it("greedy takes the best pair first; one-to-one the best total", () => {
    expect(match("greedy", trap)).toEqual(["1-1"]);
    expect(match("one-to-one", trap)).toEqual(["1-2", "2-1"]);
  });

  it("one-to-one prefers one good pair to two poor ones: 0.9 > 0.4 + 0.4", () => {
    const graph = scoredGraph(2, 2, [
      [0, 0, 0.9],
      [0, 1, 0.4],
      [1, 0, 0.4],
    ]);
    expect(match("one-to-one", graph)).toEqual(["1-1"]);
  });

  it("with allowManyToOne a taken reference takes more, a taken prediction does not", () => {
    expect(match("greedy", trap, true)).toEqual(["1-1", "1-2"]);
  });
});
