import { expect, it } from "vitest";
import { meanCurve } from "../../../../src/reports/cohort/threshold-section.js";
import type { GroupResult } from "../../../../src/results/result-types.js";

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

const at = (threshold: number, results: readonly GroupResult[], isStrict: boolean) =>
  meanCurve(results, isStrict).values[Math.round(threshold * 200)];

it("takes the mean over cases, an undefined quality as 0, and the mean of the areas", () => {
  // Below the jump (0.8 + 0.6) / 2, above it (0 + 0.6) / 2; areas (0.4 + 0.6) / 2.
  expect(at(0.25, [jump, flat], false)[1]).toBeCloseTo(0.7, 12);
  expect(at(0.75, [jump, flat], false)[1]).toBeCloseTo(0.3, 12);
  expect(meanCurve([jump, flat], false)).toMatchObject({ n: 2, autc: 0.5 });
});

it("counts a match at its own score, unless a score must exceed the threshold", () => {
  expect(at(0.5, [jump], false)[1]).toBe(0.8);
  expect(at(0.5, [jump], true)[1]).toBe(0);
});

it.each([false, true])("joins the points of a stepped curve, strict or not (%s)", (isStrict) => {
  const points = [0.25, 0.5, 0.75, 1].map((threshold) => ({ threshold, pq: 1 - threshold }));
  const stepped = withCurve({ autc_curve: points });
  // Before the first point its value; at a point that; between two their mean.
  expect(at(0, [stepped], isStrict)[1]).toBeCloseTo(0.75, 12);
  expect(at(0.5, [stepped], isStrict)[1]).toBeCloseTo(0.5, 12);
  expect(at(0.375, [stepped], isStrict)[1]).toBeCloseTo(0.625, 12);
  expect(at(1, [stepped], isStrict)[1]).toBeCloseTo(0, 12);
});
