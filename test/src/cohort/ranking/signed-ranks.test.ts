import fc from "fast-check";
import { expect, it } from "vitest";
import { signedRanks, weightedWilcoxon } from "../../../../src/cohort/ranking/signed-ranks.js";
import { wilcoxonSignedRank } from "../../../../src/cohort/statistics/wilcoxon.js";

it("agrees with the test of the list that the weights stand for, ties and zeros included", () => {
  const entry = fc.record({
    difference: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -1, max: 1, noNaN: true })),
    weight: fc.integer({ min: 0, max: 4 }),
  });
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 40 }), (entries) => {
      const ranks = signedRanks(Float64Array.from(entries, ({ difference }) => difference));
      const found = weightedWilcoxon(
        ranks,
        Uint16Array.from(entries, ({ weight }) => weight),
      );
      const list = entries.flatMap(({ difference, weight }) => Array<number>(weight).fill(difference));
      const wanted = wilcoxonSignedRank(list, { method: "normal" });
      expect(found.lead).toBe(wanted.r_plus - wanted.r_minus);
      if (Number.isNaN(wanted.p)) expect(found.p).toBeNaN();
      else expect(found.p).toBeCloseTo(wanted.p, 12);
    }),
    { seed: 3, numRuns: 300 },
  );
});

it("ranks by hand: differences 1, −1, 2 with weights 2, 1, 1", () => {
  // Sizes 1, 1, 1, 2 have the ranks 2, 2, 2, 4: above zero 2 + 2 + 4 = 8 of 10, so 8 − 2 = 6.
  const { lead } = weightedWilcoxon(signedRanks(Float64Array.from([1, -1, 2])), Uint16Array.from([2, 1, 1]));
  expect(lead).toBe(6);
});
