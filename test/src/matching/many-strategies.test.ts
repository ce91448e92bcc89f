import { describe, expect, it } from "vitest";
import { match } from "../../support/strategies.js";
import { scoredGraph } from "../../support/tables.js";

// Reference 1 with all three predictions; reference 2 with 2 and 3. Prediction 4 has no candidate.
const graph = scoredGraph(2, 4, [
  [0, 0, 0.2],
  [0, 1, 0.3],
  [0, 2, 0.2],
  [1, 1, 0.4],
  [1, 2, 0.1],
]);

describe("many-to-one", () => {
  it("each prediction takes its best reference, 0.4 > 0.3 and 0.2 > 0.1", () => {
    expect(match("many-to-one", graph)).toEqual(["1-1", "1-3", "2-2"]);
  });
});

describe("one-to-many", () => {
  it("each reference takes its best prediction: both prediction 2", () => {
    expect(match("one-to-many", graph)).toEqual(["1-2", "2-2"]);
  });
});

describe("many-to-many", () => {
  it("takes every candidate", () => {
    expect(match("many-to-many", graph)).toEqual(["1-1", "1-2", "1-3", "2-2", "2-3"]);
  });
});
