import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readVolume } from "../../../../src/io/read-volume.js";
import { nrrdFile, testVoxels, voxelBytes } from "../../../support/format-files.js";
import { DATA_TYPES, voxelsOf } from "../../../support/nifti.js";
import { refusal } from "../../../support/refusal.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";
import { itWithstands } from "../../../support/withstand.js";

const SMALL = testVoxels("uint16");
const folder = temporaryFolder();

describe("NRRD", () => {
  const kinds = DATA_TYPES.flatMap((dataType) =>
    [true, false].flatMap((littleEndian) =>
      (["raw", "gzip", "ascii"] as const).map((encoding) => ({ dataType, littleEndian, encoding })),
    ),
  );
  it.each(kinds)("$dataType, $encoding, little endian: $littleEndian", async ({ dataType, littleEndian, encoding }) => {
    const voxels = testVoxels(dataType, littleEndian);
    const volume = await readVolume(nrrdFile(voxels, { encoding }), { name: "a.nrrd" });
    expect(volume.dataType).toBe(dataType);
    expect(volume.shape).toEqual(voxels.shape);
    expect(voxelsOf(volume)).toEqual(voxels.values);
  });

  it("turns an oblique LPS grid into RAS: rows 1 and 2 are negated", async () => {
    const lines = [
      "space: left-posterior-superior",
      "space directions: (0,2,0) (-3,0,0) (0,0.6,0.8)",
      "space origin: (10,20,30)",
    ];
    const { affine, spacing } = await readVolume(nrrdFile(SMALL, { lines }));
    // Columns are the steps along i, j, k: (0, 2, 0), (−3, 0, 0), (0, 0.6, 0.8) in LPS.
    expect(affine).toEqual([0, 3, 0, -10, -2, 0, -0.6, -20, 0, 0, 0.8, 30, 0, 0, 0, 1]);
    expect(spacing).toEqual([2, 3, 1]);
  });

  it("reads the grids of other spaces", async () => {
    const of = (...lines: string[]) => readVolume(nrrdFile(SMALL, { lines }), { name: "a.nrrd" });
    const directions = ["space directions: (1,0,0) (0,2,0) (0,0,3)", "space origin: (4,5,6)"];
    expect((await of("space: RAS", ...directions)).affine).toEqual([1, 0, 0, 4, 0, 2, 0, 5, 0, 0, 3, 6, 0, 0, 0, 1]);
    expect((await of("space: LAS", ...directions)).affine?.slice(0, 4)).toEqual([-1, 0, 0, -4]);
    const scanner = await of("space: scanner-xyz", ...directions);
    expect(scanner).toMatchObject({ affine: null, spacing: [1, 2, 3] });
    expect(scanner.notes?.join()).toMatch(/space is scanner-xyz, so that only shape and spacing/);
    const metres = await of("space: RAS", ...directions, 'space units: "um" "um" "um"');
    expect(metres.spacing).toEqual([1e-3, 2e-3, 3e-3]);
    expect(await of("spacings: 1.5 2 NaN")).toMatchObject({ affine: null, spacing: [1, 1, 1] });
    expect(await of("spacings: 1.5 2 3")).toMatchObject({ affine: null, spacing: [1.5, 2, 3] });
    const told = await readVolume(nrrdFile(SMALL), { spacing: [0.5, 0.5, 2] });
    expect(told).toMatchObject({ affine: null, spacing: [0.5, 0.5, 2] });
    expect(told.notes).toBeUndefined();
  });

  it("skips lines before and bytes behind inflation", async () => {
    const lines = ["line skip: 2"];
    const skipped = await readVolume(nrrdFile(SMALL, { encoding: "gzip", lines, before: "one\ntwo\n" }));
    expect(voxelsOf(skipped)).toEqual(SMALL.values);
    const last = nrrdFile(SMALL, { lines: ["byte skip: -1"], before: "anything" });
    expect(voxelsOf(await readVolume(last))).toEqual(SMALL.values);
    const front = nrrdFile(SMALL, { lines: ["byte skip: 8"], before: "anything" });
    expect(voxelsOf(await readVolume(front))).toEqual(SMALL.values);
    for (const skip of [-1, 3]) {
      const head = Buffer.from(nrrdFile(SMALL, { encoding: "gzip", lines: [`byte skip: ${skip}`] })).toString("latin1");
      const packed = gzipSync(Buffer.concat([Buffer.from("abc"), voxelBytes(SMALL)]));
      const whole = Buffer.concat([Buffer.from(head.slice(0, head.indexOf("\n\n") + 2)), packed]);
      expect(voxelsOf(await readVolume(new Uint8Array(whole)))).toEqual(SMALL.values);
    }
  });

  it("reads layers and segments that are interleaved", async () => {
    const layers = { dataType: "uint8", shape: [2, 2, 2, 1], values: [1, 0, 2, 5, 1, 5, 0, 0] } as const;
    const lines = [
      "kinds: list domain domain domain",
      "space directions: none (1,0,0) (0,1,0) (0,0,1)",
      ...["Segment0_Name:=liver", "Segment0_LabelValue:=1", "Segment0_Layer:=0"],
      ...["Segment1_Name:=spleen", "Segment1_LabelValue:=2", "Segment1_Layer:=0"],
      ...["Segment2_Name:=tumour", "Segment2_LabelValue:=5", "Segment2_Layer:=1"],
    ];
    for (const encoding of ["raw", "gzip", "ascii"] as const) {
      const bytes = nrrdFile({ ...layers }, { lines, encoding });
      const of = async (choice: object) => voxelsOf(await readVolume(bytes, { ...choice, name: "a.seg.nrrd" }));
      expect(await of({ layer: 0 })).toEqual([1, 2, 1, 0]);
      expect(await of({ layer: 1 })).toEqual([0, 5, 5, 0]);
      expect(await of({ segment: "liver" })).toEqual([1, 0, 1, 0]);
      expect(await of({ segment: "tumour" })).toEqual([0, 1, 1, 0]);
      await refusal(() => of({}), "INVALID_VOLUME", /holds 2 layers.*segments are "liver", "spleen", "tumour"/);
      await refusal(() => of({ segment: "lung" }), "INVALID_OPTION", /no segment "lung"/);
      await refusal(() => of({ layer: 2 }), "INVALID_OPTION", /2 layers, numbered from 0 on, and no layer 2/);
    }
  });

  it("reads data from the header's folder, and only there", async () => {
    await writeFile(join(folder, "a.raw"), voxelBytes(SMALL));
    await writeFile(join(folder, "a.nhdr"), nrrdFile(SMALL, { dataFile: "a.raw" }));
    const volume = await readVolume(join(folder, "a.nhdr"));
    expect(voxelsOf(volume)).toEqual(SMALL.values);
    expect(volume.source?.sha256).toMatch(/^[0-9a-f]{64}$/);
    const header = nrrdFile(SMALL, { dataFile: "a.raw" });
    const beside = [new File([new Uint8Array(voxelBytes(SMALL))], "a.raw")];
    expect(voxelsOf(await readVolume(header, { beside }))).toEqual(SMALL.values);
    await refusal(() => readVolume(header), "FILE_ACCESS", /one of two files.*\(a\.raw\).*option beside/);
    for (const dataFile of ["../a.raw", "/etc/passwd", "LIST", "a%03d.raw 1 3 1"]) {
      const stray = nrrdFile(SMALL, { dataFile });
      await refusal(
        () => readVolume(stray, { name: "a.nhdr" }),
        "INVALID_FILE",
        /plain name of a file|one file for each slice/,
      );
    }
  });

  it("notes a name that belongs to another format", async () => {
    const { notes } = await readVolume(nrrdFile(SMALL, { lines: ["spacings: 1 1 1"] }), { name: "a.nii" });
    expect(notes?.[0]).toBe("a.nii: the name is one of NIfTI files, but the content is NRRD, and is read as that.");
  });

  it("refuses what is no label volume", async () => {
    const refused = (file: Uint8Array, message: RegExp) =>
      expect(readVolume(file, { name: "a.nrrd" })).rejects.toThrow(message);
    await refused(nrrdFile(SMALL, { sizes: "5 4 3 1 2" }), /has 5 dimensions/);
    await refused(nrrdFile(SMALL, { lines: ["kinds: RGB-color domain domain"] }), /5 numbers for each voxel/);
    await refused(nrrdFile(SMALL, { lines: ["type: block"] }), /type is "block"/);
    await refused(nrrdFile(SMALL, { lines: ["encoding: hex"] }), /encoded as hex, which is not read/);
    await refused(nrrdFile(SMALL, { lines: ["no field"] }), /line is "no field"/);
    await refused(
      nrrdFile(SMALL, { lines: ["space: RAS", "space directions: (1,0,0) (1,0,0) (0,0,1)"] }),
      /do not place/,
    );
    const endless = Buffer.from(nrrdFile(SMALL)).toString("latin1").replace("endian: little\n", "");
    await refused(new Uint8Array(Buffer.from(endless, "latin1")), /endian is "", expected little or big/);
  });

  const lines = ["space: RAS", "space directions: (1,0,0) (0,1,0) (0,0,1)", "space origin: (0,0,0)"];
  for (const encoding of ["raw", "gzip", "ascii"] as const) {
    const whole = nrrdFile(SMALL, { encoding, lines });
    const headerBytes = Buffer.from(whole).toString("latin1").indexOf("\n\n") + 2;
    const hugeFiles = ["5000 4 3", "5000 4000 3000"].map((sizes) => nrrdFile(SMALL, { encoding, lines, sizes }));
    itWithstands(`${encoding}.nrrd`, whole, { headerBytes, isSummed: encoding === "gzip", isText: true, hugeFiles });
  }
});
