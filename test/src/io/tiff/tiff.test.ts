import { describe, expect, it } from "vitest";
import { readVolume } from "../../../../src/io/read-volume.js";
import { testVoxels, voxelBytes } from "../../../support/format-files.js";
import { DATA_TYPES, voxelsOf } from "../../../support/nifti.js";
import { refusal } from "../../../support/refusal.js";
import { tiffFile } from "../../../support/tiff-files.js";
import { itWithstands } from "../../../support/withstand.js";

const SMALL = testVoxels("uint16");
/** Wider and higher than a tile. */
const WIDE = {
  dataType: "uint16",
  shape: [20, 18, 2],
  values: Array.from({ length: 720 }, (_, i) => (i * 7) % 5),
} as const;

describe("TIFF", () => {
  const kinds = DATA_TYPES.flatMap((dataType) => [true, false].map((littleEndian) => ({ dataType, littleEndian })));
  it.each(kinds)("$dataType, little endian: $littleEndian", async ({ dataType, littleEndian }) => {
    const voxels = testVoxels(dataType, littleEndian);
    for (const compression of ["none", "deflate", "packbits"] as const) {
      for (const isBig of [false, true]) {
        for (const predictor of dataType.startsWith("float") ? ([1] as const) : ([1, 2] as const)) {
          const volume = await readVolume(tiffFile(voxels, { compression, isBig, predictor }), { spacing: [1, 1, 1] });
          expect(volume).toMatchObject({ dataType, shape: voxels.shape, affine: null });
          expect(voxelsOf(volume)).toEqual(voxels.values);
        }
      }
    }
  });

  it("reads strips of any height, and tiles", async () => {
    for (const rowsPerStrip of [1, 7, 18, 100, null]) {
      for (const compression of ["none", "deflate"] as const) {
        const volume = await readVolume(tiffFile(WIDE, { rowsPerStrip, compression }));
        expect(voxelsOf(volume)).toEqual(WIDE.values);
      }
    }
  });

  it("takes one number for each voxel, whole and not negative, where tags are left out", async () => {
    // Samples, predictor, format of samples.
    const volume = await readVolume(tiffFile(SMALL, { without: [277, 317, 339] }));
    expect(volume.dataType).toBe("uint16");
    expect(voxelsOf(volume)).toEqual(SMALL.values);
  });

  it("takes pages for slices, ignores the resolution for printers, and leaves thumbnails out", async () => {
    const volume = await readVolume(tiffFile(SMALL, { resolution: 72, hasThumbnail: true }), { name: "a.tif" });
    expect(volume).toMatchObject({ shape: [5, 4, 3], spacing: [1, 1, 1] });
    expect(volume.notes?.join()).toMatch(
      /says nothing of the size of voxels along each axis, so voxels are taken to be 1 mm/,
    );
  });

  it("reads ImageJ's axes and sizes", async () => {
    const description = "ImageJ=1.54f\nimages=3\nslices=3\nunit=micron\nspacing=2.5\nloop=false\n";
    const { spacing, notes } = await readVolume(tiffFile(SMALL, { description, resolution: 4 }));
    // 4 pixels a micron: 0.25 µm; 2.5 µm between slices.
    expect(spacing.map((length) => Number(length.toPrecision(9)))).toEqual([0.00025, 0.00025, 0.0025]);
    expect(notes).toBeUndefined();
    const channels = tiffFile(SMALL, { description: "ImageJ=1.54f\nimages=3\nchannels=3\n" });
    await refusal(
      () => readVolume(channels),
      "INVALID_VOLUME",
      /has 3 channels\. Choose one, from 0 to 2 \(option channel\)/,
    );
    expect(voxelsOf(await readVolume(channels, { channel: 1 }))).toEqual(SMALL.values.slice(20, 40));
    await refusal(() => readVolume(channels, { channel: 3 }), "INVALID_OPTION", /and no number 3/);
  });

  it("reads the voxels behind the only page of a large stack of ImageJ, if they fit exactly", async () => {
    const one = { ...SMALL, shape: [5, 4, 1], values: SMALL.values.slice(0, 20) };
    const description = "ImageJ=1.54f\nimages=3\nslices=3\n";
    const bytes = tiffFile(one, { description, rowsPerStrip: 4 });
    // The page is moved to the end, and the other two follow it.
    const at = bytes.length;
    const moved = tiffFile(one, { description, rowsPerStrip: 4, tags: { 273: at } });
    expect(moved.length).toBe(at);
    const whole = Uint8Array.from([...moved, ...voxelBytes(SMALL)]);
    expect(voxelsOf(await readVolume(whole))).toEqual(SMALL.values);
    const longer = Uint8Array.from([...whole, 0]);
    await refusal(() => readVolume(longer), "INVALID_FILE", /one page, but its description says 3/);
  });

  it("reads the axes, sizes and pages of OME-XML", async () => {
    const pixels =
      'SizeX="5" SizeY="4" PhysicalSizeX="0.5" PhysicalSizeY="0.5" PhysicalSizeZ="2000" PhysicalSizeZUnit="nm"';
    const ome = (sizes: string, data = "") =>
      `<?xml version="1.0"?><OME xmlns="x"><Image><Pixels ${pixels} ${sizes}>${data}</Pixels></Image></OME>`;
    const stack = await readVolume(
      tiffFile(SMALL, { description: ome('SizeZ="3" SizeC="1" SizeT="1" DimensionOrder="XYCZT"') }),
    );
    expect(stack.spacing).toEqual([0.0005, 0.0005, 0.002]);
    expect(voxelsOf(stack)).toEqual(SMALL.values);
    const turned = ome(
      'SizeZ="3" SizeC="1" SizeT="1"',
      [2, 1, 0].map((z, page) => `<TiffData FirstZ="${z}" IFD="${page}"/>`).join(""),
    );
    const { values } = SMALL;
    expect(voxelsOf(await readVolume(tiffFile(SMALL, { description: turned })))).toEqual([
      ...values.slice(40),
      ...values.slice(20, 40),
      ...values.slice(0, 20),
    ]);
    const times = tiffFile(SMALL, { description: ome('SizeZ="1" SizeC="1" SizeT="3" DimensionOrder="XYZCT"') });
    expect(voxelsOf(await readVolume(times, { frame: 2 }))).toEqual(values.slice(40));
    await refusal(() => readVolume(times), "INVALID_VOLUME", /has 3 time points.*option frame/);
    const wrong = tiffFile(SMALL, { description: ome('SizeZ="9" SizeC="1" SizeT="1"') });
    await refusal(() => readVolume(wrong), "INVALID_FILE", /3 pages, but its description says 9 slices/);
    const files = '<TiffData><UUID FileName="a.tif"/></TiffData><TiffData><UUID FileName="b.tif"/></TiffData>';
    const several = await readVolume(tiffFile(SMALL, { description: ome('SizeZ="6"', files) }));
    expect(several.notes?.[0]).toMatch(/one of 2 files of an image: only this one is read/);
  });

  it("refuses what is no stack of labels", async () => {
    const refused = (tags: Readonly<Record<number, number>>, message: RegExp) =>
      expect(readVolume(tiffFile(SMALL, { tags }), { name: "a.tif" })).rejects.toThrow(message);
    await refused({ 277: 3 }, /stores 3 numbers for each voxel/);
    await refused({ 259: 7 }, /compressed by JPEG, which is not read as it may change labels/);
    await refused({ 259: 34_887 }, /compressed by LERC/);
    await refused({ 317: 3 }, /predictor 3/);
    await refused({ 258: 12 }, /12 bits/);
    await refused({ 257: 9 }, /claims 5 × 9 voxels in 5 parts/);
  });

  const hugeFiles = [256, 257].map((tag) => tiffFile(SMALL, { tags: { [tag]: 5000 } }));
  const packed = tiffFile(SMALL, { compression: "deflate", rowsPerStrip: 4 });
  itWithstands("deflated.tif", packed, { headerBytes: packed.length, isSummed: true, hugeFiles });

  it("refuses a thumbnail that is no smaller than the pages", async () => {
    const bytes = tiffFile(SMALL);
    // NewSubfileType of the first page: tag 254, type 4 (32 bits), one number, which is 0.
    const at = Buffer.from(bytes).indexOf(Buffer.from([254, 0, 4, 0, 1, 0, 0, 0]));
    bytes[at + 8] = 1;
    await expect(readVolume(bytes, { name: "a.tif" })).rejects.toThrow(/says it is a thumbnail, and is no smaller/);
  });

  it("refuses pages that lead back to each other", async () => {
    const bytes = tiffFile(testVoxels("uint8"));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    // The first directory: a count of entries of 12 bytes, then where the next directory begins.
    const first = view.getUint32(4, true);
    view.setUint32(first + 2 + 12 * view.getUint16(first, true), first, true);
    await expect(readVolume(bytes, { name: "a.tif" })).rejects.toThrow(
      /pages lead back to each other.*cut off or damaged/,
    );
  });
});
