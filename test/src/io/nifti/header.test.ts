import { describe, expect, it } from "vitest";
import { DEFAULT_MAXIMUM_VOXELS } from "../../../../src/io/file-options.js";
import { parseNiftiHeader } from "../../../../src/io/nifti/header.js";
import { checkAgainstReader } from "../../../../src/io/nifti/header-cross-check.js";
import { type NiftiFile, niftiFile } from "../../../support/nifti.js";
import { refusal } from "../../../support/refusal.js";

const parse = (file: NiftiFile) =>
  parseNiftiHeader(niftiFile(file), "scan.nii", DEFAULT_MAXIMUM_VOXELS, checkAgainstReader);

/** An oblique matrix whose entries single precision holds exactly. */
const SFORM = [-0.5, 0.25, 0, 90, 0, 0.75, -0.125, -126.5, 0.0625, 0, 2, -72];

/** The first three rows, with differences of single precision rounded away. */
function rows(file: NiftiFile): number[] {
  return (parse(file).affine ?? []).slice(0, 12).map((entry) => Math.round(entry * 1e5) / 1e5 + 0);
}

describe.each([1, 2] as const)("parseNiftiHeader, NIfTI-%i", (version) => {
  it("says where the voxels are and what they are", () => {
    const header = parse({
      version,
      littleEndian: false,
      dataType: "int32",
      shape: [4, 3, 2],
      spacing: [2, 3, 4],
      gap: 20,
    });
    const start = version === 1 ? 348 : 540;
    expect(header).toEqual({
      version,
      littleEndian: false,
      headerBytes: start,
      shape: [4, 3, 2],
      spacing: [2, 3, 4],
      affine: null,
      dataType: "int32",
      bitpix: 32,
      slope: 1,
      intercept: 0,
      voxelOffset: start + 20,
      // 4·3·2 voxels of 4 bytes
      voxelBytes: 96,
      notes: [expect.stringMatching(/^scan\.nii: the header says nothing of orientation or place/)],
    });
  });

  it("takes the sform as it stands, with any qform", () => {
    for (const qformCode of [0, 1, 4]) {
      // nifti-reader-js would take the qform where its code is the larger one.
      expect(parse({ version, sform: SFORM, qform: [0, 0, 0, 7, 8, 9, 1], qformCode, sformCode: 2 }).affine).toEqual([
        ...SFORM,
        0,
        0,
        0,
        1,
      ]);
    }
  });

  it("takes the qform where there is no sform", () => {
    // No rotation: the spacings on the diagonal, the offset in the last column.
    const spacing = [2, 3, 4];
    expect(rows({ version, spacing, qform: [0, 0, 0, 7, 8, 9, 1] })).toEqual([2, 0, 0, 7, 0, 3, 0, 8, 0, 0, 4, 9]);
    // The other handedness turns the third axis round.
    expect(rows({ version, spacing, qform: [0, 0, 0, 7, 8, 9, -1] })).toEqual([2, 0, 0, 7, 0, 3, 0, 8, 0, 0, -4, 9]);
    // A handedness of 0 means 1.
    expect(rows({ version, spacing, qform: [0, 0, 0, 0, 0, 0, 0] })[10]).toBe(4);
    // Half a turn about z (b, c, d = 0, 0, 1; a = 0): x and y change sign.
    expect(rows({ version, spacing, qform: [0, 0, 1, 7, 8, 9, 1] })).toEqual([-2, 0, 0, 7, 0, -3, 0, 8, 0, 0, 4, 9]);
    // A quarter turn about x (b = √½, a = √½): y goes to z, z to -y.
    const quarter = [Math.SQRT1_2, 0, 0, 7, 8, 9, 1];
    expect(rows({ version, spacing, qform: quarter })).toEqual([2, 0, 0, 7, 0, 0, -4, 8, 0, 3, 0, 9]);
    // A third of a turn about (1, 1, 1) (a = b = c = d = ½): x to y, y to z, z to x.
    const third = [0.5, 0.5, 0.5, 0, 0, 0, 1];
    expect(rows({ version, spacing, qform: third })).toEqual([0, 0, 4, 0, 2, 0, 0, 0, 0, 3, 0, 0]);
  });

  it("takes a quaternion a hair above 1 for a half turn", () => {
    const affine = rows({ version, qform: [1.0000001, 0, 0, 0, 0, 0, 1] });
    expect(affine).toEqual([1, 0, 0, 0, 0, -1, 0, 0, 0, 0, -1, 0]);
    const tilted = rows({ version, qform: [0.60001, 0.8, 0, 0, 0, 0, 1] });
    // (b, c) = (0.6, 0.8): b² - c² = -0.28, 2bc = 0.96, of a rotation that keeps lengths
    expect(tilted[0]).toBeCloseTo(-0.28, 3);
    expect(Math.hypot(tilted[0], tilted[4], tilted[8])).toBeCloseTo(1, 4);
  });

  it("makes millimetres of metres and microns", () => {
    const sform = [0.5, 0, 0, 90, 0, 0, -4, -126.5, 0, 2, 0, -72];
    const file = { version, spacing: [0.5, 2, 4], sform } as const;
    // The bits above the third are the unit of time.
    const [mm, metres, microns, unknown] = [2, 1 | 8, 3 | 16, 0].map((units) => parse({ ...file, units }));
    expect(mm.spacing).toEqual([0.5, 2, 4]);
    expect(unknown.spacing).toEqual([0.5, 2, 4]);
    expect(metres.spacing).toEqual([500, 2000, 4000]);
    expect(microns.spacing).toEqual([0.0005, 0.002, 0.004]);
    expect(metres.affine).toEqual([...sform.map((entry) => entry * 1000), 0, 0, 0, 1]);
    expect(microns.affine).toEqual([...sform.map((entry) => entry / 1000), 0, 0, 0, 1]);
  });

  it("asks nothing of axes that the volume does not have", () => {
    const flat = parse({ version, shape: [4, 3], spacing: [2, 3, 0], set: { "dim[3]": -7 } });
    expect(flat).toMatchObject({ shape: [4, 3], spacing: [2, 3] });
    expect(flat.affine).toBeNull();
    expect(rows({ version, shape: [4, 3], spacing: [2, 3, 0], qform: [0, 0, 0, 7, 8, 9, 1] })).toEqual([
      2, 0, 0, 7, 0, 3, 0, 8, 0, 0, 1, 9,
    ]);
    const sform = [2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0];
    expect(parse({ version, shape: [4, 3], sform }).affine?.slice(0, 12)).toEqual(sform);
    expect(parse({ version, shape: [4], spacing: [2, 0, 0] })).toMatchObject({ shape: [4, 1], spacing: [2, 1] });
  });

  it("refuses two axes on one line, in 2D and 3D", async () => {
    const sform = [1, 2, 0, 0, 1, 2, 0, 0, 0, 0, 1, 0];
    await refusal(() => parse({ version, sform }), "INVALID_VOLUME", /3 independent axes/);
    await refusal(() => parse({ version, sform, shape: [4, 3] }), "INVALID_VOLUME", /2 independent axes/);
  });
});
