import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCaseFiles } from "../../../src/runner/read-case-files.js";
import { metaImageFile, mghFile, npyFile, nrrdFile, testVoxels, voxelBytes } from "../../support/format-files.js";
import { niftiFile } from "../../support/nifti.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "voxmatch-ahead-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const VOXELS = testVoxels("uint8");

/** A planned case of two files in the folder. */
function planned(reference: string, prediction = reference) {
  return { case: "a", model: "m", columns: {}, reference, prediction };
}

const FILES: Readonly<Record<string, Uint8Array>> = {
  "plain.nii": niftiFile(VOXELS),
  "second.nii": niftiFile({ ...VOXELS, version: 2 }),
  "packed.nii.gz": gzipSync(niftiFile(VOXELS)),
  "raw.nrrd": nrrdFile(VOXELS),
  "packed.nrrd": nrrdFile(VOXELS, { encoding: "gzip" }),
  "local.mha": metaImageFile(VOXELS),
  "array.npy": npyFile(VOXELS),
  "volume.mgh": mghFile({ ...VOXELS, dataType: "uint8" }),
};

/** The headers are asked. */
const never = () => false;
const BOTH = { reference: VOXELS.shape, prediction: VOXELS.shape };
const NEITHER = { reference: null, prediction: null };

describe("reading the files of a case", () => {
  it.each(Object.entries(FILES))("reads %s whole, with the shape of its header", async (name, bytes) => {
    writeFileSync(join(folder, name), bytes);
    const files = await readCaseFiles(planned(name), folder, never);
    expect(files.shapes).toEqual(BOTH);
    expect(Buffer.compare(files.bytes.reference ?? new Uint8Array(), bytes)).toBe(0);
    expect(Buffer.compare(files.bytes.prediction ?? new Uint8Array(), bytes)).toBe(0);
  });

  it.each(Object.entries(FILES))("asks no header of %s if a larger shape suffices", async (name, bytes) => {
    writeFileSync(join(folder, name), bytes);
    const files = await readCaseFiles(planned(name), folder, ({ reference, prediction }) => {
      const most = name === "packed.nii.gz" ? 1032 * bytes.length : Number.POSITIVE_INFINITY;
      expect([reference, prediction]).toEqual([[most], [most]]);
      return true;
    });
    expect(files.bytes.reference).toHaveLength(bytes.length);
    expect(files.shapes.reference).toHaveLength(1);
  });

  it("leaves large files where they are, with the shapes of their headers", async () => {
    writeFileSync(join(folder, "long.nii"), Buffer.concat([niftiFile(VOXELS), new Uint8Array(2 ** 22)]));
    const files = await readCaseFiles(planned("long.nii", "plain.nii"), folder, never);
    expect(files.shapes).toEqual(BOTH);
    expect(files.bytes.reference).toBeNull();
    expect(files.bytes.prediction).not.toBeNull();
  });

  it.each([
    ["beside.nhdr", nrrdFile(VOXELS, { dataFile: "beside.raw" })],
    ["beside.mhd", metaImageFile(VOXELS, { dataFile: "beside.raw" })],
  ])("leaves %s to its reader, as its voxels lie in another file", async (name, bytes) => {
    writeFileSync(join(folder, "beside.raw"), voxelBytes(VOXELS));
    writeFileSync(join(folder, name), bytes);
    const files = await readCaseFiles(planned(name), folder, never);
    expect(files).toEqual({ bytes: NEITHER, shapes: NEITHER });
  });

  it("leaves everything that is no volume to the evaluation, which says so", async () => {
    writeFileSync(join(folder, "text.nii.gz"), "no volume");
    writeFileSync(join(folder, "empty.nii.gz"), "");
    execFileSync("mkfifo", [join(folder, "pipe.nii.gz")]);
    for (const name of ["text.nii.gz", "empty.nii.gz", "pipe.nii.gz", "missing.nii.gz", "."]) {
      expect(await readCaseFiles(planned(name), folder, never), name).toEqual({ bytes: NEITHER, shapes: NEITHER });
    }
  });
});
