import { expect, it } from "vitest";
import { formatCount, formatNumber, formatVolume } from "../../../../src/reports/case/text.js";

it.each([
  [0.0005, "1", "0.001"],
  [-0.0006, "1", "−0.001"],
  // A number that rounds to zero has no sign.
  [-0.0004, "1", "0.000"],
  [0.0004, "1", "0.000"],
  [-0, "1", "0.000"],
  [-0.004, "mm", "0.00"],
  [-0.006, "mm", "−0.01"],
  [-1.5, "1", "−1.500"],
  [12.345, "mm", "12.35"],
  [Number.POSITIVE_INFINITY, "mm", "∞"],
  [Number.NEGATIVE_INFINITY, "1", "−∞"],
  [Number.NaN, "1", "–"],
  [undefined, "1", "–"],
] as const)("writes %d in unit %s as %s", (value, unit, text) => {
  expect(formatNumber(value, unit)).toBe(text);
});

it("groups thousands, and rounds volumes to what one can see", () => {
  expect([0, 999, 1000, 1234567.4].map(formatCount)).toEqual(["0", "999", "1,000", "1,234,567"]);
  expect([0, 0.0123, 9.94, 10, 12345.6].map(formatVolume)).toEqual(["0", "0.012", "9.9", "10", "12,346"]);
});
