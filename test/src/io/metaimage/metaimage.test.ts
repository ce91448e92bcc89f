import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readVolume } from "../../../../src/io/read-volume.js";
import { metaImageFile, testVoxels, voxelBytes } from "../../../support/format-files.js";
import { DATA_TYPES, voxelsOf } from "../../../support/nifti.js";
import { refusal } from "../../../support/refusal.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";
import { itWithstands } from "../../../support/withstand.js";

const SMALL = testVoxels("uint16");
const folder = temporaryFolder();

describe("MetaImage", () => {
  const kinds = DATA_TYPES.flatMap((dataType) =>
    [true, false].flatMap((littleEndian) => [true, false].map((isPacked) => ({ dataType, littleEndian, isPacked }))),
  );
  it.each(kinds)("$dataType, compressed: $isPacked, little endian: $littleEndian", async (kind) => {
    const voxels = testVoxels(kind.dataType, kind.littleEndian);
    const volume = await readVolume(metaImageFile(voxels, kind), { name: "a.mha" });
    expect(volume.dataType).toBe(kind.dataType);
    expect(volume.shape).toEqual(voxels.shape);
    expect(voxelsOf(volume)).toEqual(voxels.values);
  });

  it("takes the rows of TransformMatrix as the directions of voxel axes, in LPS", async () => {
    // A quarter turn about z, then a tilt: columns of the direction matrix, as ITK writes them one after the other.
    const lines = ["TransformMatrix = 0 1 0 -1 0 0 0 0.6 0.8", "Offset = 10 20 30", "ElementSpacing = 2 3 5"];
    const { affine, spacing } = await readVolume(metaImageFile(SMALL, { lines }));
    // i: 2 · (0, 1, 0), j: 3 · (−1, 0, 0), k: 5 · (0, 0.6, 0.8) in LPS; rows 1 and 2 are negated for RAS.
    expect(affine).toEqual([0, 3, 0, -10, -2, 0, -3, -20, 0, 0, 4, 30, 0, 0, 0, 1]);
    expect(spacing).toEqual([2, 3, 5]);
  });

  it("knows the other names of fields, and any case of yes and no", async () => {
    const lines = [
      "# a comment",
      "ElementSize = 1 2 3",
      "Position = 1 2 3",
      "BinaryData = TRUE",
      "AnatomicalOrientation = RAI",
    ];
    const { affine } = await readVolume(metaImageFile(SMALL, { lines }));
    expect(affine).toEqual([-1, 0, 0, -1, 0, -2, 0, -2, 0, 0, 3, 3, 0, 0, 0, 1]);
    const plain = await readVolume(metaImageFile(SMALL), { name: "a.mha" });
    expect(plain).toMatchObject({ affine: null, spacing: [1, 1, 1] });
    expect(plain.notes?.join()).toMatch(
      /says nothing of size and place of voxels, so voxels are taken to be 1 mm long/,
    );
    const big = metaImageFile({ ...SMALL, littleEndian: false }, { isPacked: true });
    const other = Buffer.from(big).toString("latin1").replace("BinaryDataByteOrderMSB", "ElementByteOrderMSB");
    expect(voxelsOf(await readVolume(new Uint8Array(Buffer.from(other, "latin1"))))).toEqual(SMALL.values);
  });

  it("reads voxels from the header's folder, and only there", async () => {
    await writeFile(join(folder, "a.raw"), voxelBytes(SMALL));
    await writeFile(join(folder, "a.mhd"), metaImageFile(SMALL, { dataFile: "a.raw" }));
    expect(voxelsOf(await readVolume(join(folder, "a.mhd")))).toEqual(SMALL.values);
    for (const dataFile of ["../a.raw", "LIST", "a%03d.raw"]) {
      const stray = metaImageFile(SMALL, { dataFile });
      await refusal(
        () => readVolume(stray, { name: "a.mhd" }),
        "INVALID_FILE",
        /plain name of a file|one file for each slice/,
      );
    }
  });

  it("skips the bytes that HeaderSize says, or all but the voxels", async () => {
    const of = async (skip: string, before: string, isPacked = false) => {
      const bytes = metaImageFile(SMALL, { isPacked, lines: [`HeaderSize = ${skip}`] });
      const end = Buffer.from(bytes).toString("latin1").indexOf("LOCAL\n") + 6;
      const parts = [bytes.subarray(0, end), Buffer.from(before), bytes.subarray(end)];
      return voxelsOf(await readVolume(new Uint8Array(Buffer.concat(parts))));
    };
    expect(await of("0", "")).toEqual(SMALL.values);
    expect(await of("7", "skipped")).toEqual(SMALL.values);
    expect(await of("7", "skipped", true)).toEqual(SMALL.values);
    expect(await of("-1", "anything")).toEqual(SMALL.values);
    await refusal(
      () => of("-1", "", true),
      "INVALID_FILE",
      /HeaderSize is −1, which says that the voxels are the last bytes/,
    );
    for (const skip of ["-2", "1.5", "x"]) {
      await refusal(
        () => of(skip, ""),
        "INVALID_FILE",
        `HeaderSize is "${skip}", expected a whole number of at least −1`,
      );
    }
  });

  it("compares a compressed file with its own end and sum, and ignores CompressedDataSize", async () => {
    const bytes = metaImageFile(SMALL, { isPacked: true, lines: ["CompressedDataSize = 7"] });
    expect(voxelsOf(await readVolume(bytes))).toEqual(SMALL.values);
    const changed = bytes.slice();
    changed[changed.length - 1] ^= 1;
    await refusal(() => readVolume(changed), "INVALID_FILE", /compressed data or their checksum are wrong/);
    const longer = Uint8Array.from([...bytes, 1]);
    await refusal(() => readVolume(longer), "INVALID_FILE", /bytes after its compressed data/);
  });

  for (const isPacked of [true, false]) {
    const lines = ["Offset = 0 0 0", "ElementSpacing = 1 1 1"];
    const whole = metaImageFile(SMALL, { isPacked, lines });
    const headerBytes = Buffer.from(whole).toString("latin1").indexOf("LOCAL\n") + 6;
    const hugeFiles = ["5000 4 3", "5000 4000 3000"].map((size) => metaImageFile(SMALL, { isPacked, lines, size }));
    itWithstands(`${isPacked ? "packed" : "plain"}.mha`, whole, {
      headerBytes,
      isSummed: isPacked,
      isText: true,
      hugeFiles,
    });
  }
});
