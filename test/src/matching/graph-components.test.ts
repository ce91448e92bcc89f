import { describe, expect, it } from "vitest";
import { graphComponents } from "../../../src/matching/graph-components.js";
import { scoredGraph } from "../../support/tables.js";

describe("graphComponents", () => {
  it("keeps apart what no edge joins, ordered by first edge, and leaves out who has none", () => {
    // 1-2, 3-2 | 2-1 | reference 4 and prediction 3 alone.
    const graph = scoredGraph(4, 3, [
      [0, 1, 0.4],
      [1, 0, 0.4],
      [2, 1, 0.4],
    ]);
    expect(graphComponents(graph)).toEqual([
      { edges: [0, 2], references: [0, 2], predictions: [1] },
      { edges: [1], references: [1], predictions: [0] },
    ]);
  });

  it("joins a chain that closes late", () => {
    // 1-1, 2-2, 3-1, 3-2: one component although 1 and 2 meet only at 3.
    const graph = scoredGraph(3, 2, [
      [0, 0, 0.4],
      [1, 1, 0.4],
      [2, 0, 0.4],
      [2, 1, 0.4],
    ]);
    expect(graphComponents(graph)).toEqual([{ edges: [0, 1, 2, 3], references: [0, 1, 2], predictions: [0, 1] }]);
  });
});
