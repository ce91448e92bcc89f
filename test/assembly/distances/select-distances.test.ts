import fc from "fast-check";
import { expect, it } from "vitest";
import { percentileOf } from "../../../bindings/distances/summarize-distances.js";
import { interpolated } from "../../oracle/pair-metrics.js";
import { selectSlowly } from "../../oracle/select-distances.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitraryDistances } from "../../support/distances.js";
import { SEEDED } from "../../support/volumes.js";

describeBuilds("select-distances", (engine) => {
  const select = (values: readonly number[], k: number, largest = values.reduce((a, b) => Math.max(a, b))) => {
    const { arena, kernels } = engine();
    const mark = arena.mark();
    const guarded = arena.copyIn(Float64Array.from([-1, ...values, -1]));
    const scratch = arena.allocate(kernels.selectScratchBytes());
    const out = arena.copyIn(Float64Array.of(0, 0, -1));
    kernels.selectDistances(guarded + 8, values.length, k, largest, scratch, out);
    const [low, high, after] = arena.f64(out, 3);
    const [first, last] = [arena.f64(guarded, 1)[0], arena.f64(guarded + 8 * values.length + 8, 1)[0]];
    expect([after, first, last]).toEqual([-1, -1, -1]);
    arena.release(mark);
    return [low, high];
  };
  const percentile = (values: readonly number[], share: number) => {
    const { arena } = engine();
    const mark = arena.mark();
    const largest = values.reduce((a, b) => Math.max(a, b));
    const found = percentileOf(engine(), arena.copyIn(Float64Array.from(values)), values.length, largest, share);
    arena.release(mark);
    return found;
  };

  it("equals the oracle for every place in the list", () => {
    fc.assert(
      fc.property(arbitraryDistances, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        for (const k of [0, Math.floor(share * (values.length - 1)), values.length - 1]) {
          expect(select(values, k)).toEqual(selectSlowly(values, k));
        }
        const largest = values.reduce((a, b) => Math.max(a, b));
        expect(select(values, values.length - 1, 3 * largest)).toEqual([largest, largest]);
      }),
      { ...SEEDED, numRuns: 300 },
    );
  });

  it("gives the percentile that sorting gives, to the bit", () => {
    fc.assert(
      fc.property(arbitraryDistances, fc.constantFrom(0, 0.05, 0.5, 0.95, 1), (values, share) => {
        expect(percentile(values, share)).toBe(interpolated(values, share));
      }),
      { ...SEEDED, numRuns: 300 },
    );
    // One distance is its own percentile; position 0.95 · 20 = 19 of 0 … 20.
    expect(percentile([3], 0.95)).toBe(3);
    expect(
      percentile(
        Array.from({ length: 21 }, (_, i) => (i * 8) % 21),
        0.95,
      ),
    ).toBe(19);
  });

  it("is quick on what is sorted, reversed, all equal or all in one bin", () => {
    const n = 200_000;
    for (const numberAt of [
      (i: number) => i,
      (i: number) => n - i,
      () => 3,
      (i: number) => i % 2,
      (i: number) => (i === 0 ? 1e9 : i % 1000),
    ]) {
      const values = Array.from({ length: n }, (_, i) => numberAt(i));
      expect(percentile(values, 0.95)).toBe(interpolated(values, 0.95));
    }
  });
});
