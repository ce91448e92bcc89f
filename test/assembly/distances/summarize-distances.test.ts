import fc from "fast-check";
import { expect, it } from "vitest";
import { summarizeDistances } from "../../../bindings/distances/summarize-distances.js";
import { summarizeSlowly } from "../../oracle/summarize-distances.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitraryDistances } from "../../support/distances.js";
import { SEEDED } from "../../support/volumes.js";

describeBuilds("summarize-distances", (engine) => {
  const summarize = (values: readonly number[], limit: number) => {
    const { arena } = engine();
    const mark = arena.mark();
    try {
      return summarizeDistances(engine(), arena.copyIn(Float64Array.from(values)), values.length, limit);
    } finally {
      arena.release(mark);
    }
  };

  it("equals the oracle, to the bit", () => {
    fc.assert(
      fc.property(arbitraryDistances, fc.constantFrom(0, 0.8, 2, 1e6), (values, limit) => {
        expect(summarize(values, limit)).toEqual(summarizeSlowly(values, limit));
      }),
      SEEDED,
    );
  });

  it("takes the limit itself to be within, and a list may be empty", () => {
    expect(summarize([0.3, 0, 0.5], 0.3)).toEqual({ count: 3, sum: 0.8, largest: 0.5, within: 2, zeros: 1 });
    expect(summarize([], 1)).toEqual({ count: 0, sum: 0, largest: 0, within: 0, zeros: 0 });
  });
});
