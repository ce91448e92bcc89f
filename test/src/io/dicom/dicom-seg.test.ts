import { describe, expect, it } from "vitest";
import { readVolume } from "../../../../src/io/read-volume.js";
import { segFile } from "../../../support/dicom-files.js";
import { voxelsOf } from "../../../support/nifti.js";
import { refusal } from "../../../support/refusal.js";
import { itWithstands } from "../../../support/withstand.js";

const SEGMENTS = [
  [1, "liver"],
  [2, "spleen"],
] as const;
const [NOTHING, LIVER, SPLEEN] = [
  [0, 0, 0, 0, 0, 0],
  [1, 1, 0, 0, 0, 0],
  [0, 0, 0, 0, 1, 1],
];
/** 3 × 2 pixels; the slices at 0, 5 and 10 mm, of which the one at 5 mm is empty, and frames in no order. */
const SPARSE = {
  ...{ rows: 2, columns: 3, segments: SEGMENTS, sliceSpacing: 5 },
  frames: [
    { segment: 2, position: [10, 20, 40], pixels: SPLEEN },
    { segment: 1, position: [10, 20, 30], pixels: LIVER },
    { segment: 1, position: [10, 20, 40], pixels: LIVER },
  ],
};

describe("DICOM Segmentations", () => {
  it("sorts frames by position, and fills in empty slices", async () => {
    const volume = await readVolume(segFile(SPARSE), { name: "a.dcm" });
    expect(volume).toMatchObject({ shape: [3, 2, 3], spacing: [3, 2, 5] });
    // Rows are 2 mm apart (y), columns 3 mm (x); left and posterior become right and anterior.
    expect(volume.affine).toEqual([-3, 0, 0, -10, 0, -2, 0, -20, 0, 0, 5, 30, 0, 0, 0, 1]);
    expect(voxelsOf(volume)).toEqual([...LIVER, ...NOTHING, ...LIVER.map((value, i) => value + 2 * SPLEEN[i])]);
    expect(voxelsOf(await readVolume(segFile(SPARSE), { segment: "spleen" }))).toEqual([
      ...NOTHING,
      ...NOTHING,
      ...SPLEEN,
    ]);
    expect(voxelsOf(await readVolume(segFile(SPARSE), { segment: "2" }))).toEqual([...NOTHING, ...NOTHING, ...SPLEEN]);
    await refusal(
      () => readVolume(segFile(SPARSE), { segment: "lung" }),
      "INVALID_OPTION",
      /no segment "lung".*"liver", "spleen"/,
    );
  });

  it("places frames of any orientation", async () => {
    // Rows run down the body, columns to the back: the normal (0, 0, −1) × (0, 1, 0) = (1, 0, 0) points left.
    const turned = {
      ...SPARSE,
      orientation: [0, 0, -1, 0, 1, 0],
      frames: [0, 5].map((left) => ({ segment: 1, position: [left, 20, 30], pixels: LIVER })),
    };
    const { affine, shape } = await readVolume(segFile(turned));
    expect(shape).toEqual([3, 2, 2]);
    expect(affine).toEqual([0, 0, -5, 0, 0, -2, 0, -20, -3, 0, 0, 30, 0, 0, 0, 1]);
  });

  it("refuses segments that overlap, and reads them one by one", async () => {
    const frames = [1, 2].map((segment) => ({ segment, position: [0, 0, 0], pixels: LIVER }));
    const bytes = segFile({ ...SPARSE, frames });
    await refusal(
      () => readVolume(bytes),
      "INVALID_VOLUME",
      /segments overlap, as at voxel \[0,0,0\].*option segment.*"liver", "spleen"/,
    );
    for (const segment of ["liver", "spleen"]) expect(voxelsOf(await readVolume(bytes, { segment }))).toEqual(LIVER);
  });

  it("reads label maps of 8 and 16 bits, and fractions from a threshold on", async () => {
    const pixels = [0, 1, 2, 2, 1, 0];
    for (const bits of [8, 16] as const) {
      const map = segFile({ ...SPARSE, kind: "LABELMAP", bits, frames: [{ segment: 0, position: [0, 0, 0], pixels }] });
      expect(voxelsOf(await readVolume(map))).toEqual(pixels);
      expect(voxelsOf(await readVolume(map, { segment: "spleen" }))).toEqual([0, 0, 1, 1, 0, 0]);
    }
    const fractions = segFile({
      ...SPARSE,
      kind: "FRACTIONAL",
      frames: [{ segment: 2, position: [0, 0, 0], pixels: [0, 51, 127, 128, 255, 1] }],
    });
    await refusal(() => readVolume(fractions), "INVALID_VOLUME", /fractions from 0 to 255.*fractionalThreshold/);
    // 127 / 255 is below a half, 128 / 255 above.
    expect(voxelsOf(await readVolume(fractions, { fractionalThreshold: 0.5 }))).toEqual([0, 0, 0, 2, 2, 0]);
    expect(voxelsOf(await readVolume(fractions, { fractionalThreshold: 0.2 }))).toEqual([0, 2, 2, 2, 2, 0]);
    for (const fractionalThreshold of [0, 1.5]) {
      await refusal(() => readVolume(fractions, { fractionalThreshold }), "INVALID_OPTION", /above 0 and up to 1/);
    }
  });

  it("refuses what is no volume, and says what to do", async () => {
    const refused = (options: object, message: RegExp) =>
      expect(readVolume(segFile({ ...SPARSE, ...options }))).rejects.toThrow(message);
    const at = (...positions: number[][]) => ({
      sliceSpacing: undefined,
      frames: positions.map((position) => ({ segment: 1, position, pixels: LIVER })),
    });
    await refused({ sopClass: "1.2.840.10008.5.1.4.1.1.481.3" }, /RT Structure Set.*plastimatch or rt-utils/);
    await refused({ sopClass: "1.2.840.10008.5.1.4.1.1.2" }, /no Segmentation\. Convert the series.*dcm2niix/);
    await refused({ transferSyntax: "1.2.840.10008.1.2.4.90" }, /JPEG 2000/);
    await refused(at([0, 0, 0], [0, 0, 1], [0, 0, 2.5]), /uneven distances \(1, 1\.5 mm\)/);
    await refused(at([0, 0, 0], [1, 0, 1]), /shifted against each other by 1 mm/);
    await refused(at([0, 0, 0], [0, Number.NaN, 1]), /position or orientation are no numbers \(number 2\)/);
    await refused({ ...at([0, 0, 0]), orientation: [1, 0, 0, 0, 1, Number.NaN] }, /are no numbers \(number 1\)/);
    await refused(at([0, 0, 0], [0, 0, 0]), /two frames of one segment in one slice/);
    await refused({ orientation: [1, 0, 0, 0, 3, 0] }, /no unit vectors at right angles/);
    await refused({ orientation: [1, 0, 0, 1, 0, 0] }, /no unit vectors at right angles/);
    await refused({ segments: [[1, "liver"]] }, /a frame is of the segment 2, which it does not describe/);
    await refused({ columns: 1 }, /its pixels take 1 bytes, and it holds/);
  });

  const hugeFiles = [segFile({ ...SPARSE, claimedRows: 2000 }), segFile({ ...SPARSE, sliceSpacing: 1e-9 })];
  const file = segFile(SPARSE);
  const firstOf = (...bytes: readonly number[]) => Buffer.from(file).indexOf(Uint8Array.from(bytes));
  const [rows, spacing, frames] = [
    firstOf(0x28, 0, 0x10, 0, 0x55, 0x53),
    firstOf(0x18, 0, 0x88, 0, 0x44, 0x53),
    firstOf(0, 0x52, 0x30, 0x92),
  ];
  itWithstands("a.dcm", file, {
    headerBytes: frames,
    // Rows that fill the padding of the last byte, and the field that tells of empty slices.
    isUntold: (at) => (at >= rows + 8 && at < rows + 10) || (at >= spacing && at < spacing + 12),
    isSummed: false,
    isText: true,
    hugeFiles,
  });
});
