import fc from "fast-check";
import { expect, it } from "vitest";
import { meanCurve } from "../../../../src/reports/cohort/mean-curve.js";
import type { GroupResult } from "../../../../src/results/result-types.js";

const NONE = { best: 0, worst: 0 };
/** A result of which only the curve is looked at. */
const withCurve = (curve: object) => curve as unknown as GroupResult;
const jump = withCurve({
  autc_pq: 0.4,
  autc_curve: [
    { from: 0, to: 0.5, pq: 0.8 },
    { from: 0.5, to: 1, pq: Number.NaN },
  ],
});
const flat = withCurve({ autc_pq: 0.6, autc_curve: [{ from: 0, to: 1, pq: 0.6 }] });

it("takes the mean over cases, an undefined quality as 0, and the mean of the areas", () => {
  const curve = meanCurve([jump, flat], NONE, false);
  // Below the jump (0.8 + 0.6) / 2, above it (0 + 0.6) / 2; areas (0.4 + 0.6) / 2.
  expect(curve).toMatchObject({ n: 2, autc: 0.5 });
  expect(curve.corners).toEqual([
    [0, 0.7],
    [0.5, 0.7],
    [0.5, 0.3],
    [1, 0.3],
  ]);
});

it("counts a rightly empty case as 1 and a missing one as 0, at every threshold and in the area", () => {
  // (0.8 + 1 + 0) / 3 and (0 + 1 + 0) / 3; the area (0.4 + 1) / 3.
  const { n, autc, corners } = meanCurve([jump], { best: 1, worst: 1 }, false);
  expect(n).toBe(3);
  expect(autc).toBeCloseTo(1.4 / 3, 15);
  expect(corners.map(([, value]) => value)).toEqual([1.8 / 3, 1.8 / 3, 1 / 3, 1 / 3]);
});

it("counts a match at its own score, unless a score must exceed the threshold", () => {
  expect(meanCurve([jump], NONE, false).valueAt(0.5)).toBe(0.8);
  expect(meanCurve([jump], NONE, true).valueAt(0.5)).toBe(0);
  for (const isStrict of [false, true]) {
    const { valueAt } = meanCurve([jump], NONE, isStrict);
    expect([0, 0.25, 0.75, 1].map(valueAt)).toEqual([0.8, 0.8, 0, 0]);
  }
});

it.each([false, true])("joins the points of a stepped curve, strict or not (%s)", (isStrict) => {
  const points = [0.25, 0.5, 0.75, 1].map((threshold) => ({ threshold, pq: 1 - threshold }));
  const { valueAt, corners } = meanCurve([withCurve({ autc_curve: points })], NONE, isStrict);
  // Before the first point its value; at a point that; between two their mean.
  expect(valueAt(0)).toBeCloseTo(0.75, 12);
  expect(valueAt(0.5)).toBeCloseTo(0.5, 12);
  expect(valueAt(0.375)).toBeCloseTo(0.625, 12);
  expect(valueAt(1)).toBeCloseTo(0, 12);
  expect(corners.map(([at]) => at)).toEqual([0, 0.25, 0.5, 0.75, 1]);
});

it("has the steps of all curves, and the mean of their areas below it", () => {
  const curves = fc.array(
    fc.array(
      fc.record({
        to: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        pq: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      {
        minLength: 1,
        maxLength: 6,
      },
    ),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(curves, fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true }), (lists, isStrict, at) => {
      const results = lists.map((list) => {
        const ends = [...new Set(list.map(({ to }) => to)), 1].sort((a, b) => a - b);
        const pieces = ends.map((to, i) => ({ from: i === 0 ? 0 : ends[i - 1], to, pq: list[i % list.length].pq }));
        const area = pieces.reduce((sum, { from, to, pq }) => sum + (to - from) * pq, 0);
        return { pieces, result: withCurve({ autc_pq: area, autc_curve: pieces }) };
      });
      const curve = meanCurve(
        results.map(({ result }) => result),
        NONE,
        isStrict,
      );
      let area = 0;
      for (let i = 0; i < curve.corners.length; i += 2) {
        const [[from, value], [to, same]] = [curve.corners[i], curve.corners[i + 1]];
        expect(same).toBe(value);
        area += (to - from) * value;
      }
      expect(area).toBeCloseTo(curve.autc ?? Number.NaN, 12);
      const own = results.map(({ pieces }) => {
        const piece = pieces.find(({ to }) => (isStrict ? at < to : at <= to)) ?? pieces[pieces.length - 1];
        return piece.pq;
      });
      expect(curve.valueAt(at)).toBeCloseTo(own.reduce((sum, pq) => sum + pq, 0) / own.length, 12);
    }),
    { seed: 5 },
  );
});
