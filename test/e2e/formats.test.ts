import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FORMATS } from "../../src/io/formats.js";
import { encodeNifti } from "../../src/io/nifti/write-nifti.js";
import { segFile } from "../support/dicom-files.js";
import { metaImageFile, mghFile, npyFile, nrrdFile, zipFile } from "../support/format-files.js";
import { pngFile } from "../support/png-files.js";
import { commandIn, recordsOfFile } from "../support/run-command.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { tiffFile } from "../support/tiff-files.js";
import { writeFolder } from "../support/write-folder.js";
import { zarrFiles } from "../support/zarr-files.js";

const folder = temporaryFolder();
const { voxmatch, run } = commandIn(folder);

const VOXELS = {
  dataType: "uint8",
  shape: [6, 5, 4],
  values: Array.from({ length: 120 }, (_, i) => Number(i % 7 === 0)),
} as const;

beforeAll(async () => {
  const names = ["gt", "out"];
  for (const name of names) mkdirSync(join(folder, name));
  const write = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
  const data = Uint8Array.from(VOXELS.values);
  for (const id of ["a", "b", "c", "d", "e", "f"]) {
    write(`gt/${id}.nii.gz`, encodeNifti({ shape: [...VOXELS.shape], spacing: [1, 1, 1], data }));
  }
  write("out/a.nrrd", nrrdFile(VOXELS, { encoding: "gzip", lines: ["spacings: 1 1 1"] }));
  write("out/b.mha", metaImageFile(VOXELS, { isPacked: true }));
  write("out/c.npy", npyFile(VOXELS));
  write("out/d.npz", zipFile({ "labels.npy": npyFile(VOXELS) }));
  write("out/e.mgz", mghFile(VOXELS, { isPacked: true, grid: [1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 3, 2.5, 2] }));
  write("out/f.tif", tiffFile(VOXELS, { compression: "deflate" }));
  // A preview next to a label volume is none.
  write("out/f.png", pngFile({ width: 2, height: 2, depth: 8, values: [0, 1, 2, 3] }));
  writeFolder(join(folder, "labels.zarr"), await zarrFiles(VOXELS));
  write(
    "seg.dcm",
    segFile({
      rows: 1,
      columns: 2,
      segments: [[1, "liver"]],
      frames: [{ segment: 1, position: [0, 0, 0], pixels: [1, 0] }],
    }),
  );
});

describe("files of every format on the command line", () => {
  it("are listed, with what they need", () => {
    const { status, stdout } = voxmatch("formats");
    expect(status).toBe(0);
    for (const { name } of FORMATS) expect(stdout).toMatch(new RegExp(`^${name} +\\..* yes$`, "m"));
    expect(JSON.parse(voxmatch("formats", "--json").stdout)).toHaveLength(FORMATS.length);
  });

  it("are paired by their names in folders, and evaluated like any other", () => {
    const words = [
      "--references",
      "gt",
      "--predictions",
      "out",
      "--out",
      "results",
      "--ignore-geometry",
      "affine",
      "--quiet",
    ];
    const { status, stderr } = run(...words);
    expect(stderr).not.toMatch(/error/i);
    const records = recordsOfFile(join(folder, "results", "cases.jsonl"));
    expect(records.filter((record) => record.status !== "done")).toEqual([]);
    expect(status).toBe(0);
    expect(readdirSync(join(folder, "out"))).toHaveLength(7);
    expect(records.map((record) => [record.case, record.status])).toEqual(
      ["a", "b", "c", "d", "e", "f"].map((id) => [id, "done"]),
    );
    for (const record of records) {
      if (record.status === "done") expect(record.groups.ungrouped).toMatchObject({ pq: 1 });
    }
  });

  it("are read as flags choose, and notes say what was not used", () => {
    const files = ["-r", "labels.zarr", "-p", "out/c.npy", "--format", "json"];
    const { status, stdout, stderr } = voxmatch("evaluate", ...files, "--spacing", "0.5,0.5,2");
    expect(stderr).toMatch(/^note: labels\.zarr: 1 chunks are not there[^\n]*\n$/);
    expect(status).toBe(0);
    expect(JSON.parse(stdout).inputs.reference.spacing).toEqual([0.5, 0.5, 2]);
    const levels = voxmatch("evaluate", "-r", "gt/a.nii.gz", "-p", "out/c.npy", "--level", "1", "--format", "tsv");
    expect(levels.stderr).toMatch(/gt\/a\.nii\.gz: it is NIfTI, in which no level can be chosen/);
    const segment = voxmatch("evaluate", "-r", "gt/a.nii.gz", "-p", "seg.dcm", "--segment", "liver");
    expect([segment.status, segment.stderr]).toEqual([
      2,
      expect.stringMatching(/is NIfTI, in which no segment can be chosen/),
    ]);
    expect(voxmatch("evaluate", ...files, "--spacing", "1,0,1").status).toBe(2);
    expect(voxmatch("evaluate", ...files, "--layer", "x").status).toBe(2);
  });
});
