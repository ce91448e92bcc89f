import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAhead } from "../../../src/runner/read-ahead.js";
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
const LARGE = 2 ** 20;

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

describe.each(Object.entries(FILES))("%s", (name, bytes) => {
  it("is kept, with the shape of its header, while the budget lasts", async () => {
    writeFileSync(join(folder, name), bytes);
    const budget = { bytes: 0, maximum: LARGE };
    const ahead = await readAhead(planned(name), folder, budget);
    expect(ahead.shapes).toEqual({ reference: VOXELS.shape, prediction: VOXELS.shape });
    expect(Buffer.compare(ahead.bytes.reference ?? new Uint8Array(), bytes)).toBe(0);
    expect(budget.bytes).toBe(2 * bytes.length);
    ahead.handOver();
    expect(budget.bytes).toBe(0);
  });

  it("is left where it is beyond the budget, with the shape of its header", async () => {
    writeFileSync(join(folder, name), bytes);
    const budget = { bytes: 0, maximum: bytes.length - 1 };
    const ahead = await readAhead(planned(name), folder, budget);
    expect(ahead.shapes).toEqual({ reference: VOXELS.shape, prediction: VOXELS.shape });
    expect(ahead.bytes).toEqual({ reference: null, prediction: null });
    expect(budget.bytes).toBe(0);
  });
});

describe("reading ahead", () => {
  it.each([
    ["beside.nhdr", nrrdFile(VOXELS, { dataFile: "beside.raw" })],
    ["beside.mhd", metaImageFile(VOXELS, { dataFile: "beside.raw" })],
  ])("leaves %s to its reader, as its voxels lie in another file", async (name, bytes) => {
    writeFileSync(join(folder, "beside.raw"), voxelBytes(VOXELS));
    writeFileSync(join(folder, name), bytes);
    const budget = { bytes: 0, maximum: LARGE };
    const ahead = await readAhead(planned(name), folder, budget);
    expect(ahead.shapes.reference).toEqual(VOXELS.shape);
    expect(ahead.bytes.reference).toBeNull();
    expect(budget.bytes).toBe(0);
  });

  it("leaves everything that is no volume to the evaluation, which says so", async () => {
    writeFileSync(join(folder, "text.nii.gz"), "no volume");
    writeFileSync(join(folder, "empty.nii.gz"), "");
    execFileSync("mkfifo", [join(folder, "pipe.nii.gz")]);
    for (const name of ["text.nii.gz", "empty.nii.gz", "pipe.nii.gz", "missing.nii.gz", "."]) {
      const budget = { bytes: 0, maximum: LARGE };
      const ahead = await readAhead(planned(name), folder, budget);
      expect(ahead.shapes).toEqual({ reference: null, prediction: null });
      expect(ahead.bytes).toEqual({ reference: null, prediction: null });
      expect(budget.bytes).toBe(0);
    }
  });
});
