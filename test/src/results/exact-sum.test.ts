import { expect, it } from "vitest";
import { ExactSum } from "../../../src/results/exact-sum.js";

it("a sum gives back what is left when terms have joined and left, however large they were", () => {
  const sum = new ExactSum();
  expect(sum.value).toBe(0);
  // In plain numbers 1 + 1e16 is 1e16, from which nothing of the 1 comes back.
  for (const term of [1, 1e16, 0.25, -1e16]) sum.add(term);
  expect(sum.value).toBe(1.25);
  sum.add(-1.25);
  expect(sum.value).toBe(0);
});
