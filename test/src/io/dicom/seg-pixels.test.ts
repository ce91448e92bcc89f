import { deflateRawSync } from "node:zlib";
import type { DataSet } from "dicom-parser";
import { describe, expect, it } from "vitest";
import type { SegHeader } from "../../../../src/io/dicom/seg-header.js";
import { frameReader } from "../../../../src/io/dicom/seg-pixels.js";
import { refusal } from "../../../support/refusal.js";

const RLE = "1.2.840.10008.1.2.5";
const DEFLATED = "1.2.840.10008.1.2.8.1";
const LITTLE = "1.2.840.10008.1.2.1";
const BIG = "1.2.840.10008.1.2.2";

interface Shape {
  readonly columns: number;
  readonly rows?: number;
  readonly bits?: number;
  readonly frames?: number;
}

function headerOf({ columns, rows = 1, bits = 8, frames = 1 }: Shape, transferSyntax: string): SegHeader {
  // Safe: nothing else of the header is read.
  return { rows, columns, bits, frames: Array(frames).fill({}), transferSyntax } as unknown as SegHeader;
}

/** Pixels in fragments, a frame each, behind some other bytes. */
function inFragments(shape: Shape, syntax: string, ...frames: readonly (readonly number[] | Uint8Array)[]) {
  const lead = 5;
  const byteArray = Uint8Array.from([...Array(lead).fill(0xee), ...frames.flatMap((frame) => [...frame])]);
  let position = lead;
  const fragments = frames.map(({ length }) => {
    position += length;
    return { position: position - length, length };
  });
  const data = { byteArray, elements: { x7fe00010: { fragments } } } as unknown as DataSet;
  return frameReader(data, headerOf(shape, syntax), "a.dcm");
}

/** Pixels without compression. `length`: what the element says of itself. */
function plain(shape: Shape, bytes: readonly number[], { length = bytes.length, syntax = LITTLE, vr = "OB" } = {}) {
  const byteArray = Uint8Array.from([1, 2, 3, ...bytes]);
  const data = { byteArray, elements: { x7fe00010: { dataOffset: 3, length, vr } } } as unknown as DataSet;
  return frameReader(data, headerOf(shape, syntax), "a.dcm");
}

/** A frame of run lengths: the header of 16 words, then the segments. */
function runLengths(...segments: readonly (readonly number[])[]): number[] {
  const header = new DataView(new ArrayBuffer(64));
  header.setUint32(0, segments.length, true);
  segments.forEach((_, i) => {
    header.setUint32(4 * (i + 1), 64 + segments.slice(0, i).reduce((sum, { length }) => sum + length, 0), true);
  });
  return [...new Uint8Array(header.buffer), ...segments.flat()];
}

const damage = (work: () => unknown, message: RegExp | string) => refusal(work, "INVALID_FILE", message);

describe("run lengths of DICOM", () => {
  it("are counts of bytes that follow, and bytes that are repeated", async () => {
    // 2: three bytes follow; −3 (253): four times 7; −128: nothing; 0: one byte follows; −1 (255): twice 9.
    const read = inFragments({ columns: 10 }, RLE, runLengths([2, 1, 2, 3, 253, 7, 128, 0, 5, 255, 9]));
    expect([...(await read(0))]).toEqual([1, 2, 3, 7, 7, 7, 7, 5, 9, 9]);
  });

  it("go to the limits of a count: 128 of each", async () => {
    const follow = Array.from({ length: 128 }, (_, i) => i);
    const read = inFragments({ columns: 256 }, RLE, runLengths([127, ...follow, 129, 200]));
    expect([...(await read(0))]).toEqual([...follow, ...Array(128).fill(200)]);
  });

  it("have the higher bytes of words in the first segment", async () => {
    const read = inFragments({ columns: 3, bits: 16 }, RLE, runLengths([254, 1], [2, 10, 20, 30]));
    expect([...(await read(0))]).toEqual([256 + 10, 256 + 20, 256 + 30]);
  });

  it("are read frame by frame", async () => {
    const frames = [1, 2].map((value) => runLengths([253, value]));
    const read = inFragments({ columns: 2, rows: 2, frames: 2 }, RLE, ...frames);
    expect([[...(await read(1))], [...(await read(0))]]).toEqual([Array(4).fill(2), Array(4).fill(1)]);
  });

  it("hold bits, the lowest first", async () => {
    const read = inFragments({ columns: 10, bits: 1 }, RLE, runLengths([1, 0b0000_0101, 0b10]));
    expect([...(await read(0))]).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 0, 1]);
  });

  it("are refused if they are cut, too long, or of another number of segments", async () => {
    const read = (frame: readonly number[], shape: Shape = { columns: 4 }) => inFragments(shape, RLE, frame)(0);
    await damage(() => read(runLengths([253, 1]).slice(0, 63)), "a frame is shorter than its header");
    await damage(() => read(runLengths([253, 1], [253, 1])), "a frame has 2 segments, expected 1");
    await damage(() => read(runLengths([253, 1]), { columns: 4, bits: 16 }), "a frame has 1 segments, expected 2");
    await damage(() => read(runLengths([254, 1])), "a frame ends before its pixels do");
    for (const segment of [[252, 1], [253], [3, 1, 2, 3], [4, 1, 2, 3, 4, 5]]) {
      await damage(() => read(runLengths(segment)), "a frame holds more pixels than it should, or is cut");
    }
  });
});

describe("deflated frames of DICOM", () => {
  it("may be padded to an even length", async () => {
    const packed = deflateRawSync(Buffer.from([1, 2, 3, 4]));
    for (const frame of [packed, Buffer.concat([packed, Buffer.from([0])])]) {
      expect([...(await inFragments({ columns: 4 }, DEFLATED, frame)(0))]).toEqual([1, 2, 3, 4]);
    }
  });

  it("are refused if they are damaged, or hold too little", async () => {
    const packed = deflateRawSync(Buffer.from([1, 2, 3, 4]));
    await damage(() => inFragments({ columns: 5 }, DEFLATED, packed)(0), "frame 1 holds 4 of 5 bytes");
    await damage(() => inFragments({ columns: 4 }, DEFLATED, [0xff, 0xff])(0), /a\.dcm/);
  });
});

describe("pixels of DICOM without compression", () => {
  it("are bits without padding between frames, bytes, or words in either order", async () => {
    const bits = plain({ columns: 3, bits: 1, frames: 2 }, [0b0010_1011, 0]);
    expect([[...(await bits(0))], [...(await bits(1))]]).toEqual([
      [1, 1, 0],
      [1, 0, 1],
    ]);
    expect([...(await plain({ columns: 2, frames: 2 }, [1, 2, 3, 4])(1))]).toEqual([3, 4]);
    expect([...(await plain({ columns: 2, bits: 16 }, [1, 2, 3, 4])(0))]).toEqual([0x0201, 0x0403]);
    const words = { syntax: BIG, vr: "OW" };
    expect([...(await plain({ columns: 2, bits: 16 }, [1, 2, 3, 4], words)(0))]).toEqual([0x0102, 0x0304]);
    expect([...(await plain({ columns: 4 }, [1, 2, 3, 4], { syntax: BIG })(0))]).toEqual([1, 2, 3, 4]);
  });

  it("are as many as the header says, but for a byte that makes their number even", async () => {
    expect([...(await plain({ columns: 3 }, [1, 2, 3, 0])(0))]).toEqual([1, 2, 3]);
    await damage(() => plain({ columns: 4 }, [1, 2, 3, 4, 5]), "its pixels take 4 bytes, and it holds 5");
    await damage(() => plain({ columns: 3 }, [1, 2, 3, 0, 0]), "its pixels take 3 bytes, and it holds 5");
    await damage(() => plain({ columns: 4 }, [1, 2, 3]), "its pixels take 4 bytes, and it holds 3");
    await damage(() => plain({ columns: 4 }, [1, 2, 3], { length: 4 }), "its pixels take 4 bytes, and it holds 4");
  });
});

describe("pixels of DICOM that are not read", () => {
  it("are none, of another size, missing, or compressed as images are", async () => {
    await damage(() => plain({ columns: 0 }, []), "it has 0 × 1 pixels of 8 bits");
    await damage(() => plain({ columns: 1, bits: 32 }, [1, 2, 3, 4]), "it has 1 × 1 pixels of 32 bits");
    const none = { byteArray: new Uint8Array(4), elements: {} } as unknown as DataSet;
    await damage(() => frameReader(none, headerOf({ columns: 1 }, LITTLE), "a.dcm"), "it has no pixels");
    const jpeg = "1.2.840.10008.1.2.4.90";
    const error = await damage(
      () => inFragments({ columns: 1 }, jpeg, [1]),
      `compressed by the transfer syntax ${jpeg}`,
    );
    expect(error.details).toEqual({ source: "a.dcm", transferSyntax: jpeg });
    await damage(
      () => inFragments({ columns: 1, frames: 2 }, RLE, runLengths([0, 1])),
      "it has 1 fragments for 2 frames",
    );
  });
});
