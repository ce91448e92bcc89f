import { expect } from "vitest";

/**
 * A value measured in another way: sums are taken in another order, and weights of spacings that are in no whole ratio are
 * rounded to about 10⁻¹⁰. NaN and Infinity must be met exactly.
 */
export function expectClose(found: number | undefined, expected: number, what?: string): void {
  if (!Number.isFinite(expected)) expect(found, what).toBe(expected);
  else {
    const difference = Math.abs((found ?? Number.NaN) - expected);
    expect(difference, `${what}: ${found}, not ${expected}`).toBeLessThanOrEqual(
      1e-8 * Math.max(1, Math.abs(expected)),
    );
  }
}
