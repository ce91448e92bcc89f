import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { casesOfShard, dealBySize, shardOf } from "../../../src/cohort/shard.js";
import { splitmix64 } from "../../support/random.js";

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

describe("shards by size", () => {
  /** Sizes of volumes as they are: most alike, a few many times as large (log-normal, σ = 1). */
  function makeCases(count: number, seed: number) {
    const random = splitmix64(seed);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Array.from({ length: count }, (_, c) => ({ case: `case-${c}`, bytes: Math.ceil(1e6 * Math.exp(normal())) }));
  }
  const bytesOf = ({ bytes }: { readonly bytes: number }) => bytes;

  function loadsOf(cases: readonly { case: string; bytes: number }[], count: number): number[] {
    const shards = dealBySize(cases, bytesOf, count);
    const loads = new Array<number>(count).fill(0);
    for (const each of cases) loads[shards.get(each.case) ?? Number.NaN] += each.bytes;
    return loads;
  }

  it.each([1, 2, 3, 4, 5])("hold at most a tenth more than their mean: 300 cases on 16, draw %i", (seed) => {
    const loads = loadsOf(makeCases(300, seed), 16);
    const mean = loads.reduce((a, b) => a + b, 0) / 16;
    expect(Math.max(...loads) / mean).toBeLessThanOrEqual(1.1);
  });

  it("deal by hand: 9, 8, 5, 4, 3 on two are 9 + 4 + 3 and 8 + 5, and the order of the list does not matter", () => {
    const cases = [3, 4, 5, 8, 9].map((bytes) => ({ case: `c${bytes}`, bytes }));
    const expected = { c9: 0, c8: 1, c5: 1, c4: 0, c3: 0 };
    expect(Object.fromEntries(dealBySize(cases, bytesOf, 2))).toEqual(expected);
    expect(Object.fromEntries(dealBySize(cases.reverse(), bytesOf, 2))).toEqual(expected);
  });

  it("take every case once, keep the models of a case together, and spread files that are not there", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ case: fc.string({ maxLength: 3 }), bytes: fc.nat(1000) })),
        fc.integer({ min: 1, max: 9 }),
        (cases, count) => {
          const shards = dealBySize(cases, bytesOf, count);
          expect([...shards.keys()].sort()).toEqual([...new Set(cases.map((each) => each.case))].sort());
          for (const shard of shards.values()) expect(shard >= 0 && shard < count).toBe(true);
        },
      ),
      { seed: 7 },
    );
    const gone = Array.from({ length: 12 }, (_, c) => ({ case: String(c), bytes: 0 }));
    const counts = new Map<number, number>();
    for (const shard of dealBySize(gone, bytesOf, 4).values()) counts.set(shard, (counts.get(shard) ?? 0) + 1);
    expect([...counts.values()]).toEqual([3, 3, 3, 3]);
  });
});

function byId(a: { case: string }, b: { case: string }): number {
  return a.case < b.case ? -1 : 1;
}
