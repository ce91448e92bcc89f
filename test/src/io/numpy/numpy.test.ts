import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readVolume } from "../../../../src/io/read-volume.js";
import { npyFile, testVoxels, zipFile } from "../../../support/format-files.js";
import { DATA_TYPES, voxelsOf } from "../../../support/nifti.js";
import { refusal } from "../../../support/refusal.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";
import { itWithstands } from "../../../support/withstand.js";

const SMALL = testVoxels("uint16");
const folder = temporaryFolder();

describe("arrays of NumPy", () => {
  const kinds = DATA_TYPES.flatMap((dataType) =>
    [true, false].flatMap((littleEndian) => [true, false].map((isFortran) => ({ dataType, littleEndian, isFortran }))),
  );
  it.each(kinds)("$dataType, Fortran: $isFortran, little endian: $littleEndian", async (kind) => {
    const voxels = testVoxels(kind.dataType, kind.littleEndian);
    const bytes = npyFile(voxels, kind);
    for (const file of [bytes, zipFile({ "a.npy": bytes }), zipFile({ "a.npy": bytes }, { isDeflated: false })]) {
      const volume = await readVolume(file, { spacing: [1, 1, 1] });
      expect(volume).toMatchObject({ dataType: kind.dataType, shape: voxels.shape, affine: null });
      expect(voxelsOf(volume)).toEqual(voxels.values);
    }
  });

  it("reads every version of the header, and masks of truth values", async () => {
    for (const version of [1, 2, 3] as const) {
      expect(voxelsOf(await readVolume(npyFile(SMALL, { version })))).toEqual(SMALL.values);
    }
    const mask = { ...testVoxels("uint8"), values: SMALL.values.map((value) => Number(value > 0)) };
    expect(voxelsOf(await readVolume(npyFile(mask, { descr: "|b1" })))).toEqual(mask.values);
  });

  it("knows no size of voxels but the one that is given", async () => {
    const silent = await readVolume(npyFile(SMALL), { name: "a.npy" });
    expect(silent.notes).toEqual([
      "a.npy: an array of NumPy says nothing of size and place of voxels, so voxels are taken to be 1 mm long along each axis " +
        "(spacing says otherwise).",
    ]);
    expect((await readVolume(npyFile(SMALL), { spacing: [0.5, 0.5, 3] })).spacing).toEqual([0.5, 0.5, 3]);
    for (const spacing of [
      [1, 1],
      [1, 0, 1],
      [1, Number.NaN, 1],
    ]) {
      await refusal(() => readVolume(npyFile(SMALL), { spacing }), "INVALID_OPTION", /spacing is .*x, y, z in mm/);
    }
  });

  it("takes the array that is named, or the only one that can hold labels", async () => {
    const other = { ...SMALL, values: SMALL.values.map((value) => 2 * value) };
    const probabilities = npyFile(testVoxels("float32"));
    const path = join(folder, "a.npz");
    await writeFile(
      path,
      zipFile({ "labels.npy": npyFile(other), "p.npy": probabilities, "n.npy": npyFile(SMALL, { shape: "(60,)" }) }),
    );
    const volume = await readVolume(path);
    expect(voxelsOf(volume)).toEqual(other.values);
    expect((await readVolume(`${path}:labels`)).source?.path).toBe(`${path}:labels`);
    expect(voxelsOf(await readVolume(`${path}:n`))).toEqual(SMALL.values);
    await refusal(() => readVolume(`${path}:x`), "INVALID_OPTION", /no array "x"\. Name one of labels, n, p/);
    const two = zipFile({ "a.npy": npyFile(SMALL), "b.npy": npyFile(other) });
    await refusal(() => readVolume(two), "INVALID_OPTION", /several arrays.*Name one of a, b/);
    expect(voxelsOf(await readVolume(two, { member: "b" }))).toEqual(other.values);
    await refusal(() => readVolume(zipFile({ "a.txt": new Uint8Array(3) })), "INVALID_FILE", /without arrays of NumPy/);
  });

  it("reads ZIP64", async () => {
    for (const isDeflated of [true, false]) {
      const archive = zipFile({ "a.npy": npyFile(SMALL) }, { isDeflated, is64: true });
      expect(voxelsOf(await readVolume(archive))).toEqual(SMALL.values);
    }
  });

  it("refuses what holds no labels, and evaluates nothing", async () => {
    const refused = (options: Parameters<typeof npyFile>[1], message: RegExp) =>
      expect(readVolume(npyFile(SMALL, options), { name: "a.npy" })).rejects.toThrow(message);
    await refused({ descr: "|O" }, /objects of Python, which are pickled.*Cellpose/);
    await refused({ descr: "<c16" }, /type '<c16', which cannot be labels/);
    await refused({ descr: "<M8[ns]" }, /cannot be labels/);
    await refused({ shape: "(3, 4, 5, 2)" }, /has 4 dimensions/);
    await refused({ shape: "()" }, /claims no axis/);
    await refused({ shape: "(__import__('os'),)" }, /header that is none/);
    await refused({ shape: "(3, 4, 5), 'more': 1" }, /header that is none/);
  });

  const huge = ["(3000, 4, 5)", "(3000, 4000, 5000)"].map((shape) => npyFile(SMALL, { shape }));
  // Of the header all but the letter that tells the byte order, of which no sum exists.
  const [plain, head] = [npyFile(SMALL), Buffer.from(npyFile(SMALL)).toString("latin1").indexOf("'<u2'")];
  itWithstands("plain.npy", plain, { headerBytes: head, isSummed: false, hugeFiles: huge });
  for (const isDeflated of [true, false]) {
    const whole = zipFile({ "a.npy": plain }, { isDeflated });
    const hugeFiles = huge.map((bytes) => zipFile({ "a.npy": bytes }, { isDeflated }));
    itWithstands(`${isDeflated ? "deflated" : "stored"}.npz`, whole, {
      headerBytes: whole.length,
      isSummed: true,
      hugeFiles,
    });
  }
});
