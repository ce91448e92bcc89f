import { describe, expect, it } from "vitest";
import { codesAt } from "../../app/viewer/codes-at.js";

// Two shown voxels along x and along y, each for 2 × 2 of the case: |(1, 0) (0, 2)| and above |(0, 0) (3, 4)|.
const labels = {
  codes: Uint16Array.of(1, 0, 0, 2, 0, 0, 3, 4),
  shape: [2, 2, 1],
  factors: [2, 2, 1],
} as const;

describe("the codes at a place", () => {
  it("are those of the shown voxel that covers the case's", () => {
    expect(codesAt(labels, [1, 1, 0])).toEqual({ reference: 1, prediction: 0 });
    expect(codesAt(labels, [2, 0, 0])).toEqual({ reference: 0, prediction: 2 });
    expect(codesAt(labels, [3, 3, 0])).toEqual({ reference: 3, prediction: 4 });
    expect(codesAt(labels, [0, 2])).toEqual({ reference: 0, prediction: 0 });
  });

  it("are the nearest of each side within reach, and none outside of the volume", () => {
    expect(codesAt(labels, [0, 2, 0], 1)).toEqual({ reference: 1, prediction: 2 });
    expect(codesAt(labels, [9, 9, 0])).toEqual({ reference: 0, prediction: 0 });
  });
});
