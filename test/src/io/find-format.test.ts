import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../../bindings/engine/engine.js";
import { createEngine } from "../../../bindings/pool/create-engine.js";
import { findFormat } from "../../../src/io/find-format.js";
import { niftiFile } from "../../support/nifti.js";

const bytes = (words: string, length = 400) => {
  const start = new Uint8Array(length);
  start.set(Array.from(words, (letter) => letter.charCodeAt(0)));
  return start;
};

const pairHeader = () => {
  const header = niftiFile({}).slice(0, 352);
  header.set(
    Array.from("ni1\0", (letter) => letter.charCodeAt(0)),
    344,
  );
  return header;
};

/** How files of each format begin, and a name of that format. */
const STARTS: readonly (readonly [format: string, name: string, start: Uint8Array])[] = [
  ["TIFF", "a.tif", bytes("II*\0")],
  ["TIFF", "a.tiff", bytes("MM\0+")],
  ["NRRD", "a.seg.nrrd", bytes("NRRD0005\n")],
  ["MetaImage", "a.mha", bytes("ObjectType = Image\nNDims = 3\n")],
  ["HDF5", "a.h5", bytes("\x89HDF\r\n\x1a\n")],
  ["NumPy", "a.npy", bytes("\x93NUMPY\x01\0")],
  ["NumPy archive", "a.npz", bytes("PK\x03\x04")],
  ["MGH", "a.mgh", bytes("\0\0\0\x01\0\0\0\x02")],
  ["MGH", "a.mgz", gzipSync(bytes("\0\0\0\x01\0\0\0\x02"))],
  ["DICOM SEG", "a.dcm", bytes(`${"\0".repeat(128)}DICM`)],
  ["PNG", "a.png", bytes("\x89PNG\r\n\x1a\n")],
  ["NIfTI pair", "a.hdr", pairHeader()],
  ["NIfTI", "a.nii", niftiFile({})],
  ["NIfTI", "a.nii.gz", gzipSync(niftiFile({}))],
];

describe("the format of a file", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine();
  });

  it.each(STARTS)("%s is recognised by content, under its name %s and without a name", (format, name, start) => {
    for (const path of [name, null]) {
      expect(findFormat(engine, path, start)).toMatchObject({ format: { name: format }, notes: [] });
    }
  });

  it("notes a name that disagrees with the content, which counts", () => {
    const { format, notes } = findFormat(engine, "Scan.NRRD", niftiFile({}));
    expect(format.name).toBe("NIfTI");
    expect(notes).toEqual(["Scan.NRRD: the name is one of NRRD files, but the content is NIfTI, and is read as that."]);
  });

  it.each(STARTS)("notes that content is %s where the name is not one like %s", (format, name, start) => {
    const other = name === "a.png" ? "other.tif" : "other.png";
    const { format: found, notes } = findFormat(engine, other, start);
    expect(found.name).toBe(format);
    const said = other === "other.tif" ? "TIFF" : "PNG";
    expect(notes).toEqual([
      `${other}: the name is one of ${said} files, but the content is ${format}, and is read as that.`,
    ]);
  });

  it("inflates no more than it needs, from a start that is cut anywhere", () => {
    const zipped = gzipSync(niftiFile({ gap: 1 << 16 }));
    const mark = engine.arena.mark();
    for (let length = 64; length < Math.min(zipped.length, 1200); length += 37) {
      expect(findFormat(engine, null, zipped.subarray(0, length)).format.name).toBe("NIfTI");
    }
    expect(engine.arena.mark()).toBe(mark);
  });

  it("leaves gzip that is no gzip to the reader that says what is wrong", () => {
    expect(findFormat(engine, null, bytes("\x1f\x8b\x08not deflated")).format.name).toBe("NIfTI");
  });
});
