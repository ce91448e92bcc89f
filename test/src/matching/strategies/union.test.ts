import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fragmentUnions } from "../../../../src/matching/strategies/union.js";
import { matchUnions } from "../../../oracle/join-fragments.js";
import { arbitraryTable } from "../../../support/random-tables.js";
import { counted, match, split } from "../../../support/strategies.js";

describe("union", () => {
  it("gives a fragment to the reference that it overlaps most, even where another's score is higher", () => {
    // Prediction 1 has 30 of 200 in reference 1, 20 of 20 in reference 2: by overlap it belongs to 1.
    const graph = counted(
      [200, 20],
      [50],
      [
        [0, 0, 30],
        [1, 0, 20],
      ],
      0.1,
    );
    expect(fragmentUnions(graph)).toEqual([{ reference: 0, pairs: [0], score: 30 / 220, refused: null }]);
    expect(match("union", graph)).toEqual(["1-1"]);
  });

  it("of equal overlaps the higher score counts, then the smaller label", () => {
    // 10 of 100 and 10 of 20: IoU 10/110 and 10/30.
    expect(
      match(
        "union",
        counted(
          [100, 20],
          [20],
          [
            [0, 0, 10],
            [1, 0, 10],
          ],
          0.05,
        ),
      ),
    ).toEqual(["2-1"]);
    expect(
      match(
        "union",
        counted(
          [20, 20],
          [20],
          [
            [0, 0, 10],
            [1, 0, 10],
          ],
          0.05,
        ),
      ),
    ).toEqual(["1-1"]);
    // Joined first: prediction 2 (30 of 30), 30/100; then prediction 1 (30 of 200) would give 60/270: refused.
    expect(
      match(
        "union",
        counted(
          [100],
          [200, 30],
          [
            [0, 0, 30],
            [0, 1, 30],
          ],
          0.25,
        ),
      ),
    ).toEqual(["1-2"]);
  });

  it("stops at the first fragment that does not raise the score", () => {
    // 50/100, then 40 of 130: 90/190 lowers it. 10 of 10 behind it is not tried, though all three give 100/190 > 0.5.
    const graph = counted(
      [100],
      [50, 130, 10],
      [
        [0, 0, 50],
        [0, 1, 40],
        [0, 2, 10],
      ],
      0.4,
    );
    expect(fragmentUnions(graph)).toEqual([
      { reference: 0, pairs: [0], score: 0.5, refused: { pair: 1, score: 90 / 190 } },
    ]);
  });

  it("stops at a fragment that leaves the score as it is", () => {
    // |g| 10: 5/10, then 2 inside and 4 outside: 7/14, the same. 1 of 1 behind it is not tried.
    const graph = counted(
      [10],
      [5, 6, 1],
      [
        [0, 0, 5],
        [0, 1, 2],
        [0, 2, 1],
      ],
      0.4,
    );
    expect(fragmentUnions(graph)).toEqual([
      { reference: 0, pairs: [0], score: 5 / 10, refused: { pair: 1, score: 7 / 14 } },
    ]);
    expect(match("union", graph)).toEqual(["1-1"]);
  });

  it("equals its slow twin, where overlaps and scores often tie", () => {
    fc.assert(
      fc.property(arbitraryTable(6), fc.constantFrom(0, 0.2, 0.5), (plain, threshold) => {
        const { references, predictions, overlaps } = plain;
        expect(match("union", counted(references, predictions, overlaps, threshold)).sort()).toEqual(
          matchUnions(plain, threshold).sort(),
        );
      }),
      { seed: 20_261_219, numRuns: 500 },
    );
  });

  it("judges the union, not the fragments, by the threshold and its rule", () => {
    const strict = split([30, 20], 0.5);
    expect(match("union", strict)).toEqual([]);
    const inclusive = { ...strict, threshold: { ...strict.threshold, rule: "inclusive" } } as const;
    expect(match("union", inclusive)).toEqual(["1-1", "1-2"]);
  });
});
