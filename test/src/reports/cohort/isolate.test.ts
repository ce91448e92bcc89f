import { expect, it } from "vitest";
import { isolate } from "../../../../src/reports/cohort/isolate.js";

it("isolates names that run from right to left, and leaves all others as they are", () => {
  for (const name of ["דגם", "نموذج 2", "model א", "𐤀"]) expect(isolate(name)).toBe(`\u2068${name}\u2069`);
  for (const name of ["model", "Größe 3", "模型", "модель", "–", "😀", ""]) expect(isolate(name)).toBe(name);
});
