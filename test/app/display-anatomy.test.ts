import { describe, expect, it } from "vitest";
import { displayAnatomy, sampleShades, windowOf } from "../../app/engine/display-anatomy.js";
import { displayGrid } from "../../app/engine/display-grid.js";
import { encodeNifti } from "../../src/index.js";
import { refusal } from "../support/refusal.js";

const UNIT = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const grid = displayGrid({ shape: [4, 1, 1], spacing: [1, 1, 1], affine: UNIT });
const along = (affine: readonly number[]) => ({ data: [0, 10, 20, 30], shape: [4, 1, 1], affine });

describe("the anatomy that is shown", () => {
  it("has 255 shades from black to white", () => {
    // Shades 1 to 255 for 0 to 30: 1 + 254 · 10 / 30 = 85.67, 1 + 254 · 20 / 30 = 170.33.
    expect([...sampleShades(along(UNIT), grid, [0, 30])]).toEqual([1, 86, 170, 255]);
    expect([...sampleShades(along(UNIT), grid, [10, 20])]).toEqual([1, 1, 255, 255]);
  });

  it("is interpolated at the voxels of the grid, and 0 outside of the image", () => {
    // The image begins half a voxel to the left: voxel 0 of the grid lies between its voxels 0 and 1, at 5.
    const left = [1, 0, 0, -0.5, ...UNIT.slice(4)];
    // 5: 1 + 254 / 6 = 43.33; 15: 128; 25: 212.67. The last voxel lies at 3.5, the image's very edge.
    expect([...sampleShades(along(left), grid, [0, 30])]).toEqual([43, 128, 213, 255]);
    const far = [1, 0, 0, -2, ...UNIT.slice(4)];
    expect([...sampleShades(along(far), grid, [0, 30])]).toEqual([170, 255, 0, 0]);
  });

  it("follows axes that are turned and mirrored", () => {
    // The image's first axis runs against the grid's.
    expect([...sampleShades(along([-1, 0, 0, 3, ...UNIT.slice(4)]), grid, [0, 30])]).toEqual([255, 170, 86, 1]);
  });

  it("leaves voxels without a number empty", () => {
    expect([...sampleShades({ ...along(UNIT), data: [0, Number.NaN, 20, 30] }, grid, [0, 30])]).toEqual([
      1, 0, 170, 255,
    ]);
  });

  it("is windowed by all but the outermost half percent, the other way round for a falling scale", () => {
    const data = Float64Array.from({ length: 1001 }, (_, i) => i);
    const image = { data, shape: [1001, 1], affine: UNIT, intercept: 0 };
    expect(windowOf({ ...image, slope: 2 })).toEqual([5, 995]);
    expect(windowOf({ ...image, slope: -1 })).toEqual([995, 5]);
  });

  it("is read from a file of another grid", async () => {
    // Voxels twice as wide: the grid's voxels lie at 0, 0.5, 1 and 1.5 of them, the last of them half way beyond the edge.
    const affine = [2, 0, 0, 0, ...UNIT.slice(4)];
    const bytes = encodeNifti({ data: Float32Array.of(-1, 1), shape: [2, 1, 1], spacing: [2, 1, 1], affine });
    const { data: shades, window } = await displayAnatomy(new File([bytes], "t1.nii"), grid);
    expect([...shades]).toEqual([1, 128, 255, 255]);
    expect(window).toEqual([-1, 1]);
  });

  it("is refused as a label volume is", async () => {
    const work = () => displayAnatomy(new File(["no image at all"], "t1.nii"), grid);
    await refusal(work, "INVALID_FILE", /^t1\.nii /);
  });
});
