import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { casesOfShard, shardOf } from "../../../src/cohort/shard.js";

describe("shards", () => {
  it("never change: cases that were dealt today are found tomorrow", () => {
    const ids = ["", "a", "007", "case-1", "case-2", "sub-01_ses-2", "médecin", "患者"];
    expect(ids.map((id) => shardOf(id, 1000))).toMatchInlineSnapshot(`
      [
        923,
        715,
        74,
        451,
        342,
        562,
        7,
        302,
      ]
    `);
  });

  it("take every case once", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 20 }), (ids, count) => {
        const cases = ids.map((id) => ({ case: id }));
        const shards = Array.from({ length: count }, (_, index) => casesOfShard(cases, { index, count }));
        expect(shards.flat().sort(byId)).toEqual([...cases].sort(byId));
      }),
      { seed: 6 },
    );
  });

  it.each([2, 3, 7, 8, 64])("are of about the same size, for ids that differ by a digit and %i shards", (count) => {
    const cases = Array.from({ length: 6400 }, (_, c) => ({ case: `case-${String(c).padStart(5, "0")}` }));
    const sizes = Array.from({ length: count }, (_, index) => casesOfShard(cases, { index, count }).length);
    // Five standard deviations of what a fair die would deal: sqrt(n/k · (1 − 1/k)) < sqrt(n/k).
    const mean = cases.length / count;
    for (const size of sizes) expect(Math.abs(size - mean)).toBeLessThan(5 * Math.sqrt(mean));
  });
});

function byId(a: { case: string }, b: { case: string }): number {
  return a.case < b.case ? -1 : 1;
}
