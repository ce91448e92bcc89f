import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readVolume } from "../../../../src/io/read-volume.js";
import { npyFile, testVoxels, zipFile } from "../../../support/format-files.js";
import { voxelsOf } from "../../../support/nifti.js";
import { refusal } from "../../../support/refusal.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";
import { writeFolder } from "../../../support/write-folder.js";
import { inFolder, json, omeGroup, zarrFiles } from "../../../support/zarr-files.js";

const VOXELS = testVoxels("uint16");
const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

const AXES = ["z", "y", "x"].map((name) => ({ name, type: "space", unit: "millimeter" }));
const SCALE = { path: "0", coordinateTransformations: [{ type: "scale", scale: [1, 1, 1] }] };

describe("a Zarr in a ZIP archive", () => {
  it.each([
    ["stored", false, ""],
    ["deflated", true, ""],
    ["in a folder of the archive, stored", false, "deep/a.zarr/"],
    ["in a folder of the archive, deflated", true, "a.zarr/"],
  ])("is read as the folder: %s", async (_, isDeflated, at) => {
    for (const version of [2, 3] as const) {
      const whole = zipFile(await zarrFiles(VOXELS, { version, codec: "gzip" }, at), { isDeflated });
      const volume = await readVolume(whole, { name: "a.zarr.zip" });
      expect(voxelsOf(volume)).toEqual(VOXELS.values);
      expect(volume.source?.sha256).toBe(sha256(whole));
    }
  });

  it("is told by its first member under any name, and by its name where that says nothing", async () => {
    const files = await zarrFiles(VOXELS, { version: 2 });
    const { ".zarray": metadata, ...chunks } = files;
    const first = zipFile({ ".zarray": metadata, ...chunks });
    expect(voxelsOf(await readVolume(first, { name: "a.zip" }))).toEqual(VOXELS.values);
    const last = zipFile({ ...chunks, ".zarray": metadata });
    expect(voxelsOf(await readVolume(last, { name: "a.ozx" }))).toEqual(VOXELS.values);
    await refusal(() => readVolume(last, { name: "a.zip" }), "INVALID_FILE", /ZIP archive without arrays of NumPy/);
    const none = zipFile({ "labels.npy": npyFile(VOXELS) });
    await refusal(() => readVolume(none, { name: "a.zarr.zip" }), "INVALID_FILE", /ZIP archive without a Zarr/);
  });

  it("gives the labels of an image, and the member that is named", async () => {
    const files = {
      ...omeGroup("0.4", { axes: AXES, datasets: [SCALE] }),
      ...(await zarrFiles({ ...VOXELS, values: VOXELS.values.map(() => 9) }, { version: 2 }, "0/")),
      "labels/.zgroup": json({ zarr_format: 2 }),
      "labels/.zattrs": json({ labels: ["cells"] }),
      ...inFolder("labels/cells", omeGroup("0.4", { axes: AXES, datasets: [SCALE] }, { "image-label": {} })),
      ...(await zarrFiles(VOXELS, { version: 2 }, "labels/cells/0/")),
    };
    const folder = temporaryFolder();
    const path = join(writeFolder(folder, { "a.zarr.zip": zipFile(files) }), "a.zarr.zip");
    expect(voxelsOf(await readVolume(path))).toEqual(VOXELS.values);
    expect(voxelsOf(await readVolume(`${path}:cells`))).toEqual(VOXELS.values);
    await refusal(() => readVolume(`${path}:none`), "INVALID_OPTION", /has no array or image "none"/);
  });

  it("is an error where a byte of a chunk is changed, or the archive is cut", async () => {
    for (const isDeflated of [true, false]) {
      const files = await zarrFiles(VOXELS, { version: 2 });
      const whole = zipFile(files, { isDeflated });
      const changed = whole.slice();
      // Behind the name of a chunk in its own header lie its bytes.
      changed[Buffer.from(whole).indexOf("0.0.0") + "0.0.0".length + 3] ^= 4;
      const read = (bytes: Uint8Array) => readVolume(bytes, { name: "a.zarr.zip" });
      await refusal(() => read(changed), "INVALID_FILE", /0\.0\.0 (?:is damaged|ends before)/);
      for (let i = 0; i < 16; i++) {
        const cut = whole.slice(0, Math.floor((whole.length * i) / 16));
        await refusal(() => read(cut), "INVALID_FILE", /a\.zarr\.zip/);
      }
    }
  });
});

describe("the SHA-256 of a folder", () => {
  it("is that of the list of files that were read, as sha256sum writes it", async () => {
    const folder = temporaryFolder();
    const files = await zarrFiles(VOXELS, { version: 2, codec: "gzip" });
    const path = writeFolder(join(folder, "a.zarr"), { ...files, "README.md": Buffer.from("not read") });
    const { source, notes } = await readVolume(path);
    const lines = Object.keys(files)
      .sort()
      .map((name) => `${sha256(files[name])}  ${name}\n`);
    expect(source?.sha256).toBe(sha256(lines.join("")));
    expect(notes?.join() ?? "").not.toMatch(/SHA/);
    expect((await readVolume(path, { hash: false })).source?.sha256).toBeNull();
  });

  it("changes with a chunk and with the metadata, and not with the place of the folder", async () => {
    const folder = temporaryFolder();
    const hashOf = async (name: string, values: readonly number[], codec: "gzip" | "none" = "gzip") => {
      const files = await zarrFiles({ ...VOXELS, values }, { codec });
      return (await readVolume(writeFolder(join(folder, name), files))).source?.sha256;
    };
    const first = await hashOf("a.zarr", VOXELS.values);
    expect(await hashOf("b.zarr", VOXELS.values)).toBe(first);
    expect(
      await hashOf(
        "c.zarr",
        VOXELS.values.map((value) => (value === 2 ? 3 : value)),
      ),
    ).not.toBe(first);
    expect(await hashOf("d.zarr", VOXELS.values, "none")).not.toBe(first);
  });
});
