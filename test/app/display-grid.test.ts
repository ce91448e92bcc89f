import { describe, expect, it } from "vitest";
import { displayGrid } from "../../app/engine/display-grid.js";
import { noLabels, paintLabels } from "../../app/engine/display-labels.js";

const AFFINE = [-2, 0, 0, 100, 0, 0, 3, 50, 0, 1, 0, -20, 0, 0, 0, 1];
const frame = (shape: number[], spacing: number[]) => ({ shape, spacing, affine: null });

describe("the grid that is shown", () => {
  it("is the case's own where that is small", () => {
    expect(displayGrid({ shape: [4, 5, 6], spacing: [2, 1, 3], affine: AFFINE })).toEqual({
      shape: [4, 5, 6],
      spacing: [2, 1, 3],
      affine: AFFINE,
      factors: [1, 1, 1],
    });
  });

  it("is made of a third axis for a plane, and of the spacing where there is no affine", () => {
    const grid = displayGrid(frame([4, 5], [2, 1]));
    expect(grid.shape).toEqual([4, 5, 1]);
    expect(grid.affine).toEqual([2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
  });

  it("halves the axis with the closest voxels, again and again", () => {
    // 512 × 512 × 300 = 78.6 M. x: 256 × 512 × 300 = 39.3 M; y: 256 × 256 × 300 = 19.7 M; z: 9.8 M, below 16.8 M.
    expect(displayGrid(frame([512, 512, 300], [0.7, 0.7, 1])).factors).toEqual([2, 2, 2]);
    // After z (to 1.0) and x (to 1.4), y is the closest, at 0.7; 256 × 256 × 150.
    expect(displayGrid(frame([512, 512, 300], [0.7, 0.7, 0.5])).factors).toEqual([2, 2, 2]);
    expect(displayGrid(frame([512, 512, 100], [0.7, 0.7, 5])).factors).toEqual([2, 1, 1]);
  });

  it("keeps every side within a texture, however thin the volume", () => {
    const grid = displayGrid(frame([9000, 1, 7], [1, 1, 1]));
    expect(grid.factors).toEqual([8, 1, 1]);
    expect(grid.shape).toEqual([1125, 1, 7]);
  });

  it("lies where the voxels lie that it stands for", () => {
    const { affine, factors } = displayGrid({ shape: [8, 4, 2], spacing: [1, 2, 4], affine: AFFINE }, 16);
    expect(factors).toEqual([4, 1, 1]);
    // Voxels 0 to 3 along x lie at 100, 98, 96, 94: their middle is 97, and the next is 4 · −2 away.
    expect(affine).toEqual([-8, 0, 0, 97, 0, 0, 3, 50, 0, 1, 0, -20, 0, 0, 0, 1]);
  });
});

describe("the labels that are shown", () => {
  const whole = displayGrid(frame([4, 2, 1], [1, 1, 1]));
  const halved = { ...whole, shape: [2, 1, 1] as const, factors: [2, 2, 1] as const };

  it("are the codes of both sides, one after the other, on the case's own grid", () => {
    const [reference, prediction] = [Uint32Array.of(0, 1, 300, 0, 0, 0, 2, 0), Uint8Array.of(7, 0, 8, 0, 0, 0, 0, 9)];
    const half = paintLabels(noLabels(whole), "reference", { codes: reference, count: 300, shape: [4, 2, 1] }, whole);
    const both = paintLabels(half, "prediction", { codes: prediction, count: 9, shape: [4, 2] }, whole);
    expect(both).toEqual(Uint16Array.of(0, 7, 1, 0, 300, 8, 0, 0, 0, 0, 0, 0, 2, 0, 0, 9));
  });

  it("lose no instance of a single voxel on a coarser grid", () => {
    // |0 0|0 9|
    // |0 7|9 0|
    const codes = Uint8Array.of(0, 0, 0, 9, 0, 7, 9, 0);
    const painted = paintLabels(noLabels(halved), "prediction", { codes, count: 9, shape: [4, 2, 1] }, halved);
    expect([...painted]).toEqual([0, 7, 0, 9]);
  });

  it("take wider numbers where there are more instances than short ones count, and keep what was painted", () => {
    const half = paintLabels(
      noLabels(halved),
      "reference",
      { codes: Uint8Array.of(5), count: 5, shape: [1, 1] },
      halved,
    );
    const codes = Uint32Array.of(0, 70_000, 5, 0, 0, 0, 0, 1);
    const both = paintLabels(half, "prediction", { codes, count: 70_000, shape: [4, 2, 1] }, halved);
    expect(both).toEqual(Uint32Array.of(5, 70_000, 0, 5));
  });
});
