import { describe, expect, it } from "vitest";
import { nrrdGrid } from "../../../../src/io/nrrd/nrrd-grid.js";
import { refusal } from "../../../support/refusal.js";

const DIRECTIONS = "(1,0,0) (0,2,0) (0,0,3)";
const SHAPE = [5, 4, 3];

/** The grid of fields by their names in lower case without spaces. */
function grid(fields: Readonly<Record<string, string>>, { shape = SHAPE, hasLayers = false, choices = {} } = {}) {
  const read = { fields: new Map(Object.entries(fields)), pairs: new Map<string, string>() };
  return nrrdGrid(read, { label: "a.nrrd", shape, hasLayers }, choices);
}

const placed = { space: "RAS", spaceorigin: "(4,5,6)", spacedirections: DIRECTIONS };

describe("the grid of an NRRD", () => {
  it.each([
    ["mm", 1],
    ["MM", 1],
    ["cm", 10],
    ["m", 1000],
    ["um", 1e-3],
    ["µm", 1e-3],
    ["μm", 1e-3],
    ["micron", 1e-3],
    ["nm", 1e-6],
  ])("has its steps and origin in mm: %s", (unit, millimetres) => {
    const found = grid({ ...placed, spaceunits: `"${unit}" "${unit}" "${unit}"` });
    expect(found.spacing).toEqual([1, 2, 3].map((step) => step * millimetres));
    expect([3, 7, 11].map((at) => found.affine?.[at])).toEqual([4, 5, 6].map((entry) => entry * millimetres));
    expect(found.notes).toEqual([]);
  });

  it.each(['"???" "" none', "mm mm mm", '"mm" "mm" "???"'])(
    "takes units that say nothing else for mm: %s",
    (spaceunits) => {
      expect(grid({ ...placed, spaceunits })).toMatchObject({ spacing: [1, 2, 3], notes: [] });
    },
  );

  it.each(['"mm" "cm" "mm"', '"parsec" "parsec" "parsec"', "cm furlong"])(
    "notes units that cannot be used: %s",
    (spaceunits) => {
      const notes = [`a.nrrd: space units are ${spaceunits}, and are read as millimetres.`];
      expect(grid({ ...placed, spaceunits })).toMatchObject({ spacing: [1, 2, 3], notes });
    },
  );

  it.each([
    ["RAS", [1, 1, 1]],
    ["right-anterior-superior", [1, 1, 1]],
    ["Left-Anterior-Superior", [-1, 1, 1]],
    ["LAS", [-1, 1, 1]],
    ["left-posterior-superior", [-1, -1, 1]],
    ["lps", [-1, -1, 1]],
  ])("is turned into RAS: %s", (space, [x, y, z]) => {
    const { affine } = grid({ ...placed, space });
    expect(affine).toEqual([x, 0, 0, 4 * x, 0, 2 * y, 0, 5 * y, 0, 0, 3 * z, 6 * z, 0, 0, 0, 1]);
  });

  it("has no place without a space that is known, or without an origin, and says which", () => {
    const because = (reason: string) => [`a.nrrd: ${reason}, so that only shape and spacing can be compared.`];
    const noted = { affine: null, spacing: [1, 2, 3] };
    const { space: _, ...nowhere } = placed;
    expect(grid(nowhere)).toEqual({ ...noted, notes: because("space is not stated") });
    expect(grid({ ...placed, space: "Scanner-XYZ" })).toEqual({ ...noted, notes: because("space is scanner-xyz") });
    const { spaceorigin: __, ...unplaced } = placed;
    expect(grid(unplaced)).toEqual({ ...noted, notes: because("space origin is not stated") });
    const both = grid({ ...unplaced, spaceunits: "ell" });
    expect(both.notes).toEqual([
      "a.nrrd: space units are ell, and are read as millimetres.",
      ...because("space origin is not stated"),
    ]);
  });

  it("has a vector for each axis that has more than one voxel", async () => {
    const plane = { ...placed, spacedirections: "(1,0,0) (0,2,0)" };
    expect(grid(plane, { shape: [5, 4, 1] }).spacing).toEqual([1, 2, 1]);
    for (const depth of [2, 3]) {
      await refusal(
        () => grid(plane, { shape: [5, 4, depth] }),
        "INVALID_FILE",
        'space directions is "(1,0,0) (0,2,0)", expected a vector for each of 3 axes.',
      );
    }
    // That of layers is none, as is one of NaN.
    for (const layers of ["none", "None", "(nan,nan,nan)"]) {
      expect(grid({ ...placed, spacedirections: `${layers} ${DIRECTIONS}` }).spacing).toEqual([1, 2, 3]);
    }
  });

  it.each(["(1,0,0) (0,2,0) 3", "(1,0,0) (0,2,0) (0,0,x)", "1 0 0"])("is refused with directions %s", async (text) => {
    await refusal(
      () => grid({ ...placed, spacedirections: text }),
      "INVALID_FILE",
      /space directions is ".*", expected/,
    );
  });

  it.each(["(4,5,x)", "4 5 6)("])("is refused with an origin %s", async (spaceorigin) => {
    await refusal(() => grid({ ...placed, spaceorigin }), "INVALID_FILE", /space origin is/);
  });
});

describe("the grid of an NRRD without directions", () => {
  const note =
    "a.nrrd: the header says nothing of orientation or place, so that only shape and spacing can be compared.";

  it("has the spacings, behind that of layers", () => {
    expect(grid({ spacings: "1.5 2 3" })).toEqual({ spacing: [1.5, 2, 3], affine: null, notes: [note] });
    expect(grid({ spacings: "NaN 1.5 2 3" }, { hasLayers: true }).spacing).toEqual([1.5, 2, 3]);
    expect(grid({ spacings: "1.5 2 3", spacedirections: "none none none" }).spacing).toEqual([1.5, 2, 3]);
    // An axis of one voxel needs none.
    expect(grid({ spacings: "1.5 2 NaN" }, { shape: [5, 4, 1] }).spacing).toEqual([1.5, 2, 1]);
  });

  it("has those of the caller where the header has none above 0", () => {
    const unknown = /the header says nothing of the size of voxels, so voxels are taken to be 1 mm long/;
    for (const spacings of ["", "1 2 NaN", "1 0 3", "1 2"]) {
      const fields: Record<string, string> = spacings === "" ? {} : { spacings };
      const found = grid(fields);
      expect(found).toMatchObject({ spacing: [1, 1, 1], affine: null });
      expect(found.notes).toEqual([expect.stringMatching(unknown)]);
      const told = grid(fields, { choices: { spacing: [0.5, 0.5, 2] } });
      expect(told).toEqual({ spacing: [0.5, 0.5, 2], affine: null, notes: [] });
    }
    expect(grid({}, { shape: [1, 1, 1] }).notes).toEqual([expect.stringMatching(unknown)]);
  });
});
