import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ErrorCode } from "../../../base/errors.js";
import { readVolume } from "../../../src/io/read-volume.js";
import type { VolumeInput } from "../../../src/io/source/byte-source.js";
import { DATA_TYPES, type NiftiFile, niftiFile } from "../../support/nifti.js";
import { splitmix64 } from "../../support/random.js";
import { refusal } from "../../support/refusal.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "voxmatch-refuse-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Noise, which gzip cannot shrink, so that a cut hits the voxels. */
function noisy(): Uint8Array<ArrayBuffer> {
  const random = splitmix64(3);
  const values = Array.from({ length: 30 ** 3 }, () => Math.floor(256 * random()));
  return niftiFile({ shape: [30, 30, 30], values });
}

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at < 0 ? copy.length + at : at] = value;
  return copy;
}

const zipped = gzipSync(noisy());

const BROKEN: Record<string, readonly [() => Uint8Array, ErrorCode, RegExp]> = {
  "an empty file": [() => new Uint8Array(0), "INVALID_FILE", /is empty/],
  "one byte": [() => Uint8Array.of(0x1f), "INVALID_FILE", /cut off: it ends after 1 bytes, within its header/],
  "half a header": [() => noisy().slice(0, 200), "INVALID_FILE", /ends after 200 bytes, within its header/],
  "a header without voxels": [() => noisy().slice(0, 352), "INVALID_FILE", /promises 27352 bytes.* it holds 352/],
  "a file cut in the voxels": [() => noisy().slice(0, 9000), "INVALID_FILE", /cut off.*promises 27352.*holds 9000/],
  "a file with a byte more for every voxel": [
    () => Buffer.concat([noisy(), noisy().subarray(352)]),
    "INVALID_FILE",
    /27000 bytes after the 27000 that/,
  ],
  "a file with far more behind the voxels": [
    () => Buffer.concat([noisy(), Buffer.alloc(2 ** 20 + 1)]),
    "INVALID_FILE",
    /more bytes after the 27000 that/,
  ],
  "gzip cut in the data": [() => zipped.subarray(0, 9000), "INVALID_FILE", /compressed data does: it was cut off/],
  "gzip cut in the trailer": [() => zipped.subarray(0, -3), "INVALID_FILE", /cut off.*gzip -t/],
  "gzip of a cut file": [() => gzipSync(noisy().slice(0, 9000)), "INVALID_FILE", /it holds 8648 of the 27000 bytes/],
  "gzip of a header": [() => gzipSync(noisy().slice(0, 352)), "INVALID_FILE", /it holds 0 of the|promises 27352/],
  "a wrong CRC": [() => changed(zipped, -6, zipped[zipped.length - 6] ^ 1), "INVALID_FILE", /damaged.*checksum/],
  "a changed byte within gzip": [() => changed(zipped, 5000, zipped[5000] ^ 1), "INVALID_FILE", /damaged/],
  "gzip that claims 4 GB": [
    () => Buffer.concat([zipped.subarray(0, -4), Buffer.alloc(4, 255)]),
    "INVALID_FILE",
    /damaged/,
  ],
  "garbage after gzip": [
    () => Buffer.concat([zipped, Buffer.from("garbage")]),
    "INVALID_FILE",
    /bytes after its compressed data/,
  ],
  "garbage in gzip's clothes": [() => Buffer.from([0x1f, 0x8b, 1, 2, 3, 4]), "INVALID_FILE", /damaged/],
  text: [() => Buffer.from("this is no image"), "INVALID_FILE", /bytes 74 68 69 73\. Convert it to one of \.nii/],
  "gzipped text": [() => gzipSync("this is no image"), "INVALID_FILE", /is of no format that is read/],
};

const HEADERS: Record<string, readonly [NiftiFile, ErrorCode, RegExp]> = {
  "a wrong magic": [{ set: { "magic[1]": 0x2d } }, "INVALID_FILE", /not its magic: found 6e 2d 31 00/],
  "a magic without its zero": [{ set: { "magic[3]": 0x20 } }, "INVALID_FILE", /not its magic/],
  "line ends changed in NIfTI-2": [{ version: 2, set: { "magic[4]": 0x0a } }, "INVALID_FILE", /transfer in text mode/],
  "a .hdr of a pair": [{ set: { "magic[1]": 0x69 } }, "FILE_ACCESS", /is one of two files.*is not in the same folder/],
  "a .hdr of NIfTI-2": [{ version: 2, set: { "magic[1]": 0x69 } }, "FILE_ACCESS", /is one of two files/],
  "no dimensions": [{ set: { dim: 0 } }, "INVALID_FILE", /0 dimensions \(dim\[0\]\), expected 1 to 7/],
  "eight dimensions": [{ set: { dim: 8 } }, "INVALID_FILE", /8 dimensions/],
  "a negative length": [{ set: { "dim[2]": -2 } }, "INVALID_FILE", /-2 voxels long along axis 2 \(dim\[2\]\)/],
  "a length of 0": [{ set: { "dim[3]": 0 } }, "INVALID_FILE", /0 voxels long along axis 3/],
  "a negative length in NIfTI-2": [{ version: 2, set: { "dim[1]": -3 } }, "INVALID_FILE", /-3 voxels long/],
  "60000³ voxels": [
    { version: 2, set: { "dim[1]": 60_000, "dim[2]": 60_000, "dim[3]": 60_000 } },
    "INVALID_VOLUME",
    /claims 60000 × 60000 × 60000 = 216000000000000 voxels, and at most 4294967296.*maximumVoxels/,
  ],
  "lengths whose product overflows": [
    { version: 2, set: { "dim[1]": 2 ** 52, "dim[2]": 2 ** 52, "dim[3]": 2 ** 52 } },
    "INVALID_VOLUME",
    /claims .* voxels/,
  ],
  "4e9 voxels in a small file": [
    { version: 2, set: { "dim[1]": 1, "dim[2]": 64_000, "dim[3]": 64_000 } },
    "INVALID_FILE",
    /cut off: its header promises 4096000544 bytes/,
  ],
  "a row longer than runs can say": [
    { version: 2, shape: [65_536, 1, 1] },
    "INVALID_VOLUME",
    /at most 65535.*transpose/,
  ],
  "four dimensions": [{ shape: [3, 2, 2, 2] }, "INVALID_VOLUME", /4 dimensions \(3 × 2 × 2 × 2\).*two or three/],
  "five dimensions": [{ shape: [3, 2, 2, 1, 3] }, "INVALID_VOLUME", /5 dimensions/],
  "a vox_offset of NaN": [{ set: { vox_offset: Number.NaN } }, "INVALID_FILE", /begin at byte NaN.*from 352/],
  "an infinite vox_offset": [{ set: { vox_offset: Infinity } }, "INVALID_FILE", /begin at byte Infinity/],
  "a vox_offset of 1e9": [
    { set: { vox_offset: 1e9 } },
    "INVALID_FILE",
    /cut off: its header promises 1000000012 bytes/,
  ],
  "a vox_offset at the end of the header": [{ set: { vox_offset: 348 } }, "INVALID_FILE", /at byte 348 .*from 352 on/],
  "a vox_offset one byte early": [{ set: { vox_offset: 351 } }, "INVALID_FILE", /begin at byte 351 .*from 352 on/],
  "a vox_offset of half a byte": [
    { set: { vox_offset: 352.5 } },
    "INVALID_FILE",
    /begin at byte 352\.5 .*whole number/,
  ],
  "a vox_offset at the end of NIfTI-2's header": [
    { version: 2, set: { vox_offset: 540 } },
    "INVALID_FILE",
    /at byte 540 .*from 544 on/,
  ],
  "a vox_offset one byte early in NIfTI-2": [{ version: 2, set: { vox_offset: 543 } }, "INVALID_FILE", /at byte 543 /],
  "a vox_offset of 0": [{ set: { vox_offset: 0 } }, "INVALID_FILE", /begin at byte 0/],
  "a vox_offset in the header": [{ version: 2, set: { vox_offset: 352 } }, "INVALID_FILE", /from 544/],
  "a vox_offset past the end": [
    { set: { vox_offset: 4096 } },
    "INVALID_FILE",
    /cut off: its header promises 4108 bytes.*holds 364/,
  ],
  "an extension of negative size": [
    { gap: 36, set: { extension: 1, esize: -16 } },
    "INVALID_FILE",
    /extension at byte 352 claims -16 bytes, expected 8 to 32/,
  ],
  "an extension that runs over the voxels": [
    { gap: 36, set: { extension: 1, esize: 48 } },
    "INVALID_FILE",
    /claims 48 bytes/,
  ],
  "bitpix against datatype, and bytes behind the voxels": [
    { shape: [3, 2, 2], values: Array.from({ length: 24 }, () => 1), set: { bitpix: 16 } },
    "INVALID_FILE",
    /\(uint8\) takes 8 bits .*bitpix says 16, and there are 12 bytes behind/,
  ],
  RGB: [{ set: { datatype: 128, bitpix: 24 } }, "INVALID_VOLUME", /RGB colour \(datatype 128\).*integer type/],
  complex: [{ set: { datatype: 32, bitpix: 64 } }, "INVALID_VOLUME", /complex64/],
  float128: [{ set: { datatype: 1536, bitpix: 128 } }, "INVALID_VOLUME", /float128/],
  "an undefined datatype": [{ set: { datatype: 77 } }, "INVALID_FILE", /NIfTI does not define \(datatype 77\)/],
  "a fraction": [{ dataType: "float32", shape: [2, 1, 1], values: [1, 0.5] }, "INVALID_VOLUME", /0\.5.*no label/],
  NaN: [{ dataType: "float64", shape: [2, 1, 1], values: [1, Number.NaN] }, "INVALID_VOLUME", /NaN.*no label/],
  "a negative label": [{ dataType: "int16", shape: [2, 1, 1], values: [1, -1] }, "INVALID_VOLUME", /-1.*no label/],
  "an intercept of NaN": [{ slope: 1, intercept: Number.NaN }, "INVALID_FILE", /adds NaN \(scl_inter\)/],
  "a spacing of 0": [{ spacing: [1, 0, 1] }, "INVALID_VOLUME", /spacing along y is 0 \(pixdim\[2\]\)/],
  "an infinite spacing": [{ spacing: [1, 1, -Infinity] }, "INVALID_VOLUME", /spacing along z is -Infinity/],
  "a spacing of NaN": [{ spacing: [Number.NaN, 1, 1] }, "INVALID_VOLUME", /spacing along x is NaN/],
  "a flat sform": [{ sform: [1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0] }, "INVALID_VOLUME", /affine.*3 independent axes/],
  "an sform of zeros": [{ sformCode: 1 }, "INVALID_VOLUME", /affine/],
  "an sform with NaN": [{ sform: [1, 0, 0, Number.NaN, 0, 1, 0, 0, 0, 0, 1, 0] }, "INVALID_VOLUME", /affine.*NaN/],
  "a quaternion that is none": [
    { qform: [1, 1, 0, 0, 0, 0, 1] },
    "INVALID_FILE",
    /quaternion.*sum of the squares is 2/,
  ],
  "a quaternion of NaN": [{ qform: [Number.NaN, 0, 0, 0, 0, 0, 1] }, "INVALID_FILE", /quaternion/],
};

/** Counts the bytes that are taken from a blob. */
function counting(blob: Blob): () => number {
  let taken = 0;
  const slice = (from = 0, to = blob.size) => {
    const piece = Blob.prototype.slice.call(blob, from, to);
    taken += piece.size;
    return piece;
  };
  Object.defineProperty(blob, "slice", { value: slice });
  return () => taken;
}

/** The refusal must come without work or memory that only the file's claims ask for: no byte is read twice. */
async function refuse(input: VolumeInput, code: ErrorCode, message: RegExp) {
  const taken = input instanceof Blob ? counting(input) : () => 0;
  const before = process.memoryUsage();
  const error = await refusal(() => readVolume(input), code, message);
  if (input instanceof Blob) expect(taken()).toBeLessThanOrEqual(input.size);
  const after = process.memoryUsage();
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(64 * 2 ** 20);
  return error;
}

describe("readVolume refuses", () => {
  it.each(Object.entries(BROKEN))("%s", async (name, [make, code, message]) => {
    const path = join(folder, `${name}.nii`);
    writeFileSync(path, make());
    const error = await refuse(path, code, message);
    expect(error.message).toContain(path);
    await refuse(make(), code, message);
    await refuse(new Blob([make() as Uint8Array<ArrayBuffer>]), code, message);
  });

  it.each(Object.entries(HEADERS))("%s", async (_, [file, code, message]) => {
    for (const littleEndian of [true, false]) {
      const bytes = niftiFile({ ...file, littleEndian });
      const error = await refuse(new File([bytes], "scan.nii"), code, message);
      expect(error.message).toMatch(/^scan\.nii/);
      // A gzip cannot be compared with the file's size.
      await refusal(() => readVolume(gzipSync(bytes)), code, /cut off/.test(error.message) ? /cut off/ : message);
    }
  });

  it.each([
    ["plain", (bytes: Uint8Array) => bytes],
    // Stored without compression, so that what is inflated is what was read.
    ["gzipped", (bytes: Uint8Array) => gzipSync(bytes, { level: 0 })],
  ])("a file that goes on for ever, once it has more than its header promises: %s", async (_, pack) => {
    const endless = new Uint8Array(32 * 2 ** 20);
    endless.set(niftiFile({ shape: [100, 100, 10] }));
    const blob = new Blob([pack(endless) as Uint8Array<ArrayBuffer>]);
    const taken = counting(blob);
    await refusal(() => readVolume(blob), "INVALID_FILE", /bytes after the 100000 that/);
    // Two pieces of 1 MiB, of which the first has the header.
    expect(taken()).toBeLessThanOrEqual(2 * 2 ** 20);
  });

  it("a path that does not exist, that is a folder, or that goes through a file", async () => {
    await refuse(join(folder, "missing.nii"), "FILE_ACCESS", /missing\.nii cannot be read: there is no such file/);
    await refuse(folder, "FILE_ACCESS", /is a folder, expected a file, or a folder of Zarr/);
    const file = join(folder, "file.nii");
    writeFileSync(file, niftiFile());
    await refuse(join(file, "inside.nii"), "FILE_ACCESS", /a part of the path is no folder/);
  });

  it("inputs and options that are none", async () => {
    await refuse(
      new URL("ftp://example.org/a.nii"),
      "INVALID_OPTION",
      /is no file:, https: or http: URL\. Fetch it first/,
    );
    await refuse([1, 2, 3] as unknown as Uint8Array, "INVALID_OPTION", /not from object.*volumeFromArray/);
    await refuse(null as unknown as string, "INVALID_OPTION", /not from null/);
    for (const maximumVoxels of [0, 1.5, Number.NaN]) {
      const read = () => readVolume(niftiFile(), { maximumVoxels });
      await refusal(read, "INVALID_OPTION", /maximumVoxels is .*expected a whole number/);
    }
    await refusal(
      () => readVolume(niftiFile(), { maximumVoxels: 11 }),
      "INVALID_VOLUME",
      /= 12 voxels, and at most 11/,
    );
  });

  it("a file cut at every length, with an error that is its own", async () => {
    const plain = niftiFile({ gap: 20, set: { extension: 1, esize: 16 } });
    const packed = gzipSync(plain);
    for (const bytes of [plain, packed]) {
      for (let length = 0; length < bytes.length; length++) {
        await refusal(() => readVolume(bytes.subarray(0, length)), "INVALID_FILE", /cut off|is empty/);
      }
    }
  });

  it.each(DATA_TYPES)("voxels whose sum is not the file's, for any change: %s", async (dataType) => {
    const shape = [70, 9, 5];
    for (const littleEndian of [true, false]) {
      for (const labels of [1, 2]) {
        const values = Array.from({ length: 70 * 9 * 5 }, (_, i) => (i % 7 < 3 ? 1 + ((i >> 9) % labels) : 0));
        const file = niftiFile({ shape, dataType, littleEndian, values });
        const whole = gzipSync(file);
        await readVolume(whole);
        // One member's voxels with another's trailer: 1 for 0 or 0 for 1 in one voxel, first, last and between.
        for (const at of [0, 1500, values.length - 1]) {
          const other = niftiFile({
            shape,
            dataType,
            littleEndian,
            values: values.with(at, values[at] === 0 ? 1 : 0),
          });
          const mixed = Buffer.concat([whole.subarray(0, -8), gzipSync(other).subarray(-8)]);
          await refusal(() => readVolume(mixed), "INVALID_FILE", /is damaged/);
        }
        // Promised voxels are missing, but the member is whole.
        const short = gzipSync(file.subarray(0, -1));
        await refusal(() => readVolume(short), "INVALID_FILE", /is cut off: it holds/);
      }
    }
  });

  it("headers with any byte changed, or reads them, but never fails otherwise", async () => {
    const random = splitmix64(99);
    for (let round = 0; round < 1500; round++) {
      const file = niftiFile({ version: round % 2 === 0 ? 1 : 2, gap: 36, set: { extension: round % 3, esize: 16 } });
      const spoiled = changed(file, Math.floor(random() * 560) % (file.length - 1), Math.floor(256 * random()));
      const outcome = await readVolume(spoiled, { hash: false }).catch((error) => error);
      if (outcome instanceof Error) expect(outcome).toMatchObject({ name: "VoxmatchError", code: /^INVALID_/ });
    }
  });
});
