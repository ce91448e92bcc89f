import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { VolumeInput } from "../../../src/io/source/byte-source.js";
import { readMap } from "../../../src/maps/read/read-map.js";
import { metaImageFile, npyFile, nrrdFile, type TestVoxels, zipFile } from "../../support/format-files.js";
import { niftiFile } from "../../support/nifti.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { tiffFile } from "../../support/tiff-files.js";
import { writeFolder } from "../../support/write-folder.js";
import { zarrFiles } from "../../support/zarr-files.js";

/** Fractions of both signs, which are no labels. */
const VALUES = Array.from({ length: 60 }, (_, i) => (i - 30) / 8);
const MAP = { dataType: "float32", shape: [5, 4, 3], values: VALUES } as const;
const BIG: TestVoxels = { ...MAP, dataType: "float64", littleEndian: false };

const folder = temporaryFolder();

const FILES: Readonly<Record<string, () => VolumeInput | Promise<VolumeInput>>> = {
  ".nii": () => niftiFile({ ...MAP, spacing: [1, 1, 1] }),
  ".nrrd": () => nrrdFile(MAP, { encoding: "gzip" }),
  ".nrrd, ascii": () => nrrdFile(MAP, { encoding: "ascii" }),
  ".nrrd, big endian": () => nrrdFile(BIG),
  ".mha": () => metaImageFile(MAP, { isPacked: true }),
  ".npy": () => npyFile(MAP),
  ".npy, Fortran order": () => npyFile(BIG, { isFortran: true }),
  ".npz": () => zipFile({ "map.npy": npyFile(MAP) }),
  ".tif": () => tiffFile(MAP, { compression: "deflate" }),
  ".zarr": async () => {
    writeFolder(join(folder, "map.zarr"), await zarrFiles(MAP, { codec: "gzip" }));
    return join(folder, "map.zarr");
  },
};

describe("maps of any number type", () => {
  it.each(Object.keys(FILES))("are read from %s", async (name) => {
    const map = await readMap(await FILES[name]());
    expect(map.shape).toEqual([5, 4, 3]);
    expect([...map.data]).toEqual(VALUES);
  });
});
