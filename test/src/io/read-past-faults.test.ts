import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { checkGeometry } from "../../../src/io/geometry.js";
import { readVolume } from "../../../src/io/read-volume.js";
import { volumeFromArray } from "../../../src/io/volume-from-array.js";
import { type NiftiFile, niftiFile } from "../../support/nifti.js";
import { refusal } from "../../support/refusal.js";

const SFORM = [2, 0, 0, 5, 0, 3, 0, 6, 0, 0, 4, 7];

async function read(file: NiftiFile) {
  return readVolume(niftiFile(file), { name: "a.nii", hash: false });
}

describe.each([1, 2] as const)("faults of a NIfTI-%i header that are read past", (version) => {
  it.each<readonly [string, NiftiFile, readonly number[], RegExp]>([
    ["a negative pixdim", { spacing: [2, -3, 4], sform: SFORM }, [2, 3, 4], /pixdim\[2\] is -3; .* read as 3/],
    [
      "a negative pixdim without orientation",
      { spacing: [2, -3, 4] },
      [2, 3, 4],
      /pixdim\[2\] is -3; .* spacing along y is 3/,
    ],
    [
      "a pixdim of 0 with an sform",
      { spacing: [0, 3, 4], sform: SFORM },
      [2, 3, 4],
      /pixdim\[1\] is 0, the sform's step along x 2/,
    ],
    [
      "a pixdim of NaN with an sform",
      { spacing: [2, 3, Number.NaN], sform: SFORM },
      [2, 3, 4],
      /pixdim\[3\] is NaN, the sform's/,
    ],
    ["another pixdim", { spacing: [1, 1, 1], sform: SFORM }, [2, 3, 4], /pixdim\[3\] is 1, the sform's step along z 4/],
    [
      "an sform of zeros with a qform",
      { spacing: [2, 3, 4], sformCode: 1, qform: [0, 0, 0, 1, 2, 3, 1] },
      [2, 3, 4],
      /sform_code 1; 0, 0.*qform \(qform_code 1; 2/,
    ],
    [
      "an sform with NaN with a qform",
      { spacing: [2, 3, 4], sform: [2, 0, 0, Number.NaN, ...SFORM.slice(4)], qform: [0, 0, 0, 1, 2, 3, 1] },
      [2, 3, 4],
      /does not place/,
    ],
    [
      "an sform code that is none",
      { spacing: [2, 3, 4], sform: SFORM, sformCode: 9, qform: [0, 0, 0, 1, 2, 3, 1] },
      [2, 3, 4],
      /sform_code is 9.*qform_code 1/,
    ],
    [
      "one slice without a size",
      { shape: [3, 4, 1], spacing: [2, 3, 0], values: Array(12).fill(1), qform: [0, 0, 0, 1, 2, 3, 1] },
      [2, 3, 1],
      /pixdim\[3\] is 0, the qform's step along z 1/,
    ],
    [
      "bitpix against datatype",
      { sform: SFORM, spacing: [2, 3, 4], set: { bitpix: 64 } },
      [2, 3, 4],
      /bitpix is 64, but datatype 2 \(uint8\)/,
    ],
  ])("%s", async (_, file, spacing, note) => {
    const volume = await read({ version, ...file });
    expect(volume.spacing).toEqual(spacing);
    expect(volume.notes?.join("\n")).toMatch(note);
    for (const each of volume.notes ?? []) expect(each).toMatch(/^a\.nii: /);
  });

  it("are no faults where all agrees", async () => {
    expect((await read({ version, spacing: [2, 3, 4], sform: SFORM })).notes).toBeUndefined();
    // Oblique, in single precision: the columns' lengths are 0.8 but for rounding.
    const [c, s] = [0.8 * Math.cos(0.3), 0.8 * Math.sin(0.3)];
    const oblique = await read({ version, spacing: [0.8, 0.8, 0.8], sform: [c, -s, 0, 1, s, c, 0, 2, 0, 0, 0.8, 3] });
    expect(oblique.notes).toBeUndefined();
    expect(new Set(oblique.spacing).size).toBe(1);
    // A thousandth is no contradiction; the affine is still what counts.
    const near = await read({ version, spacing: [2.0019, 3, 4], sform: SFORM });
    expect(near).toMatchObject({ spacing: [2, 3, 4] });
    expect(near.notes).toBeUndefined();
  });

  it.each([1, 16, 63, 1000])("%i bytes behind the voxels", async (count) => {
    const file = { version, sform: SFORM, spacing: [2, 3, 4], shape: [5, 3, 2] };
    for (const fill of [0, 7]) {
      const bytes = Buffer.concat([niftiFile(file), Buffer.alloc(count, fill)]);
      for (const input of [bytes, gzipSync(bytes)]) {
        const volume = await readVolume(input, { name: "a.nii" });
        expect(volume.notes).toEqual([
          `a.nii: ${count} bytes behind the voxels, which the header does not mention, were left out.`,
        ]);
      }
    }
    const other = Buffer.concat([niftiFile(file), Buffer.alloc(30, 7)]);
    await refusal(() => readVolume(gzipSync(other)), "INVALID_FILE", /30 bytes after the 30 that its header promises/);
  });
});

describe("what is no label volume", () => {
  it.each<readonly [string, Uint8Array | string, RegExp]>([
    [
      "a pointer of git-lfs",
      "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
      /pointer of git-lfs.*git lfs pull/,
    ],
    ["a pointer of git-annex", "../../.git/annex/objects/Xx/9k/MD5E-s1.nii.gz/MD5E-s1.nii.gz", /pointer of git-annex/],
    ["a web page", "\n <html lang='en'><head>", /is a web page/],
    ["a tar archive", `${"a.nii".padEnd(257, "\0")}ustar\0`, /is a tar archive.*Unpack it/],
    ["a Blosc2 frame", "\x9e\xa8b2frame\0", /is a Blosc2 frame, such as \.b2nd.*labelsTr/],
    ["an error page in XML", '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>', /is a web page/],
  ])("%s is called by its name", async (_, content, message) => {
    const bytes = typeof content === "string" ? Buffer.from(content, "latin1") : Buffer.from(content);
    await refusal(() => readVolume(bytes), "INVALID_FILE", message);
    await refusal(() => readVolume(gzipSync(bytes)), "INVALID_FILE", message);
  });

  it.each<readonly [string, Uint8Array | string, RegExp]>([
    ["MetaImage", "ObjectType = Image\nNDims = 3\n", /MetaImage file within gzip.*gzip -d/],
    [
      "an array of NumPy",
      Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0),
      /array of NumPy within gzip.*gzip -d/,
    ],
    ["a ZIP archive", "PK\x03\x04aaaa", /ZIP archive within gzip/],
    ["NRRD", "NRRD0004\n# Complete NRRD\n", /NRRD file within gzip.*gzip -d/],
  ])("%s within gzip is called by its name", async (_, content, message) => {
    await refusal(() => readVolume(gzipSync(Buffer.from(content))), "INVALID_FILE", message);
  });

  it("(1, X, Y, Z) and channels are answered by what to do, in files and arrays", async () => {
    const shape = [1, 4, 3, 2];
    await refusal(() => readVolume(niftiFile({ shape })), "INVALID_VOLUME", /1 × 4 × 3 × 2.*first axis.*squeeze/);
    await refusal(() => volumeFromArray({ shape, data: new Uint8Array(24) }), "INVALID_VOLUME", /first axis.*squeeze/);
    await refusal(
      () => readVolume(niftiFile({ shape: [4, 5, 6, 3] })),
      "INVALID_VOLUME",
      /one-hot masks or prob.*argmax/,
    );
    await refusal(() => readVolume(niftiFile({ shape: [4, 3, 2, 1, 9] })), "INVALID_VOLUME", /5 dimensions/);
  });
});

describe("arrays", () => {
  it("take their spacing from their affine", async () => {
    const affine = [0, -2, 0, 9, 3, 0, 0, 8, 0, 0, 4, 7, 0, 0, 0, 1];
    const array = { shape: [2, 2, 2], data: new Uint8Array(8) };
    expect((await volumeFromArray({ ...array, affine })).spacing).toEqual([3, 2, 4]);
    const other = await volumeFromArray({ ...array, affine, spacing: [1, 2, 4] });
    expect(other.spacing).toEqual([3, 2, 4]);
    expect(other.notes).toEqual([
      "The spacing of an array along x is 1 mm, its affine's step 3 mm: the affine's is used.",
    ]);
    await refusal(
      () => volumeFromArray({ ...array, affine: new Array(16).fill(1) }),
      "INVALID_VOLUME",
      /independent direction/,
    );
  });

  it("of fractions are rounded where that is asked for, and noted", async () => {
    const array = { shape: [4, 1], data: Float64Array.of(0.4, 0.6, 2.5, 2) };
    await refusal(() => volumeFromArray(array), "INVALID_VOLUME", /roundLabels/);
    const { notes } = await volumeFromArray({ ...array, roundLabels: true });
    expect(notes?.[0]).toMatch(/3 voxels were no whole numbers and rounded to the nearest label, by at most 0\.5/);
  });
});

describe("grids without orientation", () => {
  it("are compared by shape and spacing alone", async () => {
    const one = await read({ spacing: [2, 3, 4] });
    const other = await read({ spacing: [2, 3, 4], sform: [-2, 0, 0, 90, 0, -3, 0, 80, 0, 0, 4, 1] });
    expect(one.affine).toBeNull();
    expect(checkGeometry(one, other)).toEqual([]);
    const wider = await read({ spacing: [2, 3, 4.4] });
    await refusal(() => checkGeometry(one, wider), "GEOMETRY_MISMATCH", /spacings differ along z/);
  });
});
