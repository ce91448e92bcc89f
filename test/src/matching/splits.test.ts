import { describe, expect, it } from "vitest";
import { match, split } from "../../support/strategies.js";

describe("perfect splits at 0.5", () => {
  it("60/40: 0.6 passes alone, and the 0.4 joins where fragments are joined", () => {
    const graph = split([60, 40]);
    expect(match("one-to-one", graph)).toEqual(["1-1"]);
    expect(match("many-to-one", graph)).toEqual(["1-1"]);
    expect(match("merge", graph)).toEqual(["1-1", "1-2"]);
    expect(match("union", graph)).toEqual(["1-1", "1-2"]);
  });

  it.each([[[40, 33, 27]], [[27, 40, 33]], [[40, 35, 25]]])("%s: only the union passes", (shares) => {
    const graph = split(shares);
    expect(match("union", graph)).toEqual(["1-1", "1-2", "1-3"]);
    for (const name of ["one-to-one", "many-to-one", "one-to-many", "many-to-many", "greedy", "merge"] as const) {
      expect(match(name, graph)).toEqual([]);
    }
  });

  it("40/33/27 at 0.3: 0.27 is no candidate, but merge lets it join", () => {
    const graph = split([40, 33, 27], 0.3);
    expect(match("many-to-one", graph)).toEqual(["1-1", "1-2"]);
    expect(match("merge", graph)).toEqual(["1-1", "1-2", "1-3"]);
  });
});
