/** What a ranking says where only some pairs of models are compared. */
import { describe, expect, it } from "vitest";
import { summarizeCohort } from "../../../../src/cohort/summary/summarize-cohort.js";
import { caseOf } from "../../../support/records.js";

/** Each model is about 0.15 below the one before it, in all of 20 cases. */
const records = [0, 1, 2, 3].flatMap((m) =>
  Array.from({ length: 20 }, (_, c) =>
    caseOf(
      `c${c}`,
      { g: { iou: [0.95 - 0.15 * m - 0.001 * ((7 * c + 3 * m) % 11)], fp: 0, fn: 0 } },
      { model: `m${m}` },
    ),
  ),
);

const ranked = (compareWith: "all" | "winner" | "neighbours") =>
  summarizeCohort(records, { metrics: ["pq"], rankBy: "test", compareWith, resamples: 99 }).ranks;

describe.each(["winner", "neighbours"] as const)("a comparison with the %s only", (compareWith) => {
  it("leaves ranks by the test as they are over all pairs", () => {
    const [all, some] = [ranked("all"), ranked(compareWith)];
    expect(all.map(({ rank, value }) => [rank, value])).toEqual([
      [1, 3],
      [2, 2],
      [3, 1],
      [4, 0],
    ]);
    expect(some.map(({ model, rank, value }) => ({ model, rank, value }))).toEqual(
      all.map(({ model, rank, value }) => ({ model, rank, value })),
    );
    expect(some.map(({ ranks_by_scheme }) => ranks_by_scheme.test)).toEqual([1, 2, 3, 4]);
  });

  it("says with how many others each model was compared", () => {
    const counts = ranked(compareWith).map(({ n_compared, better_than }) => [better_than.length, n_compared]);
    expect(counts).toEqual(
      compareWith === "winner"
        ? [
            [3, 3],
            [0, 1],
            [0, 1],
            [0, 1],
          ]
        : [
            [1, 1],
            [1, 2],
            [1, 2],
            [0, 1],
          ],
    );
  });
});
