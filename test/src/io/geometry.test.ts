import { describe, expect, it } from "vitest";
import { checkGeometry, type GeometryOf, type GeometryPart } from "../../../src/io/geometry.js";
import { refusal } from "../../support/refusal.js";

/** Voxels. Not imported, so that another default is noticed. */
const TOLERANCE = 0.02;

const AFFINE = [2, 0, 0, -100, 0, 3, 0, 50, 0, 0, 4, 0, 0, 0, 0, 1];
const GRID: GeometryOf = { shape: [10, 20, 30], spacing: [2, 3, 4], affine: AFFINE };

/** The affine with some entries replaced. */
function moved(entries: Readonly<Record<number, number>>): GeometryOf {
  return { ...GRID, affine: AFFINE.map((entry, index) => entries[index] ?? entry) };
}

/** Both ways round: no difference may depend on its sign. */
async function mismatch(a: GeometryOf, b: GeometryOf, message: RegExp, ignore: readonly GeometryPart[] = []) {
  await refusal(() => checkGeometry(b, a, { ignore }), "GEOMETRY_MISMATCH", /./);
  return refusal(() => checkGeometry(a, b, { ignore }), "GEOMETRY_MISMATCH", message);
}

function same(a: GeometryOf, b: GeometryOf, ignore: readonly GeometryPart[] = []) {
  expect(() => checkGeometry(a, b, { ignore })).not.toThrow();
  expect(() => checkGeometry(b, a, { ignore })).not.toThrow();
}

describe("checkGeometry", () => {
  it("accepts a volume and itself", () => same(GRID, structuredClone(GRID)));

  describe("shape", () => {
    it("must be equal on every axis", async () => {
      const error = await mismatch(GRID, { ...GRID, shape: [10, 21, 30] }, /along y.*10 × 20 × 30.*10 × 21 × 30/);
      expect(error.details).toMatchObject({ part: "shape", axis: 1, prediction: [10, 21, 30] });
      // The same number of voxels is not the same grid.
      await mismatch(GRID, { ...GRID, shape: [20, 10, 30] }, /along x/);
    });

    it("can be ignored only where it is a trailing axis of one voxel", async () => {
      const flat = { shape: [10, 20], spacing: [2, 3], affine: null };
      const slice = { shape: [10, 20, 1], spacing: [2, 3, 4], affine: null };
      await mismatch(flat, slice, /along z.*--ignore-geometry shape/);
      same(flat, slice, ["shape"]);
      await mismatch(flat, { ...slice, spacing: [2, 3.1, 4] }, /spacings differ along y/, ["shape"]);
      await mismatch(GRID, { ...GRID, shape: [10, 20, 31] }, /can only be ignored where.*resample/, ["shape"]);
      await mismatch(flat, { ...slice, shape: [10, 20, 2] }, /can only be ignored/, ["shape"]);
    });
  });

  describe("spacing", () => {
    it("is noted where it moves the last corner by more than a thousandth of a voxel", () => {
      const stretched = (voxels: number): GeometryOf => ({
        ...GRID,
        affine: null,
        spacing: [2 * (1 + voxels / 9), 3, 4],
      });
      expect(checkGeometry(GRID, stretched(0.0009))).toEqual([]);
      const [note, ...others] = checkGeometry(GRID, stretched(0.0011));
      expect(note).toMatch(/^The grids differ in spacing by up to 0\.0011.* which geometryTolerance 0\.02 allows\.$/);
      expect(others).toEqual([]);
    });

    it("may move the last corner by the tolerance and no more, on each axis", async () => {
      for (let axis = 0; axis < 3; axis++) {
        const stretched = (voxels: number) => ({
          ...GRID,
          affine: null,
          spacing: GRID.spacing.map((each, index) => each * (index === axis ? 1 + voxels / (GRID.shape[axis] - 1) : 1)),
        });
        same(GRID, stretched(0.98 * TOLERANCE));
        await mismatch(GRID, stretched(1.05 * TOLERANCE), new RegExp(`along ${"xyz"[axis]}.*0.02 voxels`));
        await mismatch(GRID, stretched(-1.05 * TOLERANCE), /--ignore-geometry spacing/);
      }
    });

    it("is judged axis by axis, so that differences do not cancel", async () => {
      await mismatch(GRID, { ...GRID, spacing: [2.5, 2.9, 4] }, /along x: 2 mm in the reference, 2.5 mm in the pred/);
    });

    it("can be ignored", () => same(GRID, { ...GRID, affine: null, spacing: [1, 1, 1] }, ["spacing"]));
  });

  describe("affine", () => {
    it("may be shifted by two hundredths of a voxel of any size in mm", async () => {
      // Voxels of 2 mm along x, 3 mm along y.
      same(GRID, moved({ 3: AFFINE[3] + 0.0399 }));
      await mismatch(GRID, moved({ 3: AFFINE[3] + 0.0401 }), /row 1, column 4/);
      same(GRID, moved({ 7: AFFINE[7] - 0.0599 }));
      await mismatch(GRID, moved({ 7: AFFINE[7] - 0.0601 }), /row 2, column 4/);
    });

    it("may move a corner by the tolerance and no more, in every entry", async () => {
      for (let entry = 0; entry < 12; entry++) {
        const [row, column] = [Math.floor(entry / 4), entry % 4];
        // An entry moves the farthest corner by itself times that corner's index, in voxels of its row's axis.
        const reach = column === 3 ? 1 : GRID.shape[column] - 1;
        const allowed = (TOLERANCE * GRID.spacing[row]) / reach;
        for (const sign of [1, -1]) {
          same(GRID, moved({ [entry]: AFFINE[entry] + 0.98 * sign * allowed }));
          const place = new RegExp(`row ${row + 1}, column ${column + 1} `);
          await mismatch(GRID, moved({ [entry]: AFFINE[entry] + 1.05 * sign * allowed }), place);
        }
      }
    });

    it("is refused when shifted by 500 mm, either way, along any axis", async () => {
      for (const entry of [3, 7, 11]) {
        for (const shift of [500, -500]) {
          const error = await mismatch(GRID, moved({ [entry]: AFFINE[entry] + shift }), /--ignore-geometry affine/);
          expect(error.message).toContain(`${AFFINE[entry]} in the reference, ${AFFINE[entry] + shift} in the pred`);
        }
      }
    });

    it("is judged entry by entry, so that shifts do not cancel", async () => {
      await mismatch(GRID, moved({ 3: -99, 7: 49 }), /row 1, column 4 \(the offset in world x\)/);
      await mismatch(GRID, moved({ 0: -2, 5: -1 }), /row 1, column 1 \(the step along voxel axis x in world x\): 2 in/);
    });

    it("never passes a NaN", async () => {
      await mismatch(GRID, moved({ 3: Number.NaN }), /NaN/);
    });

    it("is not compared where one volume has none, and can be ignored", () => {
      same(GRID, { ...GRID, affine: null });
      same(GRID, moved({ 3: 400 }), ["affine"]);
    });
  });

  it("compares what is not ignored", async () => {
    const other = { ...moved({ 3: 7 }), spacing: [9, 9, 9] };
    await mismatch(GRID, other, /spacings/, ["affine", "shape"]);
    await mismatch(GRID, other, /affines/, ["spacing"]);
    same(GRID, other, ["spacing", "affine"]);
  });
});
