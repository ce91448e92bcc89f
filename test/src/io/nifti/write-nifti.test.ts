import { readHeader, readImage } from "nifti-reader-js";
import { describe, expect, it } from "vitest";
import { encodeNifti, type NiftiContent } from "../../../../src/io/nifti/write-nifti.js";
import { readVolume } from "../../../../src/io/read-volume.js";
import { voxelsOf } from "../../../support/nifti.js";
import { refusal } from "../../../support/refusal.js";

const NUMBERS = [0, 1, 1, 7, 0, 127, 127, 0, 0, 3, 2, 1];
const BIG = NUMBERS.map(BigInt);
const AFFINE = [-2, 0, 0, 90.5, 0, -3, 0, 126, 0, 0, 4, -72, 0, 0, 0, 1];

const ARRAYS = [
  Uint8Array.from(NUMBERS),
  Uint8ClampedArray.from(NUMBERS),
  Int8Array.from(NUMBERS),
  Uint16Array.from(NUMBERS),
  Int16Array.from(NUMBERS),
  Uint32Array.from(NUMBERS),
  Int32Array.from(NUMBERS),
  BigUint64Array.from(BIG),
  BigInt64Array.from(BIG),
  Float32Array.from(NUMBERS),
  Float64Array.from(NUMBERS),
];

describe("encodeNifti", () => {
  it.each(ARRAYS.map((data) => [data.constructor.name, data] as const))("writes %s as it is read", async (_, data) => {
    const file = encodeNifti({ data, shape: [3, 2, 2], spacing: [2, 3, 4], affine: AFFINE });
    const volume = await readVolume(file);
    expect(voxelsOf(volume)).toEqual(NUMBERS);
    expect(volume).toMatchObject({ shape: [3, 2, 2], spacing: [2, 3, 4], affine: AFFINE });
    // Another reader agrees.
    const header = readHeader(file.buffer);
    expect(header.dims).toEqual([3, 3, 2, 2, 1, 1, 1, 1]);
    expect(header.affine.flat()).toEqual(AFFINE);
    expect(new Uint8Array(readImage(header, file.buffer))).toEqual(new Uint8Array(data.buffer));
  });

  it("writes 2D, and no world where there is no affine", async () => {
    const volume = await readVolume(encodeNifti({ data: ARRAYS[0], shape: [4, 3], spacing: [2, 3] }));
    expect(volume).toMatchObject({ shape: [4, 3], spacing: [2, 3] });
    expect(volume.affine).toBeNull();
  });

  it.each<readonly [string, Partial<NiftiContent>, RegExp]>([
    ["a shape of other size", { shape: [3, 3, 2] }, /3 × 3 × 2 = 18 voxels and 12 numbers/],
    ["a length that NIfTI-1 cannot hold", { data: new Uint8Array(32_768), shape: [1, 32_768, 1] }, /at most 32767/],
    ["a plain array", { data: NUMBERS as unknown as Uint8Array }, /typed array/],
    ["a bad spacing", { spacing: [1, 1, -1] }, /spacing/],
    ["a bad affine", { affine: [1] }, /affine/],
    ["a bad shape", { shape: [] }, /shape/],
  ])("refuses %s", async (_, part, message) => {
    const content = { data: ARRAYS[0], shape: [3, 2, 2], spacing: [1, 1, 1], ...part };
    await refusal(() => encodeNifti(content), "INVALID_VOLUME", message);
  });
});
