import { describe, expect, expectTypeOf, it } from "vitest";
import type { GeometryMismatchDetails, InvalidOptionDetails } from "../../base/error-details.js";
import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import { checkGeometry } from "../../src/io/geometry.js";
import { resolveOptions } from "../../src/options/resolve.js";

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}

describe("isVoxmatchError", () => {
  it("narrows the details by the code", () => {
    const grid = { shape: [4, 4], spacing: [1, 1], affine: null };
    const error = thrownBy(() => checkGeometry(grid, { ...grid, shape: [4, 5] }));
    if (!isVoxmatchError(error, "GEOMETRY_MISMATCH")) throw error;
    expectTypeOf(error.code).toEqualTypeOf<"GEOMETRY_MISMATCH">();
    expectTypeOf(error.details).toEqualTypeOf<GeometryMismatchDetails>();
    expect(error.details).toMatchObject({ part: "shape", axis: 1, reference: [4, 4], prediction: [4, 5] });
  });

  it("tells one code from another, and every error of the package from the rest", () => {
    // Safe: the misspelt option is what is tested.
    const error = thrownBy(() => resolveOptions({ treshold: 0.5 } as object));
    expect(isVoxmatchError(error)).toBe(true);
    expect(isVoxmatchError(error, "GEOMETRY_MISMATCH")).toBe(false);
    if (!isVoxmatchError(error, "INVALID_OPTION")) throw error;
    expectTypeOf(error.details).toEqualTypeOf<InvalidOptionDetails>();
    expect(error.details).toMatchObject({ name: "treshold", suggestion: "threshold" });
    expect(isVoxmatchError(new Error("another"))).toBe(false);
  });
});

it("gives an error without details an empty object", () => {
  expect(new VoxmatchError("INTERNAL", "A defect.").details).toEqual({});
});
