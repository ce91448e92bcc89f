import { gzipSync } from "node:zlib";
import { readHeader, readImage } from "nifti-reader-js";
import { describe, expect, it } from "vitest";
import { isVoxmatchError } from "../../../../base/errors.js";
import { readVolume } from "../../../../src/io/read-volume.js";
import { DATA_TYPES, niftiFile, voxelsOf } from "../../../support/nifti.js";
import { splitmix64 } from "../../../support/random.js";

const ROUNDS = 2500;

/** Numbers that break readers, in every width. */
const NASTY = [
  0,
  1,
  -1,
  7,
  255,
  348,
  540,
  0x7fff,
  -0x8000,
  0x7fff_ffff,
  1e-30,
  1e30,
  Number.NaN,
  Number.POSITIVE_INFINITY,
];

type Random = () => number;

/** A header that is right but for some fields or bytes. */
function spoiled(random: Random): Uint8Array<ArrayBuffer> {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const version = pick([1, 2] as const);
  const fields = [
    "dim[0]",
    "dim[1]",
    "dim[2]",
    "dim[3]",
    "dim[4]",
    "datatype",
    "bitpix",
    "pixdim[0]",
    "pixdim[1]",
    "pixdim[2]",
    "pixdim[3]",
  ];
  const others = [
    "vox_offset",
    "scl_slope",
    "scl_inter",
    "xyzt_units",
    "qform_code",
    "sform_code",
    "quatern[0]",
    "quatern[3]",
  ];
  const names = [...fields, ...others, "srow[0]", "srow[5]", "srow[10]", "extension", "esize"];
  // Fields of whole numbers of 64 bits take no others.
  const held = (name: string, value: number) =>
    version === 1 || !/^(dim|vox_offset)/.test(name) || Number.isSafeInteger(value) ? value : 3;
  const set: Record<string, number> = {};
  for (let i = Math.floor(random() * 4); i > 0; i--) {
    const name = pick(names);
    set[name] = held(name, pick(NASTY));
  }
  const bytes = niftiFile({
    version,
    littleEndian: pick([true, false]),
    dataType: pick(DATA_TYPES),
    shape: pick([[3, 2, 2], [5, 1, 1], [4, 3], [7], [2, 2, 2, 1]]),
    gap: pick([4, 20, 36]),
    ...(random() < 0.5 && { sform: [2, 0, 0, -5, 0, 1, 0, 2, 0, 0, 2, 3] }),
    ...(random() < 0.5 && { qform: [0, 0, 0.6, 1, 2, 3, pick([1, -1, 0])] }),
    set,
  });
  for (let i = Math.floor(random() * 3); i > 0; i--)
    bytes[Math.floor(random() * bytes.length)] = Math.floor(256 * random());
  return bytes;
}

describe("headers with wrong fields and bytes", () => {
  it("are read as nifti-reader-js reads them, or refused with an error that says why", async () => {
    const random = splitmix64(20_261_129);
    let [read, refused] = [0, 0];
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = spoiled(random);
      const input = round % 4 === 0 ? gzipSync(bytes, { level: 1 }) : bytes;
      const outcome = await readVolume(input, { hash: false, name: "x.nii", maximumVoxels: 1e6 }).catch(
        (error) => error,
      );
      if (outcome instanceof Error) {
        // Our two readers disagreeing would be INTERNAL.
        expect(isVoxmatchError(outcome), String(outcome.stack)).toBe(true);
        expect(outcome).toMatchObject({ code: expect.stringMatching(/^INVALID_(FILE|VOLUME)$/) });
        expect(outcome.message).toMatch(/x\.nii/);
        refused++;
        continue;
      }
      read++;
      for (const note of outcome.notes ?? []) expect(note).toMatch(/^x\.nii: /);
      expect(voxelsOf(outcome).every((label) => Number.isInteger(label) && label >= 0)).toBe(true);
      expect(outcome.spacing.every((size: number) => size > 0 && size < Infinity)).toBe(true);
      const isVersion2 = [bytes[0], bytes[3]].includes(540 & 255);
      // No byte more than the header: the library fails on extensions that do not fit.
      const library = readHeader(bytes.slice(0, isVersion2 ? 540 : 348).buffer);
      const lengths = library.dims.slice(1, 1 + library.dims[0]);
      expect(lengths.filter((length) => length > 1)).toEqual(outcome.shape.filter((length: number) => length > 1));
      const size = library.numBitsPerVoxel / 8;
      const voxels = outcome.shape.reduce((product: number, length: number) => product * length, 1);
      // Only where bitpix and datatype agree does the library take as many bytes.
      if (bytes.length - library.vox_offset !== size * voxels) continue;
      const image = new Uint8Array(readImage(library, bytes.slice().buffer));
      // Where lengths of axes that are not used are odd, it gives nothing.
      if (image.length > 0) expect(image).toEqual(bytes.slice(library.vox_offset));
    }
    // The spoiling leaves some of both.
    expect(Math.min(read, refused)).toBeGreaterThan(ROUNDS / 10);
  });
});
